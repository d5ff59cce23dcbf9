import * as acls from "./acls";
import type { Call } from "./call";
import { callerContext, principalOf, type Caller } from "./caller";
import { decide } from "./decide";
import { asked, RequestContext, withKeys } from "./context";
import type { BucketSettings, Context, Decider, Decision, Policies, Request } from "./request";
import * as objectLock from "./object-lock";

export interface Outcome {
  readonly decision: Decision;
  /** The statements that allowed or denied the call; none if nothing allowed it. */
  readonly decidedBy: readonly Decider[];
  /** For an undecided call: the condition keys, variables and statements about which nothing is known. */
  readonly unknown?: readonly string[];
}

/** Decides one call as AWS would, or lists what is unknown. */
export function evaluate(call: Call): Outcome {
  const { caller, resourcePolicy, grants, blocksPublicAccess = false } = call;
  const { decision, decidedBy, unknown } = decide(
    requestOf(call),
    { ...policiesOf(caller), resource: resourcePolicy, grants },
    { s3: { restrictPublicBuckets: blocksPublicAccess } },
  );
  return decision === "undecided" ? { decision, decidedBy, unknown } : { decision, decidedBy };
}

function policiesOf(caller: Caller): Pick<Policies, "identity" | "boundary"> {
  if (caller.kind !== "principal") return {};
  const { policies, boundary } = caller;
  return { identity: policies, boundary: boundary && [boundary] };
}

/** The condition keys that a call carries, those that AWS derives included. */
export function keysOf(call: Call): Context {
  return keysOfRequest(requestOf(call));
}

/** All condition keys that a request carries. */
export function keysOfRequest(request: Request): Context {
  return new RequestContext(request).all();
}

/** Whether S3 refuses a call because it sets an ACL and ACLs are disabled. */
export function refusesAcl(call: Call, settings: BucketSettings): boolean {
  return acls.refusesAcl(asked(requestOf(call)), settings) === true;
}

/** What Object Lock requires besides the permission for the call's own action. */
export function lockDemand(call: Call, settings: BucketSettings): objectLock.LockDemand {
  return objectLock.lockDemand(asked(requestOf(call)), settings);
}

/** A call as a request. Some keys that the call does not give are known to be absent. */
export function requestOf({ caller, action, resource, account, context }: Call): Request {
  return {
    principal: principalOf(caller),
    action,
    resource,
    account,
    context: withKeys({ "aws:SecureTransport": "true", ...callerContext(caller) }, context),
    absent: absentFor(caller),
  };
}

/**
 * Keys that a call carries only if it gives them, because callers choose whether to send them, or to start a session with
 * a source identity. Where callers are, when they call and what tags they have is unknown here.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
const ABSENT: readonly string[] = [
  ...[
    "aws:CalledVia",
    "aws:RequestTag/*",
    "aws:SourceIdentity",
    "kms:BypassPolicyLockoutSafetyCheck",
    "kms:EncryptionContext:*",
  ],
  ...["kms:GrantConstraintType", "kms:GrantIsForAWSResource", "kms:GrantOperations", "kms:GranteePrincipal"],
  ...["kms:RecipientAttestation:*", "kms:RequestAlias", "kms:RetiringPrincipal", "kms:ViaService"],
  ...["s3:AccessPointNetworkOrigin", "s3:DataAccessPointAccount", "s3:DataAccessPointArn", "s3:ExistingObjectTag/*"],
  ...["s3:RequestObjectTag/*", "s3:TlsVersion", "s3:delimiter", "s3:object-lock-*"],
  ...["s3:prefix", "s3:x-amz-*"],
  ...["sts:ExternalId", "sts:RequestContext*", "sts:SourceIdentity", "sts:TransitiveTagKeys"],
];

/**
 * Only IAM principals have tags and MFA.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
 */
const ABSENT_WITHOUT_IAM: readonly string[] = [
  ...ABSENT,
  ...["aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalOrgPaths", "aws:PrincipalTag/*"],
];

function absentFor({ kind }: Caller): readonly string[] {
  return kind === "principal" ? ABSENT : ABSENT_WITHOUT_IAM;
}
