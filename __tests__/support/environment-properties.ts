import { isDeepStrictEqual } from "node:util";
import type { EnvironmentConfig } from "../../environments/schema";
import type { PolicyKind, Statement } from "../../modules/policy";
import { trailNames } from "../../modules/trail";
import { recordedTrails } from "../../stacks/recorded-trails";
import { recordsObject } from "./recorded-objects";
import type { Stacks } from "./stacks-in-memory";
import { statementsOf, type Resource, type Synthesized } from "./synth";

interface Policy {
  readonly of: string;
  readonly type: string;
  readonly kind: PolicyKind;
  readonly json: string;
  readonly statements: readonly Statement[];
}

/** Arguments that hold a policy. */
const POLICIES: Readonly<Record<string, PolicyKind>> = {
  "aws_kms_key.policy": "key",
  "aws_kms_key_policy.policy": "key",
  "aws_s3_bucket_policy.policy": "bucket",
  "aws_sns_topic_policy.policy": "topic",
  "aws_sqs_queue.policy": "queue",
  "aws_iam_policy.policy": "managed",
  "aws_iam_role_policy.policy": "inline",
  "aws_iam_role.assume_role_policy": "trust",
};

/** AWS's limits, in bytes or, for IAM, characters. */
const LIMITS: Readonly<Record<PolicyKind, number>> = {
  key: 32768,
  bucket: 20480,
  topic: 30720,
  queue: 8192,
  managed: 6144,
  inline: 10240,
  trust: 2048,
};

/** An ARN as long as any of a key: AWS counts it, not Terraform's reference to it. */
const KEY_ARN = "arn:aws-us-gov:kms:ap-southeast-2:111122223333:key/11111111-2222-3333-4444-555555555555";

/** Each property that every environment must have, as the problems found; none where it holds. */
export function propertyProblems(environment: EnvironmentConfig, stacks: Stacks): string[] {
  const policies = [
    stacks.state,
    stacks.archive,
    ...stacks.trails,
    ...stacks.alerts,
    ...stacks.threats,
    ...(stacks.query ? [stacks.query] : []),
  ].flatMap(policiesOf);
  return [
    ...policies.flatMap(policyProblems),
    ...[stacks.state, stacks.archive, ...stacks.threats].flatMap(bucketProblems),
    ...logWriterProblems(environment, policies),
    ...decryptProblems(environment, stacks.archive),
    ...givenStatementProblems(environment, stacks.archive),
    ...repairProblems(environment, stacks.archive),
    ...trailProblems(environment, stacks),
  ];
}

function resourcesOf({ json }: Synthesized): (Resource & { type: string })[] {
  const types = (json["resource"] ?? {}) as Record<string, Record<string, object>>;
  return Object.entries(types).flatMap(([type, all]) =>
    Object.entries(all).map(([id, values]) => ({ ...values, type, address: `${type}.${id}` })),
  );
}

function policiesOf(stack: Synthesized): Policy[] {
  return resourcesOf(stack).flatMap((resource) =>
    Object.entries(resource).flatMap(([argument, json]) => {
      if (typeof json !== "string" || !json.startsWith('{"Version"')) return [];
      const kind = POLICIES[`${resource.type}.${argument}`];
      if (kind === undefined) throw new Error(`${resource.type}.${argument} holds a policy that nothing checks`);
      return [{ of: resource.address, type: resource.type, kind, json, statements: statementsOf(json) }];
    }),
  );
}

function policyProblems({ of, kind, json, statements }: Policy): string[] {
  const asStored = json.replace(/(?<!\$)\$\{[^}]+\}/g, KEY_ARN);
  const size = Buffer.byteLength(asStored);
  return [
    ...(size > LIMITS[kind] ? [`${of}: ${size} bytes, AWS takes ${LIMITS[kind]}`] : []),
    ...statements.filter(({ Sid }) => !/^[A-Za-z0-9]+$/.test(Sid ?? "")).map(() => `${of}: a statement without Sid`),
    ...statements
      .filter((one) => one.Effect === "Allow" && isEveryone(one) && Object.keys(one.Condition ?? {}).length === 0)
      .map(({ Sid }) => `${of}: ${Sid} allows everyone without a condition`),
  ];
}

function isEveryone({ Principal, NotPrincipal }: Statement): boolean {
  if (NotPrincipal !== undefined || Principal === "*") return true;
  return Object.values(Principal ?? {}).some((names) => [names].flat().includes("*"));
}

