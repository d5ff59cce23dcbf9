import type { Policy } from "../../cli/policy/document";
import type { Principal } from "../../cli/policy/evaluate";
import type { Question } from "./question";
import type { Random } from "./random";

const ACCOUNT = "111122223333";
const FOREIGN = "444455556666";
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const TRAIL = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/main`;
const role = (account: string, name: string): Principal => ({
  kind: "role",
  arn: `arn:aws:iam::${account}:role/${name}`,
  session: `arn:aws:sts::${account}:assumed-role/${name}/monday`,
});

const PRINCIPALS: readonly Principal[] = [
  { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root` },
  { kind: "user", arn: `arn:aws:iam::${ACCOUNT}:user/ana` },
  { kind: "user", arn: `arn:aws:iam::${ACCOUNT}:user/team/ben` },
  role(ACCOUNT, "Reader"),
  role(ACCOUNT, "Admin"),
  role(FOREIGN, "Partner"),
  { kind: "user", arn: `arn:aws:iam::${FOREIGN}:user/eve` },
  { kind: "service", name: "cloudtrail.amazonaws.com" },
  { kind: "service", name: "s3.amazonaws.com" },
  { kind: "anonymous" },
];

/** Actions with resources that they take. */
const CALLS: readonly (readonly [action: string, resource: string])[] = [
  ["s3:GetObject", "arn:aws:s3:::logs/AWSLogs/a.gz"],
  ["s3:GetObject", "arn:aws:s3:::logs/home/ana/x"],
  ["s3:PutObject", "arn:aws:s3:::logs/AWSLogs/a.gz"],
  ["s3:ListBucket", "arn:aws:s3:::logs"],
  ["s3:PutBucketPolicy", "arn:aws:s3:::logs"],
  ["kms:Decrypt", KEY],
  ["kms:GenerateDataKey", KEY],
  ["kms:PutKeyPolicy", KEY],
  ["sqs:SendMessage", `arn:aws:sqs:eu-central-1:${ACCOUNT}:queue`],
  ["sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/Vault`],
  ["logs:PutLogEvents", `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:audit`],
];

const ACTIONS = [
  "*",
  "s3:*",
  "s3:Get*",
  "s3:getobject",
  "s3:?etObject",
  "kms:*",
  "kms:De*",
  "sqs:*",
  "logs:*",
  "sts:AssumeRole",
];
const RESOURCES = [
  ...[
    "*",
    "arn:aws:s3:::logs",
    "arn:aws:s3:::logs/*",
    "arn:aws:s3:::*/AWSLogs/*",
    "arn:aws:s3:::logs/home/${aws:username}/*",
  ],
  ...["arn:aws:s3:::log?/*", "arn:aws:s3:::LOGS/*", KEY, `arn:aws:kms:*:${ACCOUNT}:key/*`, "arn:aws:sqs:*:*:queue"],
  ...[
    `arn:aws:iam::${ACCOUNT}:role/*`,
    "arn:aws:s3:::logs/home/${aws:PrincipalTag/team, 'ana'}/*",
    "arn:aws:s3:::logs/${*}",
    "arn:*:s3:*:*:logs/*",
    "arn:aws:logs:*:log-group:audit",
    "arn:aws:logs:eu*1:log-group:*",
  ],
];
const NAMED = [
  "*",
  { AWS: "*" },
  ...PRINCIPALS.flatMap((one) => ("arn" in one ? [{ AWS: one.arn }] : [])),
  ...PRINCIPALS.flatMap((one) => ("session" in one && one.session !== undefined ? [{ AWS: one.session }] : [])),
  { AWS: ACCOUNT },
  { AWS: [FOREIGN, `arn:aws:iam::${ACCOUNT}:role/Reader`] },
  { Service: "cloudtrail.amazonaws.com" },
  { Service: ["s3.amazonaws.com", "config.amazonaws.com"] },
];

/** Keys with operators that fit them, values of policies and values of requests. */
const KEYS: readonly (readonly [
  key: string,
  operators: string,
  values: readonly unknown[],
  given: readonly string[],
])[] = [
  [
    "aws:PrincipalTag/team",
    "String",
    ["blue", "b*", "B?UE", "${*}", "${aws:username}", ""],
    ["blue", "BLUE", "green", "ana", "*", ""],
  ],
  ["aws:username", "String", ["ana", "a*", "${aws:PrincipalTag/team}"], []],
  [
    "aws:PrincipalArn",
    "Arn",
    [`arn:aws:iam::${ACCOUNT}:role/Reader`, "arn:aws:iam::*:role/*", "arn:aws:iam::*:root"],
    [],
  ],
  [
    "aws:SourceArn",
    "Arn",
    [TRAIL, "arn:aws:cloudtrail:*:*:trail/*", "arn:aws:s3:::logs"],
    [TRAIL, "arn:aws:s3:::logs"],
  ],
  [
    "aws:SourceIp",
    "Ip",
    ["203.0.113.0/24", "203.0.113.7", "0.0.0.0/0", "2001:db8::/32"],
    ["203.0.113.7", "10.0.0.1", "2001:db8::5"],
  ],
  ["aws:SecureTransport", "Bool", ["true", "false", true, false], ["true", "false"]],
  ["aws:MultiFactorAuthPresent", "Bool", ["true", "false"], ["true", "false"]],
  ["aws:MultiFactorAuthAge", "Numeric", ["10", 20, "3.5"], ["10", "9", "21", "3.5"]],
  ["s3:TlsVersion", "Numeric", ["1.2", 1.3], ["1.1", "1.2", "1.3"]],
  ["aws:CurrentTime", "Date", ["2025-07-01T00:00:00Z", "2026-01-01"], ["2025-07-01T00:00:00Z", "2025-12-31T23:59:59Z"]],
  [
    "kms:EncryptionContext:aws:s3:arn",
    "String",
    ["arn:aws:s3:::logs", "arn:aws:s3:::*"],
    ["arn:aws:s3:::logs", "arn:aws:s3:::other"],
  ],
  ["s3:x-amz-acl", "String", ["bucket-owner-full-control", "private"], ["bucket-owner-full-control", "private"]],
  ["aws:PrincipalOrgID", "String", ["o-a1b2c3d4e5", "o-*"], ["o-a1b2c3d4e5", "o-zzzzzzzzzz"]],
];
const TAG_KEYS = ["owner", "cost", "secret", "o*"];

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  String: [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
  ],
  Arn: ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike", "StringNotEquals"],
  Ip: ["IpAddress", "NotIpAddress"],
  Bool: ["Bool"],
  Numeric: [
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
  ],
  Date: [
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
  ],
};

