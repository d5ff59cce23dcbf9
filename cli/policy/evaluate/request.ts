import type { Policy } from "../document";

/**
 * Who makes a request. Accounts are read from the ARNs.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type Principal =
  | RootUser
  | User
  | RoleSession
  | FederatedUser
  | FederatedIdentity
  | Service
  | OriginAccessIdentity
  /** An unsigned request. */
  | { readonly kind: "anonymous" };

interface OfAccount {
  /** Of the account, where it is known: S3 names accounts by it. 64 hexadecimal digits. */
  readonly canonicalUser?: string;
}

/** With the credentials of GetSessionToken, a user may call less. */
interface OfLongTermKeys extends OfAccount {
  /** The credentials are those of GetSessionToken. @default false: long-term keys, or the console */
  readonly hasSessionToken?: boolean;
}

export interface RootUser extends OfLongTermKeys {
  readonly kind: "root";
  /** `arn:aws:iam::111122223333:root` */
  readonly arn: string;
}

export interface User extends OfLongTermKeys {
  readonly kind: "user";
  readonly arn: string;
}

/** A session of a role, whichever call started it. */
export interface RoleSession extends OfAccount {
  readonly kind: "role";
  /** ARN of the role, with its path. */
  readonly arn: string;
  /** The ARN of a session does not show the path of its role: `arn` is without it. @default false */
  readonly isPathUnknown?: boolean;
  /** `arn:aws:sts::111122223333:assumed-role/NAME/SESSION`. @default any session of the role */
  readonly session?: string;
}

/** A session that a user started with GetFederationToken. */
export interface FederatedUser extends OfAccount {
  readonly kind: "federated user";
  /** `arn:aws:sts::111122223333:federated-user/NAME` */
  readonly arn: string;
  /** ARN of the user. @default unknown: the session's ARN does not show it */
  readonly user?: string;
}

/** Somebody with a token of an identity provider (SAML, OpenID Connect), before AssumeRoleWith… */
export interface FederatedIdentity {
  readonly kind: "federated";
  /** ARN of the provider, or its name where AWS knows it: `accounts.google.com`. */
  readonly provider: string;
}

export interface Service {
  readonly kind: "service";
  /** `cloudtrail.amazonaws.com` */
  readonly name: string;
}

/**
 * CloudFront, as some distributions read a bucket.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export interface OriginAccessIdentity {
  readonly kind: "origin access identity";
  /** `E127EXAMPLE51Z` */
  readonly id: string;
  /** 64 or more hexadecimal digits. @default unknown */
  readonly canonicalUser?: string;
}

/** A request, with everything that policies can refer to. */
export interface Request {
  readonly principal: Principal;
  /** `s3:GetObject` */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** Account that owns the resource. 12 digits. */
  readonly account: string;
  /**
   * Condition keys with their values, except those that `derivedKeys` derives from the rest. Names are
   * case-insensitive. A list is a multivalued key; an empty list is a key that the request does not carry; `null` is a key
   * about which nothing is known, whatever `absent` says.
   */
  readonly context: Context;
  /**
   * Keys that the request does not carry: their names, or prefixes that end in `*`. Nothing is known about any other
   * key that is not in `context`.
   */
  readonly absent: "all others" | readonly string[];
}

export type Context = Readonly<Record<string, string | readonly string[] | null>>;

/** Every policy that applies to a request. */
export interface Policies {
  /** Of the user or role; for a federated user, those of the user who started the session. @default none */
  readonly identity?: readonly Policy[];
  /** Of the bucket, key, topic or queue; for sts:AssumeRole…, the trust policy of the role. @default none */
  readonly resource?: Policy | undefined;
  /** Permissions boundary. @default none */
  readonly boundary?: readonly Policy[] | undefined;
  /** Session policies; for a session that AssumeRoot started, the policy of its task. @default none */
  readonly session?: readonly Policy[] | undefined;
  /** Service control policies of the principal's account: a list for each level, root first. @default none */
  readonly scps?: readonly (readonly Policy[])[] | undefined;
  /** Resource control policies of the resource's account: a list for each level, root first. @default none */
  readonly rcps?: readonly (readonly Policy[])[] | undefined;
  /** Policy of the VPC endpoint that the request comes through. @default no endpoint */
  readonly endpoint?: Policy | undefined;
  /** KMS grants. @default none */
  readonly grants?: readonly KmsGrant[] | undefined;
}

/**
 * A grant on a KMS key.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export interface KmsGrant {
  /** ARN of the key, or its id. */
  readonly key: string;
  /** ARN of the principal that may use it, or name of a service. */
  readonly grantee: string;
  /** Who may retire it. @default only the key's account, and a grantee with RetireGrant */
  readonly retiring?: string | undefined;
  /** `Decrypt`, without `kms:`. */
  readonly operations: readonly string[];
  /** Requests must meet all of them. @default none */
  readonly constraints?: GrantConstraints | undefined;
  /** Resource that makes the grant; answers name it. @default no answer names the grant */
  readonly source?: string;
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html */
export interface GrantConstraints {
  /** Encryption context that requests must have, all of it and no more. */
  readonly EncryptionContextEquals?: Readonly<Record<string, string>> | undefined;
  /** Pairs of an encryption context that requests must have, with or without others. */
  readonly EncryptionContextSubset?: Readonly<Record<string, string>> | undefined;
  /** ARN of the resource on whose behalf requests must be made. */
  readonly SourceArn?: string | undefined;
}