function bucketProblems(stack: Synthesized): string[] {
  return stack.all("aws_s3_bucket").flatMap(({ address, ...bucket }) => {
    const part = (type: string) =>
      stack.all(type).find((one) => one["bucket"] === `\${${address}.bucket}`) ?? ({} as Record<string, unknown>);
    const block = part("aws_s3_bucket_public_access_block");
    const flags = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
    const policy = part("aws_s3_bucket_policy")["policy"];
    const found: Record<string, boolean> = {
      "a name": typeof bucket["bucket"] === "string",
      "all four flags": flags.every((flag) => block[flag] === true),
      versioning: /"status":"Enabled"/.test(JSON.stringify(part("aws_s3_bucket_versioning"))),
      encryption: /"sse_algorithm":"(aws:kms|AES256)"/.test(
        JSON.stringify(part("aws_s3_bucket_server_side_encryption_configuration")),
      ),
      "the TLS Deny":
        typeof policy === "string" && statementsOf(policy).some((one) => deniesPlain(one, bucket["bucket"])),
    };
    return Object.entries(found).flatMap(([what, there]) => (there ? [] : [`${address} lacks ${what}`]));
  });
}

function deniesPlain({ Effect, Principal, Action, Resource, Condition }: Statement, name: unknown): boolean {
  const resources = [Resource ?? []].flat().map((arn) => arn.replace(/^arn:[a-z-]+:s3:::/, ""));
  return (
    Effect === "Deny" &&
    Principal === "*" &&
    Action === "s3:*" &&
    resources.join() === `${name as string},${name as string}/*` &&
    JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}'
  );
}

/** The accounts that own the trails of the audited accounts. */
function auditedOwners({ accounts, organization, trail }: EnvironmentConfig): string[] {
  return trail.ofOrganization ? [organization!.managementAccount] : [accounts.audited].flat().map(({ id }) => id);
}

/** The accounts whose folders the trails write into, from the environment alone. */
function owners(environment: EnvironmentConfig): string[] {
  const audited = auditedOwners(environment);
  const { id, recordedBy } = environment.accounts.archive;
  const isRecorded = environment.trail.ofOrganization || recordedBy !== undefined || audited.includes(id);
  return isRecorded ? audited : [...audited, id];
}

/** The trails that may write, from the environment alone. */
export function expectedTrailArns(environment: EnvironmentConfig, of = owners(environment)): string[] {
  return of.map((owner) => arnOfTrail(environment, owner, environment.trail.name));
}

/** The same with what they were called formerly. */
function namedTrailArns(environment: EnvironmentConfig, of = owners(environment)): string[] {
  const { name, formerly = [] } = environment.trail;
  const names = new Set([name, ...formerly.map((former) => former.name ?? name)]);
  return of.flatMap((owner) => [...names].map((one) => arnOfTrail(environment, owner, one)));
}

function arnOfTrail({ region }: EnvironmentConfig, owner: string, name: string): string {
  return `arn:${partitionOf(region)}:cloudtrail:${region}:${owner}:trail/${name}`;
}