function condition(random: Random): object {
  if (random.oneIn(6)) {
    const quantifier = random.pick(["ForAllValues", "ForAnyValue"]);
    const operator = random.pick(["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"]);
    return { [`${quantifier}:${operator}`]: { "aws:TagKeys": random.oneOrMany(TAG_KEYS, 3) } };
  }
  const [key, kind, values] = random.pick(KEYS);
  if (random.oneIn(8)) return { Null: { [key]: random.pick(["true", "false"]) } };
  const operator = `${random.pick(OPERATORS[kind]!)}${random.oneIn(4) ? "IfExists" : ""}`;
  return { [operator]: { [random.oneIn(5) ? key.toUpperCase() : key]: random.oneOrMany(values, 3) } };
}

function conditions(random: Random): object {
  const all =
    random.below(3) === 0 ? [] : random.oneIn(3) ? [condition(random), condition(random)] : [condition(random)];
  return all.length === 0 ? {} : { Condition: Object.assign({}, ...all) as object };
}

/** What a question is about: half of the statements are about it, or hardly any would match. */
interface Subject {
  readonly action: string;
  readonly resource: string;
}

function statement(
  random: Random,
  { action: asked, resource: whole }: Subject,
  index: number,
  source: string,
  ofResource: boolean,
): object {
  // A trust policy has no Resource, and actions of STS alone; an RCP names the service, too.
  const isTrust = source === "resource" && asked.startsWith("sts:");
  const namesServices = isTrust || source === "rcp";
  const all = random.oneIn(2) ? [asked, "*"] : [...ACTIONS, ...CALLS.map(([name]) => name)];
  const fitting = all.filter((one) => (isTrust ? one.startsWith("sts:") : one !== "*" || !namesServices));
  const action = random.oneOrMany(fitting, 3);
  const resource = random.oneOrMany(random.oneIn(2) ? [whole, "*"] : RESOURCES, 3);
  const about = random.oneIn(10) ? { NotResource: resource } : { Resource: resource };
  return {
    Sid: `S${index}`,
    Effect: random.oneIn(3) ? "Deny" : "Allow",
    ...(ofResource && { Principal: random.pick(NAMED) }),
    ...(random.oneIn(10) && !namesServices ? { NotAction: action } : { Action: action }),
    ...(!isTrust && about),
    ...conditions(random),
  };
}

