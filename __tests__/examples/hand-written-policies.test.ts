import { tmpdir } from "node:os";
import { App } from "cdktf";
import { SecureCloudTrailLogging } from "../../examples/secure-cloudtrail-logging/stack";
import type { Statement } from "../../modules/policy";
import { statementsOf, synthesized } from "../support/synth";

/** The two policies of the set-up by hand, as they stood in the account. */
const BUCKET_POLICY_BY_HAND = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AWSCloudTrailAclCheck",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "s3:GetBucketAcl",
      "Resource": "arn:aws:s3:::elly-secure-bucket",
      "Condition": {
        "StringEquals": {
          "AWS:SourceArn": "arn:aws:cloudtrail:us-east-2:124355676326:trail/s3-activity-trail"
        }
      }
    },
    {
      "Sid": "AWSCloudTrailWrite",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::elly-secure-bucket/AWSLogs/124355676326/*",
      "Condition": {
        "StringEquals": {
          "s3:x-amz-acl": "bucket-owner-full-control",
          "AWS:SourceArn": "arn:aws:cloudtrail:us-east-2:124355676326:trail/s3-activity-trail"
        }
      }
    }
  ]
}`;

const KEY_POLICY_BY_HAND = `{
  "Version": "2012-10-17",
  "Id": "kms-cloudtrail-policy",
  "Statement": [
    {
      "Sid": "AllowCloudTrailAccess",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
      "Resource": "*"
    },
    {
      "Sid": "AllowAdminUserAccess",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::124355676326:user/adminUser" },
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}`;

const byHand = [...statementsOf(BUCKET_POLICY_BY_HAND), ...statementsOf(KEY_POLICY_BY_HAND)];

const app = new App({ outdir: tmpdir(), stackTraces: false });
const stack = synthesized(new SecureCloudTrailLogging(app, "secure-cloudtrail-logging"));
const inBucketPolicy = statementsOf(stack.one("aws_s3_bucket_policy")["policy"]);
const inKeyPolicy = statementsOf(stack.one("aws_kms_key")["policy"]);

interface Replacement {
  readonly byHand: string;
  /** Sids of what stands in its place. */
  readonly by: readonly string[];
  /** Whether it was right as it stood, or is narrowed. */
  readonly how: "kept" | "narrowed";
  /** What it grants beyond the set-up by hand, since AWS asks for it. */
  readonly beyond?: readonly string[];
}

const REPLACEMENTS: readonly Replacement[] = [
  { byHand: "AWSCloudTrailAclCheck", by: ["AWSCloudTrailAclCheck20150319"], how: "kept" },
  { byHand: "AWSCloudTrailWrite", by: ["AWSCloudTrailWrite20150319"], how: "kept" },
  {
    byHand: "AllowCloudTrailAccess",
    by: ["CloudTrailEncryptsLogs", "CloudTrailDescribesKey", "CloudTrailDecryptsBucketKey"],
    how: "narrowed",
    // CloudTrail User Guide, "Configure AWS KMS key policies": both, or the trail is not made.
    beyond: ["kms:GenerateDataKey*", "kms:DescribeKey"],
  },
  {
    byHand: "AllowAdminUserAccess",
    by: ["AdministratorsAdministerKey", "UsersDecryptLogsThroughS3"],
    how: "narrowed",
  },
];

/** Statements that answer to none by hand. Denials only take away; root is the way back to a key. */
const ADDED = [
  "DenyInsecureTransport",
  "DenyOldTls",
  "DenyCustomerProvidedKeys",
  "DenyWrongEncryptionKey",
  "DenyDeletion",
  "DenyUnnamedReaders",
  "DenyUnnamedReplication",
  "DenyForgedLogs",
  "RootAdministersKey",
];