function partitionOf(region: string): string {
  return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Every Allow of any policy that could put an object into the log bucket is CloudTrail's, for these trails. */
function logWriterProblems(environment: EnvironmentConfig, policies: readonly Policy[]): string[] {
  const { region, logs, organization, trail } = environment;
  const bucket = `arn:${partitionOf(region)}:s3:::${logs.bucketName}`;
  const root = `${bucket}/${logs.prefix === undefined ? "" : `${logs.prefix}/`}AWSLogs`;
  const own = owners(environment).map((owner) => `${root}/${owner}/*`);
  const folders = [...own, ...(trail.ofOrganization ? [`${root}/${organization!.id}/*`] : [])];
  const writers = policies.flatMap(({ of, statements }) =>
    statements
      .filter(({ Effect, Action }) => Effect === "Allow" && [Action].flat().some(putsObjects))
      .filter(({ Resource }) => [Resource ?? []].flat().some((arn) => coversBucket(arn, bucket)))
      .map((statement) => ({ of, statement })),
  );
  const written = writers.flatMap(({ statement }) => statement.Resource ?? []).sort();
  return [
    ...(JSON.stringify(written) === JSON.stringify(folders.sort()) ? [] : [`log files go to ${String(written)}`]),
    ...writers
      .filter(({ statement }) => !isTrailOnly(statement, namedTrailArns(environment)))
      .map(({ of, statement }) => `${of}: ${statement.Sid} lets others write logs`),
  ];
}

function putsObjects(action: string): boolean {
  return /^(\*|s3:(\*|Put(Object)?\*?|Replicate.*|ObjectOwnerOverride.*))$/.test(action);
}

function coversBucket(resource: string, bucket: string): boolean {
  return resource.startsWith(`${bucket}/`) || (resource.includes("*") && bucket.startsWith(resource.split("*")[0]!));
}

function isTrailOnly({ Principal, Condition }: Statement, trailArns: readonly string[]): boolean {
  return (
    JSON.stringify(Principal) === '{"Service":"cloudtrail.amazonaws.com"}' &&
    sameTexts(Condition?.StringEquals?.["aws:SourceArn"], trailArns) &&
    Condition?.StringEquals?.["s3:x-amz-acl"] === "bucket-owner-full-control"
  );
}

function sameTexts(found: string | readonly string[] | undefined, expected: readonly string[]): boolean {
  return JSON.stringify([found].flat()) === JSON.stringify(expected);
}

/** Who the log key lets decrypt, each under his own condition. */
function decryptProblems(environment: EnvironmentConfig, archive: Synthesized): string[] {
  const { name, namePrefix = "", region, accounts, key, readers, replica, trail, siem, iam = {} } = environment;
  const partition = partitionOf(region);
  const arn = (resource: string) => `arn:${partition}:iam::${accounts.archive.id}:${resource}`;
  const role = (roleName: string) => arn(`role${iam.path ?? "/"}${roleName}`);
  const cloudtrail = "cloudtrail.amazonaws.com";
  const subscribers = siem?.subscribers ?? [];
  const ofSubscriber = ({ name: last, existingRole }: (typeof subscribers)[number]) =>
    existingRole ?? role(`${namePrefix}${name}-audit-feed-${last}`);
  const users = [...readers.map(({ roleName }) => role(roleName)), ...new Set(subscribers.map(ofSubscriber))];
  const named = new Map<string, string>([
    ["CloudTrailDecryptsBucketKey", cloudtrail],
    ...(publishesUnder(environment) ? [["CloudTrailPublishesToEncryptedTopic", cloudtrail] as const] : []),
    ...(users.length > 0 ? [["UsersDecryptLogsThroughS3", users.join()] as const] : []),
    ...(subscribers.some(({ via }) => via === "topic") ? [["S3AnnouncesLogFiles", "s3.amazonaws.com"] as const] : []),
    ...(replica ? [["ReplicationDecryptsSource", role(`${namePrefix}${name}-audit-log-replication`)] as const] : []),
    // An existing key may encrypt an existing log group.
    ...(trail.cloudWatchLogs && ("existing" in key || !("existing" in trail.cloudWatchLogs))
      ? [
          [
            "CloudWatchLogsEncryptsLogGroups",
            `logs.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`,
          ] as const,
        ]
      : []),
  ]);
  if (key.rootAccess === "iamDecides") named.set("IamDecidesOnKey", arn("root"));
  const given = new Set(key.statements?.map(({ Sid }) => Sid));
  const found = statementsOf(keyPolicy(environment, archive)).filter(
    ({ Sid, Effect, Action }) =>
      !given.has(Sid) &&
      Effect === "Allow" &&
      [Action].flat().some((action) => /^(\*|kms:(\*|Decrypt|ReEncrypt.*))$/.test(action)),
  );
  const problems = found
    .filter(({ Sid, Principal, Condition }) => {
      const who =
        Principal === "*"
          ? "*"
          : Object.values(Principal ?? {})
              .flat()
              .join();
      const isTied = tiedTo(Sid, environment).every((text) => JSON.stringify(Condition ?? {}).includes(text));
      return named.get(Sid) !== who || (Sid !== "IamDecidesOnKey" && !isTied);
    })
    .map(({ Sid }) => `the log key lets others decrypt: ${Sid}`);
  return found.length === named.size
    ? problems
    : [...problems, `${found.length} statements decrypt, not ${named.size}`];
}

/** An existing topic may be encrypted with an existing key. */
function publishesUnder({ region, key, trail: { deliveryTopic } }: EnvironmentConfig): boolean {
  if (typeof deliveryTopic !== "object") return deliveryTopic === true;
  return "existing" in key && deliveryTopic.topicArn.split(":")[3] === region;
}

/** The statements of the environment are in the policies as they were given, and no policy has another one of theirs. */
function givenStatementProblems({ key, logs, ...others }: EnvironmentConfig, archive: Synthesized): string[] {
  const policies = [
    { of: "key", given: key.statements, found: statementsOf(keyPolicy({ key, logs, ...others }, archive)) },
    { of: "logs", given: logs.statements, found: statementsOf(logBucketPolicy(logs.bucketName, archive)) },
  ];
  return policies.flatMap(({ of, given = [], found }) => {
    const own = found.filter(({ Sid }) => given.some((one) => one.Sid === Sid));
    const expected = given.map((one) => (of === "key" ? { ...one, Resource: "*" } : one));
    return isDeepStrictEqual(own, expected) ? [] : [`${of}: other statements than given: ${JSON.stringify(own)}`];
  });
}

function logBucketPolicy(name: string, archive: Synthesized): unknown {
  const policies = archive.all("aws_s3_bucket_policy").map(({ policy }) => policy as string);
  return policies.find((policy) => statementsOf(policy).some((one) => deniesPlain(one, name)));
}

/** The policy of the log key, which an environment also sets for a key that exists. */
function keyPolicy({ key }: EnvironmentConfig, archive: Synthesized): unknown {
  return ("existing" in key ? archive.one("aws_kms_key_policy") : archive.one("aws_kms_key", "Key_"))["policy"];
}

/** What the condition must hold: the exact trails for CloudTrail, S3 of the Region for who reads through it. */
function tiedTo(sid: string, environment: EnvironmentConfig): string[] {
  const { region, trail, logs, name, namePrefix = "", accounts } = environment;
  const audited = auditedOwners(environment);
  const sources = (arns: readonly string[]) => [
    `"aws:SourceArn":${arns.length === 1 ? JSON.stringify(arns[0]) : JSON.stringify(arns)}`,
  ];
  const suffix = partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  if (sid === "CloudTrailPublishesToEncryptedTopic") return sources(namedTrailArns(environment, audited));
  if (sid === "S3AnnouncesLogFiles") {
    const topic = `${region}:${accounts.archive.id}:${namePrefix}${name}-audit-feed`;
    return [
      ...sources([`arn:${partitionOf(region)}:s3:::${logs.bucketName}`]),
      `aws:sns:topicArn":"arn:${partitionOf(region)}:sns:${topic}"`,
    ];
  }
  if (sid.startsWith("CloudTrail")) return sources(namedTrailArns(environment));
  if (sid === "CloudWatchLogsEncryptsLogGroups") {
    // The log group is in the account that makes the trail, whoever owns it.
    const makers = [environment.accounts.audited].flat().map(({ id }) => id);
    const name = trail.cloudWatchLogs?.logGroupName ?? `/aws/cloudtrail/${trail.name}`;
    return makers.map((id) => `:${id}:log-group:${name}"`);
  }
  return [`"StringEquals":{"kms:ViaService":"s3.${region}.${suffix}"`];
}

/** Root, or where it was taken away the administrators, may change the policy of the log key. */
function repairProblems(environment: EnvironmentConfig, archive: Synthesized): string[] {
  const { key, accounts, region } = environment;
  const root = `arn:${partitionOf(region)}:iam::${accounts.archive.id}:root`;
  const own = key.administrators.filter((arn) => arn.includes(`:${accounts.archive.id}:`));
  const repairers = key.rootAccess === "nothing" ? own : [root];
  const able = statementsOf(keyPolicy(environment, archive))
    .filter(
      ({ Effect, Action }) => Effect === "Allow" && [Action].flat().some((one) => /^kms:(\*|PutKeyPolicy)$/.test(one)),
    )
    .flatMap(({ Principal }) => Object.values(Principal ?? {}).flat() as string[]);
  if (repairers.length === 0) return ["nobody of its account can repair the log key"];
  return repairers.filter((one) => !able.includes(one)).map((one) => `${one} cannot repair the log key`);
}

function trailProblems(environment: EnvironmentConfig, { trails, beforeTrails }: Stacks): string[] {
  const arns = recordedTrails(environment).map(({ use }) => trailNames(use).trailArn);
  return [
    ...(JSON.stringify(arns) === JSON.stringify(expectedTrailArns(environment)) ? [] : ["other trail ARNs"]),
    ...trails.flatMap((stack, index) => problemsOfTrail(environment, stack, beforeTrails[index]!)),
  ];
}

function problemsOfTrail(environment: EnvironmentConfig, stack: Synthesized, before: readonly string[]): string[] {
  const { name, region, state, logs, accessLogs, replica } = environment;
  const trail = stack.one("aws_cloudtrail");
  const own = [state, logs, accessLogs, replica].flatMap((bucket) => bucket?.bucketName ?? []);
  const recorded = own.filter((bucket) => recordsObject(trail, `arn:${partitionOf(region)}:s3:::${bucket}/AWSLogs/x`));
  return [
    ...(before.includes(`${name}-archive`) ? [] : ["the trail does not wait for its bucket policy"]),
    ...(trail["enable_logging"] === true && trail["enable_log_file_validation"] === true ? [] : ["the trail is weak"]),
    ...recorded.map((bucket) => `data events cover ${bucket}`),
  ];
}
