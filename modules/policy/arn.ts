import { partitionOf } from "./partition";

/** An account in a Region, from which every ARN is built. */
export interface Location {
  /** 12 digits. */
  readonly account: string;
  /** Region code such as `eu-central-1`; the partition follows from it. */
  readonly region: string;
}

/** The parts of an ARN between its colons; `resource` is everything after the fifth colon. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** ARN builders bound to one location. Names may contain wildcards, so the results can also be patterns. */
export function arnsIn({ account, region }: Location) {
  const partition = partitionOf(region);
  const regional = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const iam = (resource: string) => `arn:${partition}:iam::${account}:${resource}`;
  return {
    partition,
    bucket: (name: string) => `arn:${partition}:s3:::${name}`,
    /** `key` may be a pattern: `AWSLogs/*`. */
    objects: (bucket: string, key: string) => `arn:${partition}:s3:::${bucket}/${key}`,
    key: (id: string) => regional("kms", `key/${id}`),
    /** `name` without the `alias/` in front. */
    alias: (name: string) => regional("kms", `alias/${name}`),
    trail: (name: string) => regional("cloudtrail", `trail/${name}`),
    root: () => iam("root"),
    /** `path` begins and ends with a slash. */
    role: (name: string, path = "/") => iam(`role${path}${name}`),
    user: (name: string) => iam(`user/${name}`),
    policy: (name: string, path = "/") => iam(`policy${path}${name}`),
    logGroup: (name: string) => regional("logs", `log-group:${name}`),
    logStreams: (group: string, stream: string) => regional("logs", `log-group:${group}:log-stream:${stream}`),
    topic: (name: string) => regional("sns", name),
    queue: (name: string) => regional("sqs", name),
    function: (name: string) => regional("lambda", `function:${name}`),
    /** Of the default event bus. */
    eventRule: (name: string) => regional("events", `rule/${name}`),
    eventBus: (name: string) => regional("events", `event-bus/${name}`),
    alarm: (name: string) => regional("cloudwatch", `alarm:${name}`),
    /** Of GuardDuty. */
    detector: (id: string) => regional("guardduty", `detector/${id}`),
  };
}

/**
 * Whether a text is the ARN of one resource of a service whose resource part begins with one of `starts`. Wildcards are
 * not allowed, because a policy must name one principal or trail, nor are braces, which Terraform would evaluate.
 */
export function isArnOf(text: string, service: string, ...starts: readonly string[]): boolean {
  const parts = parseArn(text);
  const owned = parts?.service === "s3" || parts?.account !== "";
  return (
    parts?.service === service &&
    owned &&
    !/[*?{}\s]/.test(text) &&
    starts.some((start) => parts.resource.startsWith(start))
  );
}

/** Splits an ARN. `undefined` for any other text, and for tokens, which have no parts yet. */
export function parseArn(arn: string): ArnParts | undefined {
  const match = /^arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(.+)$/.exec(arn);
  if (!match) return undefined;
  const [, partition, service, region, account, resource] = match as unknown as string[];
  return { partition, service, region, account, resource } as ArnParts;
}
