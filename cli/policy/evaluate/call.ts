import type { Policy } from "../document";
import type { Caller } from "./caller";
import type { Context, KmsGrant } from "./request";

/** One API call, with everything that decides it. */
export interface Call {
  readonly caller: Caller;
  /** `s3:GetObject` */
  readonly action: string;
  readonly resource: string;
  /** Account that owns the resource. 12 digits. */
  readonly account: string;
  /** Condition keys of the request itself. An empty list means that the request does not carry the key. */
  readonly context: Context;
  readonly resourcePolicy: Policy | undefined;
  /** Of the key that the call is about. @default none */
  readonly grants?: readonly KmsGrant[];
  /** S3's RestrictPublicBuckets is in force. */
  readonly blocksPublicAccess?: boolean;
}
