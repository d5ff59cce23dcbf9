import { policyJson } from "./document";
import type { Partition } from "./partition";
import { principalProblems } from "./principals";
import type { Conditions, OneOrMany, Principals, Statement } from "./statement";

interface Kind {
  readonly name: string;
  /** Largest document that AWS accepts. */
  readonly limit: number;
  /** S3 and KMS count bytes; IAM counts characters without white space. */
  readonly unit: "bytes" | "characters";
  readonly principal: "required" | "refused";
  readonly resource: "required" | "refused";
}

const resourcePolicy = { unit: "bytes", principal: "required", resource: "required" } as const;
const identityPolicy = { unit: "characters", principal: "refused", resource: "required" } as const;

/**
 * The kinds of policy document that this project writes, with AWS's limits on their size.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html 20 KB
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html 32 KB
 * @see https://docs.aws.amazon.com/general/latest/gr/sns.html 30 KB
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html 8 KB
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html managed 6,144, inline 10,240, trust 2,048
 */
const KINDS = {
  bucket: { name: "bucket policy", limit: 20 * 1024, ...resourcePolicy },
  key: { name: "key policy", limit: 32 * 1024, ...resourcePolicy },
  topic: { name: "topic policy", limit: 30 * 1024, ...resourcePolicy },
  queue: { name: "queue policy", limit: 8 * 1024, ...resourcePolicy },
  managed: { name: "managed policy", limit: 6144, ...identityPolicy },
  inline: { name: "inline role policy", limit: 10240, ...identityPolicy },
  trust: { name: "trust policy", limit: 2048, unit: "characters", principal: "required", resource: "refused" },
} as const satisfies Record<string, Kind>;

export type PolicyKind = keyof typeof KINDS;

/**
 * What AWS would refuse in a document of this kind, one sentence per problem; empty if there are none. A CDKTF token
 * counts with its own length, because its value is not known yet.
 */
export function policyProblems(statements: readonly Statement[], kind: PolicyKind): string[] {
  const rules: Kind = KINDS[kind];
  if (statements.length === 0) return [`${rules.name} has no statement; AWS rejects an empty document`];
  return [
    ...duplicateSids(statements, rules),
    ...statements.flatMap((statement) => statementProblems(statement, rules)),
    ...sizeProblems(statements, rules),
  ];
}

/** ARNs of another partition: AWS refuses principals of one, and nothing of one ever calls. */
export function foreignPartitions(statements: readonly Statement[], kind: PolicyKind, partition: Partition): string[] {
  return statements.flatMap(({ Sid, Principal, NotPrincipal, Condition }) => {
    const arns = JSON.stringify([Principal, NotPrincipal, Condition]).match(/(?<=")arn:aws[a-z-]*:[^"]*/g) ?? [];
    return [...new Set(arns)]
      .filter((arn) => !arn.startsWith(`arn:${partition}:`))
      .map((arn) => `${KINDS[kind].name}, statement "${Sid}": ARNs must be of partition ${partition}, got "${arn}"`);
  });
}

function duplicateSids(statements: readonly Statement[], { name }: Kind): string[] {
  const sids = statements.map(({ Sid }) => Sid);
  const repeated = new Set(sids.filter((sid, index) => sids.indexOf(sid) !== index));
  return [...repeated].map((sid) => `${name} has more than one statement with Sid "${sid}"; Sids must be unique`);
}

function statementProblems(statement: Statement, { name, principal, resource }: Kind): string[] {
  const at = `${name}, statement "${statement.Sid}"`;
  const named = statement.Principal !== undefined || statement.NotPrincipal !== undefined;
  const problems: (string | false)[] = [
    !/^[A-Za-z0-9]+$/.test(statement.Sid ?? "") && `${at}: Sid must be letters and digits only`,
    principal === "required" && !named && `${at}: Principal must be given`,
    principal === "refused" && named && `${at}: Principal is not allowed in an identity policy`,
    statement.Principal !== undefined &&
      statement.NotPrincipal !== undefined &&
      `${at}: Principal and NotPrincipal cannot be combined`,
    statement.NotPrincipal !== undefined &&
      statement.Effect === "Allow" &&
      `${at}: NotPrincipal with Allow grants everyone else; use it with Deny only`,
    resource === "required" && statement.Resource === undefined && `${at}: Resource must be given`,
    resource === "refused" && statement.Resource !== undefined && `${at}: Resource is not allowed in a trust policy`,
    ...emptyLists(statement).map((path) => `${at}: ${path} must not be empty`),
    ...principalProblems(at, "Principal", statement.Principal),
    ...principalProblems(at, "NotPrincipal", statement.NotPrincipal),
    ...conditionProblems(at, statement.Condition),
  ];
  return problems.filter((problem) => problem !== false);
}

const OPERATOR =
  /^((ForAllValues:|ForAnyValue:)?(String(Not)?(Equals|EqualsIgnoreCase|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Arn(Not)?(Equals|Like)|Bool|BinaryEquals|(Not)?IpAddress)(IfExists)?|Null)$/;

function conditionProblems(at: string, condition: Conditions = {}): string[] {
  return Object.entries(condition).flatMap(([operator, keys]) => [
    ...(OPERATOR.test(operator) ? [] : [`${at}: Condition operator ${operator} is unknown`]),
    ...Object.entries(keys ?? {}).flatMap(([key, values]: [string, unknown]) =>
      [values]
        .flat()
        .filter((value) => typeof value !== "string")
        .map(
          (value) => `${at}: Condition ${operator} ${key} must be text, as AWS stores it, got ${JSON.stringify(value)}`,
        ),
    ),
  ]);
}

function emptyLists({ Principal, NotPrincipal, Action, Resource, Condition }: Statement): string[] {
  const lists: [string, OneOrMany | undefined][] = [
    ["Action", Action],
    ["Resource", Resource],
    ...principalLists("Principal", Principal),
    ...principalLists("NotPrincipal", NotPrincipal),
    ...Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys ?? {}).map(([key, values]): [string, OneOrMany] => [`Condition ${operator} ${key}`, values]),
    ),
  ];
  const empty = (values: OneOrMany) => values.length === 0 || [values].flat().includes("");
  return lists.filter(([, values]) => values !== undefined && empty(values)).map(([path]) => path);
}

function principalLists(element: string, principals: Principals | undefined): [string, OneOrMany | undefined][] {
  if (principals === undefined || principals === "*") return [];
  const types = (Object.entries(principals) as [string, OneOrMany | undefined][]).filter(
    ([, names]) => names !== undefined,
  );
  if (types.length === 0) return [[element, []]];
  return types.map(([type, values]) => [`${element} ${type}`, values]);
}

function sizeProblems(statements: readonly Statement[], { name, limit, unit }: Kind): string[] {
  const json = policyJson(statements);
  const size = unit === "bytes" ? Buffer.byteLength(json) : json.replace(/\s/g, "").length;
  return size > limit ? [`${name} must be at most ${limit} ${unit}, got ${size}`] : [];
}
