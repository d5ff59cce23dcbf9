/** The app's output folder, which CDKTF chooses in the same way. */
export function outputFolder(): string {
  return process.env["CDKTF_OUTDIR"] || "cdktf.out";
}

/** The stacks of an environment, in the order in which they are deployed. */
export const STACKS = ["state", "archive", "trail", "alerts", "threats", "query"] as const;

export type StackKind = (typeof STACKS)[number];

/**
 * A stack within its environment: its kind, the name of the account of a trail, alerts or threats stack, if it has one,
 * and the Region of a threats stack.
 */
export type StackPart = StackKind | `trail-${string}` | `alerts-${string}` | `threats-${string}`;

/** `trail-payments`, or `trail` of the account that has no name. */
export function trailPart(account: string | undefined): StackPart {
  return account === undefined ? "trail" : `trail-${account}`;
}

/** `alerts-archive`, or `alerts` of the account that has no name. */
export function alertsPart(account: string | undefined): StackPart {
  return account === undefined ? "alerts" : `alerts-${account}`;
}

/** `threats-archive-eu-west-1`, or `threats-eu-west-1` of the account that has no name. */
export function threatsPart(account: string | undefined, region: string): StackPart {
  return account === undefined ? `threats-${region}` : `threats-${account}-${region}`;
}

/** `prod-archive`: the stack's name in the app and for `cdktf deploy`. */
export function stackName(environment: string, stack: StackPart): string {
  return `${environment}-${stack}`;
}

/** Where a stack's JSON holds its `StackLabel`, below `"//"`. The command line finds the stacks of an environment by it. */
export const STACK_LABEL = "audit-trail";

export interface StackLabel {
  readonly environment: string;
  readonly kind: StackKind;
  /** Name of the account of a trail, alerts or threats stack. @default the account has no name */
  readonly account?: string;
  /** Region of a threats stack. @default the environment's */
  readonly region?: string;
}

/** `prod/archive`: the key of the stack's state in the state bucket. */
export function stateKey(environment: string, stack: StackPart): string {
  return `${environment}/${stack}`;
}

/**
 * Names of the Terraform outputs. They must not change: other stacks, the command line and users' scripts read them.
 */
export const OUTPUTS = {
  archive: {
    keyArn: "key_arn",
    logBucket: "log_bucket_name",
    accessLogBucket: "access_log_bucket_name",
    replicaBucket: "replica_bucket_name",
    replicaKeyArn: "replica_key_arn",
    replicaReaderRoles: "replica_reader_role_arns",
    readerRoles: "reader_role_arns",
    breakGlassRole: "break_glass_role_arn",
    siemRoles: "siem_role_arns",
    siemQueues: "siem_queue_urls",
    siemTopic: "siem_topic_arn",
  },
  trail: { trailArn: "trail_arn", logGroup: "log_group_name", topicArn: "delivery_topic_arn" },
  alerts: { topicArn: "alerts_topic_arn", queueArn: "alerts_dead_letters_arn" },
  threats: { detectorArn: "detector_arn", bucket: "findings_bucket_name", keyArn: "findings_key_arn" },
  query: {
    workgroup: "query_workgroup_name",
    database: "query_database_name",
    resultsBucket: "query_results_bucket_name",
  },
  state: { bucket: "state_bucket_name", keyArn: "state_key_arn" },
} as const;
