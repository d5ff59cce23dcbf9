import type { Call } from "./call";
import { callerContext, principalOf, type Caller } from "./caller";
import { decide } from "./decide";
import { keysOfRequest } from "./derived-keys";
import type { Context, Decider, Decision, Request } from "./request";

export interface Outcome {
  readonly decision: Decision;
  /** The Allows or the Denies; none where nothing allowed the call. */
  readonly decidedBy: readonly Decider[];
  /** Of an undecided call: the condition keys, variables and statements of which nothing is known. */
  readonly unknown?: readonly string[];
}

/** Decides one call as AWS would, or says what it would take to know. */
export function evaluate(call: Call): Outcome {
  const { caller, resourcePolicy, blocksPublicAccess = false } = call;
  const { decision, decidedBy, unknown } = decide(
    requestOf(call),
    { identity: caller.kind === "principal" ? caller.policies : [], resource: resourcePolicy },
    { s3: { restrictPublicBuckets: blocksPublicAccess } },
  );
  return decision === "undecided" ? { decision, decidedBy, unknown } : { decision, decidedBy };
}

/** The condition keys that a call carries, those that AWS derives included. */
export function keysOf(call: Call): Context {
  return keysOfRequest(requestOf(call));
}

/** A call as a request: of what it does not say, some keys are known to be absent. */
export function requestOf({ caller, action, resource, account, context }: Call): Request {
  return {
    principal: principalOf(caller),
    action,
    resource,
    account,
    context: { "aws:SecureTransport": "true", ...callerContext(caller), ...context },
    absent: absentFor(caller),
  };
}

/**
 * Keys that a call does not carry unless it says so: what a caller chooses to send. Where callers are, when they call
 * and what tags they have, nobody knows here.
 */
const ABSENT: readonly string[] = [
  ...["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:RequestTag/*", "aws:TagKeys"],
  ...["kms:BypassPolicyLockoutSafetyCheck", "kms:EncryptionContext:*", "kms:EncryptionContextKeys"],
  ...["kms:GrantConstraintType", "kms:GrantIsForAWSResource", "kms:GrantOperations", "kms:GranteePrincipal"],
  ...["kms:RecipientAttestation:*", "kms:RequestAlias", "kms:RetiringPrincipal", "kms:ViaService"],
  ...["s3:AccessPointNetworkOrigin", "s3:DataAccessPointAccount", "s3:DataAccessPointArn", "s3:ExistingObjectTag/*"],
  ...["s3:RequestObjectTag/*", "s3:RequestObjectTagKeys", "s3:TlsVersion", "s3:delimiter", "s3:object-lock-*"],
  ...["s3:prefix", "s3:x-amz-*"],
  ...["sts:ExternalId", "sts:SourceIdentity", "sts:TransitiveTagKeys"],
];

/** Only IAM's own principals have tags and a second factor. */
const ABSENT_WITHOUT_IAM: readonly string[] = [
  ...ABSENT,
  ...["aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalOrgPaths", "aws:PrincipalTag/*"],
];

function absentFor({ kind }: Caller): readonly string[] {
  return kind === "principal" ? ABSENT : ABSENT_WITHOUT_IAM;
}