/** What decides in addition to policies. */
export interface Settings {
  /** The principal's account is the organization's management account. */
  readonly principalInManagementAccount?: boolean;
  /** The resource's account is. */
  readonly resourceInManagementAccount?: boolean;
  /**
   * The organization has enabled root sessions in member accounts, and the principal's account may start them: it is the
   * management account, or a delegated administrator for IAM. @default unknown
   */
  readonly mayAssumeRoot?: boolean;
  /** The key is AWS managed. */
  readonly awsManagedKey?: boolean;
  /** The VPC endpoint is a gateway endpoint, not an interface endpoint. @default either */
  readonly gatewayEndpoint?: boolean;
  /** The grant that a RetireGrant request names. @default unknown */
  readonly grantToRetire?: KmsGrant;
  /** Of the bucket. */
  readonly s3?: BucketSettings;
}

/**
 * Block Public Access, of the bucket, its account or its organization: S3 applies what one of them sets.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export interface PublicAccessBlock {
  /** No request sets a public ACL. */
  readonly blockPublicAcls?: boolean;
  /** No request puts a public policy on the bucket or an access point of its account. */
  readonly blockPublicPolicy?: boolean;
  /** Public ACLs grant nothing. */
  readonly ignorePublicAcls?: boolean;
  /** While the policy is public, only AWS services and the account have access. */
  readonly restrictPublicBuckets?: boolean;
}

export interface BucketSettings extends PublicAccessBlock {
  /** Object Ownership is BucketOwnerEnforced: there are no ACLs. */
  readonly ownerEnforced?: boolean;
  /** Of the object that the request reads or changes; otherwise of the bucket, as for writing and deleting objects. */
  readonly acl?: readonly AclGrant[];
  /** Account that owns the object. @default the bucket's */
  readonly objectOwner?: string;
  /** Of the object version that the request is about. */
  readonly lock?: ObjectLock;
  /** The request has the header `x-amz-bypass-governance-retention: true`. @default unknown */
  readonly bypassGovernance?: boolean;
  /** The new bucket has Object Lock, by the header `x-amz-bucket-object-lock-enabled: true`. @default false */
  readonly enablesObjectLock?: boolean;
  /** MFA Delete is enabled. */
  readonly mfaDelete?: boolean;
  /** The request has the header `x-amz-mfa`, and its code is right. @default unknown */
  readonly sendsMfa?: boolean;
  /** Whoever requests pays. */
  readonly requesterPays?: boolean;
  /** The request has the header `x-amz-request-payer: requester`. @default unknown */
  readonly acceptsCharges?: boolean;
  /** What PutBucketPolicy or PutAccessPointPolicy puts. @default unknown */
  readonly newPolicy?: Policy;
  /** Network origin of the access point that PutAccessPointPolicy is about. @default unknown */
  readonly newPolicyOrigin?: "Internet" | "VPC";
}

type AclGroup = "AllUsers" | "AuthenticatedUsers" | "LogDelivery";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
export interface AclGrant {
  /** An account by its canonical user, or a group. */
  readonly grantee: { readonly canonicalUser: string } | { readonly group: AclGroup };
  readonly permission: "READ" | "WRITE" | "READ_ACP" | "WRITE_ACP" | "FULL_CONTROL";
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
export interface ObjectLock {
  /** Of a retention period that has not ended. @default none */
  readonly mode?: "GOVERNANCE" | "COMPLIANCE";
  /** When the retention period ends: `2030-01-01T00:00:00Z`. @default unknown */
  readonly until?: string;
  readonly legalHold?: boolean;
}

/** What the policies say. "denied": nothing allows it. */
export type Decision = "allowed" | "denied" | "denied explicitly" | "undecided";

/** A statement or a grant that decided. `source` is the resource whose policy contains it, or which makes the grant. */
export interface Decider {
  readonly source: string;
  readonly sid: string;
}

/** What must allow a request and does not. */
export type Layer =
  | "identity policy"
  | "resource policy"
  | "permissions boundary"
  | "session policy"
  | "service control policy"
  | "VPC endpoint policy"
  | "Block Public Access"
  | "Object Lock"
  | "the service";

export interface Answer {
  readonly decision: Decision;
  /** The statements that allowed or denied the request; none if nothing allowed it. */
  readonly decidedBy: readonly Decider[];
  /** For a request that nothing allows: what must allow it. */
  readonly missing: readonly Layer[];
  /** For an undecided request: the keys, variables, operators and elements that are unknown. */
  readonly unknown: readonly string[];
}
