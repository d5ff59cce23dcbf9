import { decideThrough, type AccessPoint } from "../../../../cli/policy/evaluate";
import { policiesOf, policyOf, requestOf, type EvaluatorCase } from "../../../support/evaluator-cases";
import {
  ACCOUNT,
  allow,
  allowTo,
  ANONYMOUS,
  BUCKET,
  deny,
  denyTo,
  FOREIGN_ROLE,
  FOREIGN_ROLE_ARN,
  reading,
  ROOT,
  USER_ARN,
} from "../../../support/evaluator-requests";

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
const ARN = `arn:aws:s3:eu-central-1:${ACCOUNT}:accesspoint/reports`;
const DELEGATES = allowTo({ AWS: "*" }, "*", {
  Resource: [BUCKET, `${BUCKET}/*`],
  Condition: { StringEquals: { "s3:DataAccessPointAccount": ACCOUNT } },
});
const USER_READS = allowTo({ AWS: USER_ARN }, "s3:GetObject", { Resource: `${ARN}/object/reports/*` });

type Request = ReturnType<typeof reading>;

function through(policy: readonly object[] | undefined, request: Request, more: Partial<AccessPoint> = {}) {
  const one: EvaluatorCase = { ...request, title: "", page: "", expected: "allowed" };
  const point: AccessPoint = {
    arn: ARN,
    account: ACCOUNT,
    origin: "Internet",
    ...(policy && { policy: policyOf(policy, "access point") }),
    ...more,
  };
  return decideThrough(point, requestOf(one), policiesOf(one), one.settings);
}

test.each<[string, string, readonly object[] | undefined, Request, Partial<AccessPoint>?]>([
  [
    "the access point allows, and the bucket leaves it to its account's access points",
    "allowed",
    USER_READS,
    reading({ resource: DELEGATES }),
  ],
  ["the access point allows, and the bucket does not", "denied", USER_READS, reading({})],
  [
    "the access point allows, and the bucket allows the same",
    "allowed",
    USER_READS,
    reading({ resource: allowTo({ AWS: USER_ARN }, "s3:GetObject") }),
  ],
  ["the bucket leaves it to access points, and none allows", "denied", undefined, reading({ resource: DELEGATES })],
  [
    "the bucket leaves it to access points of another account",
    "denied",
    USER_READS,
    reading({
      resource: allowTo("*", "*", { Condition: { StringEquals: { "s3:DataAccessPointAccount": "999999999999" } } }),
    }),
  ],
  [
    "the access point allows other objects",
    "denied",
    allowTo({ AWS: USER_ARN }, "s3:GetObject", { Resource: `${ARN}/object/drafts/*` }),
    reading({ resource: DELEGATES }),
  ],
  [
    "the access point denies what IAM allows",
    "denied explicitly",
    denyTo("*", "s3:*", { Resource: `${ARN}/object/*` }),
    reading({ identity: [allow("s3:*")], resource: DELEGATES }),
  ],
  [
    "the bucket denies access points of the internet",
    "denied explicitly",
    USER_READS,
    reading({
      resource: [
        ...DELEGATES,
        ...denyTo("*", "*", { Condition: { StringNotEquals: { "s3:AccessPointNetworkOrigin": "VPC" } } }),
      ],
    }),
  ],
  [
    "the bucket denies access points of the internet, and this one is of a VPC",
    "allowed",
    USER_READS,
    reading({
      resource: [
        ...DELEGATES,
        ...denyTo("*", "*", { Condition: { StringNotEquals: { "s3:AccessPointNetworkOrigin": "VPC" } } }),
      ],
    }),
    { origin: "VPC" },
  ],
  ["IAM allows both", "allowed", undefined, reading({ identity: [allow("s3:*")] })],
  [
    "IAM allows the bucket and not the access point",
    "denied",
    undefined,
    reading({ identity: [allow("s3:*", { Resource: `${BUCKET}/*` })] }),
  ],
  [
    "an SCP denies an access point by its ARN",
    "denied explicitly",
    undefined,
    reading({ identity: [allow("s3:*")], scps: [[allow("*"), deny("s3:*", { Resource: `${ARN}*` })]] }),
  ],
  [
    "another account takes IAM's Allow besides",
    "denied",
    allowTo({ AWS: FOREIGN_ROLE_ARN }, "s3:GetObject", { Resource: `${ARN}/object/*` }),
    reading({ resource: DELEGATES }, { principal: FOREIGN_ROLE }),
  ],
  [
    "another account with it",
    "allowed",
    allowTo({ AWS: FOREIGN_ROLE_ARN }, "s3:GetObject", { Resource: `${ARN}/object/*` }),
    reading({ identity: [allow("s3:GetObject")], resource: DELEGATES }, { principal: FOREIGN_ROLE }),
  ],
  [
    "an unsigned request, where both let everyone in",
    "allowed",
    allowTo("*", "s3:GetObject", { Resource: `${ARN}/object/*` }),
    reading({ resource: DELEGATES }, { principal: ANONYMOUS }),
  ],
  [
    "a listing names the access point itself",
    "allowed",
    allowTo({ AWS: USER_ARN }, "s3:ListBucket", { Resource: ARN }),
    reading({ resource: DELEGATES }, { action: "s3:ListBucket", resource: BUCKET }),
  ],
  ["root of the account", "allowed", undefined, reading({}, { principal: ROOT })],
])("%s: %s", (...[, expected, policy, request, more]) => {
  expect(through(policy, request, more)).toMatchObject({ decision: expected });
});

test("both deciding statements are named", () => {
  const { decidedBy } = through(USER_READS, reading({ resource: DELEGATES }));
  expect(decidedBy.map(({ source }) => source)).toEqual(["access point", "resource"]);
});