/** Each condition as one line. Condition keys do not heed case. */
function conditionsOf({ Condition = {} }: Statement): string[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key.toLowerCase()} ${[values].flat().sort().join(" ")}`),
  );
}

/** In what a statement grants more than the one it replaces; nothing where it is as strict or stricter. */
function looserIn(old: Statement, replacement: Statement, beyond: readonly string[] = []): string[] {
  const covers = (action: string) =>
    [old.Action].flat().some((one) => one === action || (one.endsWith("*") && action.startsWith(one.slice(0, -1))));
  const kept = conditionsOf(replacement);
  return [
    ...(replacement.Effect === old.Effect ? [] : ["Effect"]),
    ...(JSON.stringify(replacement.Principal) === JSON.stringify(old.Principal) ? [] : ["Principal"]),
    ...[replacement.Action].flat().filter((action) => !covers(action) && !beyond.includes(action)),
    ...(replacement.Resource === old.Resource ? [] : ["Resource"]),
    ...conditionsOf(old).filter((condition) => !kept.includes(condition)),
  ];
}

/** Whether a statement grants less than the one it replaces: fewer actions or more conditions. */
function isNarrower(old: Statement, replacement: Statement): boolean {
  const moreConditions = conditionsOf(replacement).length > conditionsOf(old).length;
  return moreConditions || ([old.Action].flat().includes("kms:*") && ![replacement.Action].flat().includes("kms:*"));
}

function find(statements: readonly Statement[], sid: string): Statement {
  const found = statements.filter(({ Sid }) => Sid === sid);
  if (found.length !== 1) throw new Error(`expected one statement ${sid}, found ${found.length}`);
  return found[0]!;
}

const synthesizedStatements = [...inBucketPolicy, ...inKeyPolicy];

test("every statement written by hand has its replacement, and everything else is a named addition", () => {
  expect(REPLACEMENTS.map((one) => one.byHand).sort()).toEqual(byHand.map(({ Sid }) => Sid).sort());
  const expected = [...REPLACEMENTS.flatMap(({ by }) => by), ...ADDED];
  expect(synthesizedStatements.map(({ Sid }) => Sid).sort()).toEqual(expected.sort());
});

describe.each(REPLACEMENTS)("$byHand is $how by $by", ({ byHand: sid, by, how, beyond }) => {
  const old = find(byHand, sid);

  test.each(by)("%s grants no more", (replacement) => {
    expect(looserIn(old, find(synthesizedStatements, replacement), beyond)).toEqual([]);
  });

  test.each(by)("%s stands as the table says", (replacement) => {
    expect(isNarrower(old, find(synthesizedStatements, replacement))).toBe(how === "narrowed");
  });
});

test("what CloudTrail could do by hand it still can, for this trail and in its own context", () => {
  const exactTrail = { "aws:SourceArn": "arn:aws:cloudtrail:us-east-2:124355676326:trail/s3-activity-trail" };
  expect(find(inKeyPolicy, "CloudTrailEncryptsLogs")).toMatchObject({
    Action: "kms:GenerateDataKey*",
    Condition: {
      StringEquals: exactTrail,
      StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:124355676326:trail/*" },
    },
  });
  expect(find(inKeyPolicy, "CloudTrailDecryptsBucketKey")).toMatchObject({
    Action: "kms:Decrypt",
    Condition: { StringEquals: exactTrail },
  });
  expect(find(inKeyPolicy, "CloudTrailDescribesKey").Condition).toEqual({ StringEquals: exactTrail });
});

test("adminUser administers the key without using it, and decrypts log files through S3 only", () => {
  const administration = [find(inKeyPolicy, "AdministratorsAdministerKey").Action].flat();
  expect(administration).toEqual(expect.arrayContaining(["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]));
  const uses = /^kms:(Decrypt|Encrypt|ReEncrypt|GenerateDataKey|CreateGrant)|\*/;
  expect(administration.filter((action) => uses.test(action))).toEqual([]);
  expect(find(inKeyPolicy, "UsersDecryptLogsThroughS3")).toMatchObject({
    Action: "kms:Decrypt",
    Condition: {
      StringEquals: { "kms:ViaService": "s3.us-east-2.amazonaws.com" },
      Null: { "kms:EncryptionContext:aws:cloudtrail:arn": "false" },
    },
  });
});

test("the additions deny, to everyone, or let root administer and no more", () => {
  const added = ADDED.map((sid) => find(synthesizedStatements, sid));
  const denials = added.filter(({ Sid }) => Sid.startsWith("Deny"));
  expect(new Set(denials.map(({ Effect, Principal }) => `${Effect} ${JSON.stringify(Principal)}`))).toEqual(
    new Set(['Deny "*"']),
  );
  const root = find(inKeyPolicy, "RootAdministersKey");
  expect(root.Principal).toEqual({ AWS: "arn:aws:iam::124355676326:root" });
  expect(root.Action).toEqual(find(inKeyPolicy, "AdministratorsAdministerKey").Action);
});

describe("a replacement that grants more is found", () => {
  const write = find(byHand, "AWSCloudTrailWrite");
  const cases: [string, Statement, string[]][] = [
    ["a lost condition", { ...write, Condition: {} }, conditionsOf(write)],
    ["another principal", { ...write, Principal: "*" }, ["Principal"]],
    ["another resource", { ...write, Resource: "arn:aws:s3:::elly-secure-bucket/*" }, ["Resource"]],
    ["another effect", { ...write, Effect: "Deny" }, ["Effect"]],
    ["a further action", { ...write, Action: ["s3:PutObject", "s3:DeleteObject"] }, ["s3:DeleteObject"]],
    ["a wider action", { ...write, Action: "s3:*" }, ["s3:*"]],
  ];

  test.each(cases)("%s", (_, loosened, found) => expect(looserIn(write, loosened)).toEqual(found));

  test("and the statement by hand is not narrower than itself", () => {
    expect(byHand.filter((one) => isNarrower(one, one))).toEqual([]);
  });
});
