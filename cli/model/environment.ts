import type { LogLayout } from "../../modules/log-keys";
import type { Policy } from "../policy/document";
import type { KmsGrant } from "../policy/evaluate";
import type { StackJson, StackResource } from "./stack";

export interface Key {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly policy: Policy;
  /** Those that the stacks create. Their `source` is the resource. */
  readonly grants: readonly KmsGrant[];
  /** Whether the stacks create it. Of any other key they manage the policy. */
  readonly created: boolean;
  /** The ARN that AWS assigned, if a plan or a state shows it. `arn` represents it in all policies. */
  readonly realArn?: string;
}

export interface ObjectLock {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days: number;
}

export interface Bucket {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly policy: Policy | undefined;
  /** Whether the stacks create it. Of any other bucket they know the settings that they manage themselves. */
  readonly created: boolean;
  /** Whether all four flags of the public access block are on. */
  readonly blocksPublicAccess: boolean;
  /** Whether ACLs are disabled. */
  readonly ownerEnforced: boolean;
  readonly versioned: boolean;
  /** ARN of the default key; `undefined` for SSE-S3. */
  readonly keyArn: string | undefined;
  readonly objectLock: ObjectLock | undefined;
  /** Whether Terraform empties it on destroy. */
  readonly forceDestroy: boolean;
}

/** A role or user that the configuration creates or attaches policies to. */
export interface Identity {
  readonly arn: string;
  readonly account: string;
  readonly policies: readonly Policy[];
  /** Permissions boundary, if it has one and the stacks contain its statements. */
  readonly boundary: Policy | undefined;
  /** Trust policy of a role that the configuration creates. */
  readonly trust: Policy | undefined;
}

export interface Trail {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly bucketName: string;
  /** Location of its files in the bucket. */
  readonly logs: LogLayout;
  readonly keyArn: string | undefined;
  readonly organizationTrail: boolean;
  readonly logging: boolean;
  readonly validation: boolean;
  readonly topic: Topic | undefined;
  /** Of the topic that announces its log files, whoever creates it. */
  readonly topicArn: string | undefined;
  /** Of the log group that takes the trail's events, whoever creates it. */
  readonly logGroupArn: string | undefined;
}

/** The topic that announces each delivered log file. */
export interface Topic {
  /** ARN of the key that encrypts its messages; `undefined` if none of its owner's does. */
  readonly keyArn: string | undefined;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly policy: Policy | undefined;
}

/** What messages pass through: an SNS topic or an SQS queue. */
export interface Channel {
  readonly kind: "topic" | "queue";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** ARN of the key; `undefined` if none of its owner's encrypts the messages. */
  readonly keyArn: string | undefined;
  /** Whether messages are encrypted at rest, also under a key of AWS's own. */
  readonly encrypted: boolean;
  readonly policy: Policy | undefined;
}

/** One environment as its stacks define it, resolved once for all commands. */
export interface Environment {
  readonly name: string;
  readonly stacks: readonly StackJson[];
  /** Whether stacks of a synthesized folder are among them. Otherwise they are plans and states of any configuration. */
  readonly isSynthesized: boolean;
  /** Every resource of the stacks, with its references resolved. */
  readonly resources: readonly StackResource[];
  /** Every bucket that the stacks create, or whose policy they manage. */
  readonly buckets: readonly Bucket[];
  /** Every trail that the stacks make; all deliver into the log bucket. */
  readonly trails: readonly Trail[];
  /** The one of `trails` that is looked at: the first, unless `ofTrail` chose another. */
  readonly trail: Trail;
  readonly logBucket: Bucket;
  /** Receives the log bucket's access logs. */
  readonly accessLogBucket: Bucket | undefined;
  readonly replicaBucket: Bucket | undefined;
  readonly stateBucket: Bucket | undefined;
  /** The buckets that receive GuardDuty's findings. */
  readonly findingBuckets: readonly Bucket[];
  /** Receives what Athena's queries of the logs found. */
  readonly resultsBucket: Bucket | undefined;
  readonly keys: readonly Key[];
  /** Topics and queues, except those that announce log files. */
  readonly channels: readonly Channel[];
  readonly identities: readonly Identity[];
  /** Id of an organization that a policy names, `o-…`. */
  readonly organizationId: string | undefined;
  /** Whether all four flags are on for the whole archive account; `undefined` if these stacks do not set them. */
  readonly accountBlocksPublicAccess: boolean | undefined;
}
