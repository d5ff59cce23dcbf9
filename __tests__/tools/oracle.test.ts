import { decide, type Decision } from "../../cli/policy/evaluate";
import { compare } from "../../tools/oracle/compare";
import type { Question } from "../../tools/oracle/question";
import { SETTLED, settledBy } from "../../tools/oracle/settled";
import { simulate } from "../../tools/oracle/simulator";
import { policiesOf, requestOf } from "../support/evaluator-cases";
import {
  ACCOUNT,
  allow,
  allowTo,
  ANONYMOUS,
  assuming,
  BUCKET,
  decrypting,
  deny,
  denyTo,
  FOREIGN,
  FOREIGN_ROLE,
  reading,
  ROOT,
  ROOT_ARN,
  trusting,
  USER_ARN,
} from "../support/evaluator-requests";

type Request = ReturnType<typeof reading>;

function question(one: Request): Question {
  return { request: requestOf(one), policies: policiesOf(one), settings: one.settings ?? {} };
}

/** For each settled disagreement a question, with what the page says and what the simulator says. */
const EXAMPLES: readonly (readonly [title: string, page: Decision, simulator: Decision, request: Request])[] = [
  [
    "KMS takes no unsigned requests",
    "denied",
    "allowed",
    decrypting({ resource: allowTo("*", "kms:*") }, { principal: ANONYMOUS }),
  ],
  [
    "STS takes signed requests, and tokens to assume a role with one",
    "denied",
    "allowed",
    assuming([trusting("*")], { principal: ANONYMOUS }),
  ],
  [
    "whoever passes session tags must be allowed that, too",
    "denied",
    "allowed",
    assuming([trusting({ AWS: USER_ARN })], { context: { "aws:TagKeys": ["team"] } }),
  ],
  [
    "what is not documented as a variable is left open",
    "denied",
    "denied explicitly",
    reading({ identity: [deny("s3:*", { Resource: `${BUCKET}/*\${` })] }, { resource: `${BUCKET}/a\${` }),
  ],
  ["root does not assume roles", "denied", "allowed", assuming([trusting({ AWS: ROOT_ARN })], { principal: ROOT })],
  [
    "the policy of a bucket is for its own account alone",
    "denied",
    "allowed",
    reading(
      { resource: allowTo("*", "s3:*") },
      { principal: ANONYMOUS, action: "s3:PutBucketPolicy", resource: BUCKET },
    ),
  ],
  [
    "the bucket policy does not keep root of the bucket's account from repairing it",
    "allowed",
    "denied explicitly",
    reading({ resource: denyTo("*", "s3:*") }, { principal: ROOT, action: "s3:PutBucketPolicy", resource: BUCKET }),
  ],
  [
    "another account does not administer a key",
    "denied",
    "allowed",
    decrypting(
      { identity: [allow("kms:*")], resource: allowTo({ AWS: FOREIGN }, "kms:*") },
      { principal: FOREIGN_ROLE, action: "kms:PutKeyPolicy" },
    ),
  ],
  [
    "a negated operator matches against a variable without a value",
    "denied explicitly",
    "allowed",
    reading(
      {
        identity: [
          allow("s3:*"),
          deny("s3:*", { Condition: { StringNotEquals: { "aws:PrincipalTag/a": "${aws:PrincipalTag/b}" } } }),
        ],
      },
      { context: { "aws:PrincipalTag/a": "x" } },
    ),
  ],
  [
    "NotResource with a variable without a value is left open",
    "denied",
    "denied explicitly",
    decrypting({
      identity: [
        [{ Effect: "Deny", Action: "kms:*", NotResource: [`${BUCKET}/\${aws:PrincipalTag/a}/*`, `${BUCKET}/*`] }],
      ],
    }),
  ],
  [
    "a key with an empty text has a value, so that its variable is an empty text",
    "denied",
    "allowed",
    reading(
      { identity: [allow("s3:*", { Resource: `${BUCKET}/\${aws:PrincipalTag/a, 'x'}/key` })] },
      { context: { "aws:PrincipalTag/a": "" }, resource: `${BUCKET}/x/key` },
    ),
  ],
  [
    "an address of one version is in no range of the other, and every address is in a range of length 0",
    "denied explicitly",
    "allowed",
    reading(
      {
        identity: [allow("s3:*"), deny("s3:*", { Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.7" } } })],
      },
      { context: { "aws:SourceIp": "2001:db8::1" } },
    ),
  ],
  [
    "what looks like a variable in a policy is one, although the request has the same text",
    "denied",
    "allowed",
    reading({ identity: [allow("s3:*", { Resource: `${BUCKET}/\${*}` })] }, { resource: `${BUCKET}/\${*}` }),
  ],
  [
    "the boundary of whoever assumes a role must allow that",
    "denied",
    "allowed",
    assuming([], { policies: { resource: [trusting({ AWS: USER_ARN })], boundary: [allow("s3:*")] } }),
  ],
  [
    "a wildcard written as a variable is a character to every operator",
    "allowed",
    "denied",
    reading(
      { identity: [allow("s3:*", { Condition: { StringEquals: { "aws:PrincipalTag/a": "${*}" } } })] },
      { context: { "aws:PrincipalTag/a": "*" } },
    ),
  ],
  [
    "an asterisk in the key of a request's object is a character, not any text",
    "denied",
    "allowed",
    reading({ identity: [allow("s3:*", { Resource: `${BUCKET}/*a*` })] }, { resource: `${BUCKET}/b*` }),
  ],
  [
    "an asterisk that ends a part of an ARN may go on beyond the colon",
    "allowed",
    "denied",
    reading(
      { identity: [allow("logs:*", { Resource: "arn:aws:logs:*:log-group:audit" })] },
      { action: "logs:PutLogEvents", resource: `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:audit` },
    ),
  ],
  [
    "Block Public Access takes a policy for public that has no fixed value, and denies without a Deny",
    "denied",
    "allowed",
    reading(
      {
        identity: [allow("s3:*")],
        resource: allowTo("*", "s3:*", {
          Condition: { StringEquals: { "aws:PrincipalOrgID": "${aws:PrincipalTag/o}" } },
        }),
      },
      {
        principal: FOREIGN_ROLE,
        context: { "aws:PrincipalOrgID": "o-a", "aws:PrincipalTag/o": "o-a" },
        settings: { s3: { restrictPublicBuckets: true } },
      },
    ),
  ],
];

test("each settled disagreement has an example, and a page of AWS's", () => {
  expect(EXAMPLES.map(([title]) => title).sort()).toEqual(SETTLED.map(({ title }) => title).sort());
  for (const { page } of SETTLED) expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
});

test.each(EXAMPLES)("%s: %s, where the simulator says %s", (title, page, simulator, request) => {
  const asked = question(request);
  expect(decide(asked.request, asked.policies, asked.settings).decision).toBe(page);
  expect(simulate(asked)).toBe(simulator);
  expect(compare(asked)).toMatchObject({ kind: "settled", by: { title } });
});

test("a disagreement that nothing settles is settled by none", () => {
  const asked = question(reading({ identity: [allow("s3:*")] }));
  expect(settledBy(asked, "allowed", "denied")).toBeUndefined();
  const settled = question(EXAMPLES[0]![3]);
  expect(settledBy(settled, "denied", "allowed")).toMatchObject({ title: EXAMPLES[0]![0] });
  expect(settledBy(settled, "allowed", "denied")).toBeUndefined();
});

test("an undecided answer is not compared", () => {
  const asked = question(reading({ identity: [allow("s3:*", { Condition: { Like: { a: "b" } } })] }));
  expect(compare(asked)).toEqual({ kind: "undecided" });
  expect(asked.request.account).toBe(ACCOUNT);
});

test.each([
  ["kms:PutKeyPolicy", true],
  ["kms:CreateAlias", true],
  ["kms:DisableKey", true],
  ["kms:Decrypt", false],
  ["kms:CreateGrant", false],
  ["s3:PutBucketAcl", false],
])("%s of another account is settled: %s", (action, isSettled) => {
  const asked = question(decrypting({ identity: [allow("*")] }, { principal: FOREIGN_ROLE, action }));
  expect(settledBy(asked, "denied", "allowed") !== undefined).toBe(isSettled);
});
