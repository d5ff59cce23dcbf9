/** What to look for. All filters must hold; the values of one are alternatives. An empty list is no filter. */
export interface Filters {
  /** Milliseconds since 1970. */
  readonly from?: number | undefined;
  /** Milliseconds since 1970, not included. */
  readonly to?: number | undefined;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  /** Names of events; `*` is allowed, as in the following texts. */
  readonly events?: readonly string[];
  /** `kms` or `kms.amazonaws.com`. */
  readonly services?: readonly string[];
  readonly principals?: readonly string[];
  readonly accessKeys?: readonly string[];
  /** Names or ARNs of roles. */
  readonly roles?: readonly string[];
  /** Ids, ARNs or `alias/NAME` of KMS keys. */
  readonly keys?: readonly string[];
  readonly objects?: readonly S3Object[];
  readonly buckets?: readonly string[];
  /** Addresses, `ADDRESS/BITS` or names of services. */
  readonly ips?: readonly string[];
  readonly agents?: readonly string[];
  readonly errors?: readonly string[];
  readonly denied?: boolean;
  readonly write?: boolean;
  readonly console?: boolean;
  readonly root?: boolean;
  readonly noMfa?: boolean;
  readonly texts?: readonly string[];
  /** `path=value`, `path!=value` or `path~part`. */
  readonly where?: readonly string[];
}

export interface S3Object {
  readonly bucket: string;
  /** As the user knows it, not encoded. */
  readonly key: string;
}
