import type { LogLayout } from "../../modules/log-keys";
import type { Policy } from "../policy/document";
import type { StackJson, StackResource } from "./stack";

export interface Key {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly policy: Policy;
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
  /** All four flags of the public access block are on. */
  readonly blocksPublicAccess: boolean;
  /** ACLs grant nothing. */
  readonly ownerEnforced: boolean;
  readonly versioned: boolean;
  /** ARN of the default key; `undefined` for SSE-S3. */
  readonly keyArn: string | undefined;
  readonly objectLock: ObjectLock | undefined;
  /** Terraform would empty it on destroy. */
  readonly forceDestroy: boolean;
}

/** A role or user that the configuration makes or gives policies to. */
export interface Identity {
  readonly arn: string;
  readonly account: string;
  readonly policies: readonly Policy[];
  /** Of roles made here. */
  readonly trust: Policy | undefined;
}

export interface Trail {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly bucketName: string;
  /** Where its files are in the bucket. */
  readonly logs: LogLayout;
  readonly keyArn: string | undefined;
  readonly organizationTrail: boolean;
  readonly logging: boolean;
  readonly validation: boolean;
}

/** Announces each delivered log file. */
export interface Topic {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly policy: Policy | undefined;
}

/** One environment as its stacks define it, resolved once. Each command takes what it needs. */
export interface Environment {
  readonly name: string;
  readonly stacks: readonly StackJson[];
  /** Every resource of the stacks, with its references resolved. */
  readonly resources: readonly StackResource[];
  /** Every bucket that the stacks make, or whose policy they take over. */
  readonly buckets: readonly Bucket[];
  readonly trail: Trail;
  readonly logBucket: Bucket;
  /** Takes the log bucket's access logs. */
  readonly accessLogBucket: Bucket | undefined;
  readonly replicaBucket: Bucket | undefined;
  readonly stateBucket: Bucket | undefined;
  readonly topic: Topic | undefined;
  /** Of the log group that takes the trail's events. */
  readonly logGroupArn: string | undefined;
  readonly keys: readonly Key[];
  readonly identities: readonly Identity[];
  /** Of an organization that a policy names, `o-…`. */
  readonly organizationId: string | undefined;
  /** All four flags for the whole archive account are on; `undefined` where these stacks leave them to others. */
  readonly accountBlocksPublicAccess: boolean | undefined;
}
