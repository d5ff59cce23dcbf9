import { isAction, isOfService } from "./actions";
import { refusesAcl, setsPublicAcl } from "./acls";
import { isBlocked, putsPublicPolicy } from "./block-public-access";
import type { Asked } from "./context";
import type { PolicyKind } from "./grammar";
import { isForeignAdministration } from "./kms";
import { scpLimits } from "./organizations";
import { respectsLock } from "./object-lock";
import type { Layer, Policies, Settings } from "./request";
import { isForOwnersOnly, paysForRequest, respectsMfaDelete } from "./s3";
import { mayCallIam, mayCallSts } from "./sts";
import { and, everyHolds, not, noted, or, type Tri } from "./tri";
import { allowsAny, judge, type Limit } from "./verdict";

/** Every level of the principal's organization must allow, and so must the VPC endpoint that a request comes through. */
export function limitsOf(request: Asked, policies: Policies, settings: Settings): Limit[] {
  return [...endpointLimits(request, policies, settings), ...scpLimits(request, policies, settings)];
}

function endpointLimits(request: Asked, { endpoint }: Policies, settings: Settings): Limit[] {
  if (!endpoint) return [];
  return [{ layer: "VPC endpoint policy", verdict: judge([endpoint], endpointKind(settings), request) }];
}

function endpointKind({ gatewayEndpoint }: Settings): PolicyKind {
  if (gatewayEndpoint === undefined) return "of an endpoint";
  return gatewayEndpoint ? "of a gateway endpoint" : "of a resource";
}

/** Whether the VPC endpoint lets a request through, if it comes through one. */
export function passesEndpoint(request: Asked, policies: Policies, settings: Settings): Tri {
  return everyHolds(endpointLimits(request, policies, settings), ({ verdict }) =>
    and(allowsAny(verdict), not(verdict.denies)),
  );
}

/** Something that a service requires, whatever the policies allow. */
export type Demand = readonly [layer: Layer, holds: Tri];

export function demandsOf(request: Asked, policies: Policies, settings: Settings): Demand[] {
  const { s3 = {} } = settings;
  return [
    [
      "Block Public Access",
      not(or(isBlocked(request, policies, s3), setsPublicAcl(request, s3), putsPublicPolicy(request, s3))),
    ],
    ["Object Lock", respectsLock(request, s3)],
    [
      "the service",
      and(
        not(refusesAcl(request, s3)),
        mayCall(request, settings),
        !isForeignAdministration(request),
        !isForOwnersOnly(request),
        respectsMfaDelete(request, s3),
        paysForRequest(request, s3),
        isDecidedHere(request),
      ),
    ],
  ];
}

/**
 * Whether policies of the resource and of the principal decide a request alone. In a directory bucket, the session of
 * CreateSession decides all requests about objects. Through an Object Lambda access point, the caller also requires the
 * permissions for its function, for the access point behind it, and for the bucket.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-authenticating-authorizing.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-policies.html
 */
function isDecidedHere({ action, resource, unknown }: Asked): Tri {
  if (isOfService(action, "s3") && /^arn:[^:]*:s3express:/.test(resource)) {
    return noted(unknown, "the session of s3express:CreateSession");
  }
  // The function itself answers by it.
  if (!isOfService(action, "s3-object-lambda") || isAction(action, "s3-object-lambda:WriteGetObjectResponse"))
    return true;
  return noted(unknown, "the function and the access point behind the Object Lambda access point");
}

/** Services of which AWS documents that anybody can call them without a signature, if the resource's policy allows it. */
const TAKE_UNSIGNED = ["s3", "sns", "sqs"];

/**
 * Whether the service takes requests of such a principal at all. KMS takes no unsigned requests; of most others AWS does
 * not say it for each. Origin access identities are for S3 alone.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html
 */
function mayCall(request: Asked, settings: Settings): Tri {
  const { kind } = request.principal;
  if (kind === "origin access identity") return isOfService(request.action, "s3");
  if (isOfService(request.action, "sts")) return mayCallSts(request, settings);
  if (isOfService(request.action, "kms")) return kind !== "anonymous" && kind !== "federated";
  if (isOfService(request.action, "iam") && kind !== "anonymous") return mayCallIam(request);
  if (kind !== "anonymous" || TAKE_UNSIGNED.some((service) => isOfService(request.action, service))) return true;
  return noted(request.unknown, "whether the service takes unsigned requests");
}