function policy(random: Random, subject: Subject, source: string, ofResource: boolean): Policy {
  const length = 1 + random.below(3);
  const statements = Array.from({ length }, (_, index) => statement(random, subject, index, source, ofResource));
  return { source, statements: statements as unknown as Policy["statements"] };
}

const FULL: Policy = { source: "full", statements: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }] };
const FULL_RCP: Policy = {
  source: "full",
  statements: [{ Sid: "All", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

function levels(random: Random, full: Policy, control: () => Policy): Policy[][] {
  return Array.from({ length: 1 + random.below(2) }, () => [
    ...(full !== FULL_RCP && random.oneIn(6) ? [] : [full]),
    ...(random.oneIn(2) ? [control()] : []),
  ]);
}

/** AWS takes no principal but everyone in an RCP, and no Allow but that of RCPFullAWSAccess, which nobody can detach. */
function rcp(random: Random, subject: Subject): Policy {
  const { statements, source } = policy(random, subject, "rcp", true);
  return { source, statements: statements.map((one) => ({ ...one, Effect: "Deny", Principal: "*" })) };
}

/** A question with policies made up of everything that the language has. */
export function invented(random: Random): Question {
  const principal = random.pick(PRINCIPALS);
  const isIam = "arn" in principal;
  const [action, resource] = random.pick(CALLS);
  const subject = { action, resource };
  const context: Record<string, string | string[]> = { "aws:SecureTransport": random.oneIn(6) ? "false" : "true" };
  for (const [key, , , given] of KEYS) {
    if (given.length > 0 && random.oneIn(2) && key !== "aws:SecureTransport") context[key] = random.pick(given);
  }
  if (random.oneIn(2)) context["aws:TagKeys"] = [...new Set(random.some(TAG_KEYS, 3))];
  return {
    request: { principal, action, resource, account: ACCOUNT, context, absent: "all others" },
    policies: {
      identity:
        isIam && principal.kind !== "root"
          ? Array.from({ length: random.below(3) }, () => policy(random, subject, "identity", false))
          : [],
      resource: random.oneIn(4) && !/^(kms|sts)/.test(action) ? undefined : policy(random, subject, "resource", true),
      boundary:
        isIam && principal.kind !== "root" && random.oneIn(6)
          ? [random.oneIn(2) ? FULL : policy(random, subject, "boundary", false)]
          : undefined,
      scps: isIam && random.oneIn(4) ? levels(random, FULL, () => policy(random, subject, "scp", false)) : undefined,
      rcps: random.oneIn(5) ? levels(random, FULL_RCP, () => rcp(random, subject)) : undefined,
    },
    settings: { s3: { restrictPublicBuckets: action.startsWith("s3:") && random.oneIn(4) } },
  };
}
