import { parseArn } from "../../../../modules/policy";
import { namedBuckets, readSelectors } from "../../../model/event-selectors";
import type { Bucket, Environment, Identity, ObjectLock, Trail } from "../../../model/environment";
import { trailResource } from "../../../model/resources";

export type PartKind = "trail" | "key" | "bucket" | "logs" | "role" | "other";

/** A box of the diagram. `column` and `row` are its position. */
export interface Part {
  readonly id: string;
  readonly kind: PartKind;
  readonly account: string;
  readonly title: string;
  readonly name: string;
  /** The most important fact about it. */
  readonly fact: string;
  readonly column: number;
  readonly row: number;
}

/** An action of one part on another. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface Architecture {
  readonly parts: readonly Part[];
  readonly arrows: readonly Arrow[];
}

/** The parts of an environment: the audited account on the left, the archive on the right. */
export function architectureOf(environment: Environment): Architecture {
  const watching = watchingParts(environment);
  const keeping = keepingParts(environment);
  const readers = readerParts(
    environment,
    keeping.some(({ id }) => id === "replica"),
  );
  const parts = [...watching, ...keeping, ...readers];
  const known = new Set(parts.map(({ id }) => id));
  return { parts, arrows: arrowsOf(readers).filter(({ from, to }) => known.has(from) && known.has(to)) };
}

function watchingParts(environment: Environment): Part[] {
  const { trail, trails, logBucket } = environment;
  const { account, topic, logGroupArn } = trail;
  const { values } = trailResource(environment);
  const data = namedBuckets(readSelectors(values)).map(({ bucket }) => bucket);
  const scope = trail.organizationTrail ? "organization" : "this account";
  const others = trails.filter((one) => one.arn !== trail.arn && one.account !== logBucket.account);
  const parts: Omit<Part, "row" | "column">[] = [
    {
      id: "trail",
      kind: "trail",
      account,
      title: "Trail",
      name: trail.name,
      fact: `${scope}; log file validation ${trail.validation ? "on" : "off"}`,
    },
    ...(data.length === 0
      ? []
      : [
          {
            id: "watched",
            kind: "bucket" as const,
            account,
            title: "Watched bucket",
            name: data.join(", "),
            fact: "data events recorded",
          },
        ]),
    ...(logGroupArn === undefined
      ? []
      : [
          {
            id: "group",
            kind: "other" as const,
            account,
            title: "Log group",
            name: last(logGroupArn, "log-group:"),
            fact: "events within minutes",
          },
        ]),
    ...(topic === undefined
      ? []
      : [
          {
            id: "topic",
            kind: "other" as const,
            account: topic.account,
            title: "Topic",
            name: parseArn(topic.arn)?.resource ?? "",
            fact: "announces each log file",
          },
        ]),
    ...(others.length === 0
      ? []
      : [
          {
            id: "otherTrails",
            kind: "trail" as const,
            account,
            title: others.length === 1 ? "Trail of another account" : `Trails of ${others.length} other accounts`,
            name: others.map((one) => one.account).join(", "),
            fact: "into the same log bucket",
          },
        ]),
  ];
  return parts.map((part, index) => ({ ...part, column: 0, row: ROWS_OF_WATCHING[index] ?? index }));
}

/** The trail is in the row of the log bucket. */
const ROWS_OF_WATCHING = [1, 0, 2, 3];

function keepingParts(environment: Environment): Part[] {
  const { trail, trails, logBucket, accessLogBucket, replicaBucket, stateBucket } = environment;
  const replicaColumn = 3;
  const own = trails.find((one) => one.arn !== trail.arn && one.account === logBucket.account);
  return [
    ...keyPart("key", trail.keyArn ?? logBucket.keyArn, environment, { column: 1, row: 0 }),
    bucketPart("logs", "Log bucket", logBucket, { column: 1, row: 1 }),
    ...(accessLogBucket ? [bucketPart("accessLogs", "Access-log bucket", accessLogBucket, { column: 1, row: 2 })] : []),
    ...(stateBucket ? [bucketPart("state", "Terraform state", stateBucket, { column: 1, row: 3 })] : []),
    ...(own ? [ownTrailPart(own, { column: 1, row: 4 })] : []),
    ...(replicaBucket
      ? [
          ...keyPart("replicaKey", replicaBucket.keyArn, environment, { column: replicaColumn, row: 0 }),
          bucketPart("replica", `Replica in ${replicaBucket.region}`, replicaBucket, { column: replicaColumn, row: 1 }),
        ]
      : []),
  ];
}

