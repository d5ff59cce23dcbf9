import type { KeysOf } from "../known-options";
import type { Principal } from "../principal";

/**
 * Operations that a grant may carry; those of asymmetric keys are left out.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
export type GrantOperation =
  | "Decrypt"
  | "DescribeKey"
  | "Encrypt"
  | "GenerateDataKey"
  | "GenerateDataKeyWithoutPlaintext"
  | "ReEncryptFrom"
  | "ReEncryptTo"
  | "RetireGrant";

/** A KMS grant, for principals that cannot be named in the key policy, such as a service's own role. */
export interface GrantProps {
  /** Letters and digits; names the grant, its construct and the statement that lets it be created. */
  readonly name: string;
  /** Who receives the permissions. */
  readonly granteePrincipal: Principal;
  readonly operations: readonly GrantOperation[];
  /** Calls must carry exactly this encryption context. This or `encryptionContextSubset` is required. @default none */
  readonly encryptionContextEquals?: { readonly [key: string]: string };
  /** Calls must carry at least this encryption context. @default none */
  readonly encryptionContextSubset?: { readonly [key: string]: string };
}

/** What an AWS service may do with the key, and on whose behalf. */
export interface ServiceAccess {
  /** Letters and digits, unique in the key policy. */
  readonly sid: string;
  /** Service principal: `sns.amazonaws.com`. */
  readonly service: string;
  readonly actions: readonly string[];
  /** Resources the service must be acting for, patterns allowed. This or `sourceAccount` is required. @default none */
  readonly sourceArns?: readonly string[];
  /** Account the service must be acting for. @default none */
  readonly sourceAccount?: string;
  /** Encryption context that the service's calls must carry, such as `aws:sns:topicArn`. @default any */
  readonly encryptionContext?: { readonly [key: string]: string };
  /**
   * `true` requires no source, so that the service may use the key on behalf of any account. Only for services that
   * send no source, such as EventBridge when it publishes to an encrypted topic.
   * @default false
   */
  readonly withoutSource?: boolean;
}

export const GRANT_OPTIONS: KeysOf<GrantProps> = {
  encryptionContextEquals: true,
  encryptionContextSubset: true,
  granteePrincipal: true,
  name: true,
  operations: "list",
};

export const SERVICE_OPTIONS: KeysOf<ServiceAccess> = {
  actions: "list",
  encryptionContext: true,
  service: true,
  sid: true,
  sourceAccount: true,
  sourceArns: "list",
  withoutSource: "flag",
};