type GridPosition = Pick<Part, "column" | "row">;

function ownTrailPart({ account, name, validation }: Trail, position: GridPosition): Part {
  const fact = `this account; log file validation ${validation ? "on" : "off"}`;
  return { id: "ownTrail", kind: "trail", account, title: "Trail of the archive account", name, fact, ...position };
}

function bucketPart(id: string, title: string, bucket: Bucket, position: GridPosition): Part {
  const kept = bucket.objectLock ? lockText(bucket.objectLock) : bucket.versioned ? "versioned" : "not versioned";
  const fact = `${kept}; ${bucket.blocksPublicAccess ? "private" : "not blocked from public access"}`;
  return {
    id,
    kind: id === "logs" || id === "replica" ? "logs" : "bucket",
    account: bucket.account,
    title,
    name: bucket.name,
    fact,
    ...position,
  };
}

function lockText({ mode, days }: ObjectLock): string {
  return `locked ${days} days (${mode.toLowerCase()})`;
}

function keyPart(
  id: string,
  arn: string | undefined,
  { keys, resources }: Environment,
  position: GridPosition,
): Part[] {
  const key = keys.find((one) => one.arn === arn);
  if (!key) return [];
  const keyId = parseArn(key.arn)?.resource.replace(/^key\//, "");
  const made = resources.find((one) => `${one.stack}.${one.address}` === keyId);
  const alias = resources.find(({ type, values }) => type === "aws_kms_alias" && values["target_key_id"] === keyId);
  const fact = made?.values["enable_key_rotation"] === true ? "customer-managed, rotates" : "customer-managed";
  return [
    {
      id,
      kind: "key",
      account: key.account,
      title: "Key",
      name: String(alias?.values["name"] ?? keyId),
      fact,
      ...position,
    },
  ];
}

/** The roles that read or delete logs, in the order of the stacks. */
function readerParts({ logBucket, identities }: Environment, besideReplica: boolean): Part[] {
  const roles = identities.filter(({ account, trust }) => account === logBucket.account && trust !== undefined);
  // The middle row is for the arrow to the replica.
  const rows = besideReplica ? [0, 2, 3, 4, 5, 6] : [0, 1, 2, 3, 4, 5];
  return roles
    .filter((role) => doing(role, logBucket) !== undefined)
    .slice(0, rows.length)
    .map((role, index) => {
      const does = doing(role, logBucket)!;
      return {
        id: `role${index}`,
        kind: "role",
        account: role.account,
        title: does === "deletes" ? "Break-glass role" : "Reader",
        name: last(role.arn, "role/"),
        fact: does,
        column: 2,
        row: rows[index]!,
      };
    });
}

/** The actions on log files that a role's policies allow. */
function doing({ policies }: Identity, { arn }: Bucket): "reads and decrypts" | "deletes" | undefined {
  const actions = policies
    .flatMap(({ statements }) => statements)
    .filter(({ Resource }) => [Resource ?? []].flat().some((resource) => resource.startsWith(`${arn}/`)))
    .flatMap(({ Action }) => [Action ?? []].flat());
  if (actions.includes("s3:DeleteObjectVersion")) return "deletes";
  return actions.includes("s3:GetObject") ? "reads and decrypts" : undefined;
}

function arrowsOf(readers: readonly Part[]): Arrow[] {
  return [
    { from: "watched", to: "trail", text: "object calls" },
    { from: "trail", to: "logs", text: "log files, digests" },
    { from: "otherTrails", to: "logs", text: "log files, digests" },
    { from: "trail", to: "group", text: "events" },
    { from: "trail", to: "topic", text: "notices" },
    { from: "key", to: "logs", text: "encrypts" },
    { from: "logs", to: "accessLogs", text: "access logs" },
    { from: "logs", to: "replica", text: "copies" },
    { from: "replicaKey", to: "replica", text: "encrypts" },
    ...readers.map(({ id, fact }) => ({ from: "logs", to: id, text: fact })),
  ];
}

function last(text: string, after: string): string {
  return text.slice(text.indexOf(after) + after.length);
}
