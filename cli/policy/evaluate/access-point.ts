import { isAction } from "./actions";
import { allOf, allowed, denied, undecided } from "./answers";
import { isOutsider, shutsOut } from "./block-public-access";
import { asked, withKeys, type Asked } from "./context";
import { decide } from "./decide";
import type { Demand } from "./limits";
import { isPublic } from "./public-policy";
import type { Answer, BucketSettings, Policies, PublicAccessBlock, Request, Settings } from "./request";
import { ownerOf } from "./s3";
import { and, noted, not, or, type Tri } from "./tri";
import type { Policy } from "../document";

/** An S3 access point, of one Region or several, that a request comes through. */
export interface AccessPoint {
  /** `arn:aws:s3:eu-central-1:111122223333:accesspoint/NAME`; of several Regions, `arn:aws:s3::111122223333:accesspoint/ALIAS.mrap` */
  readonly arn: string;
  /** Account that owns it. */
  readonly account: string;
  /** @default none */
  readonly policy?: Policy;
  /** `VPC` where it takes requests from one network only. */
  readonly origin: "Internet" | "VPC";
  /** This network, `vpc-1a2b3c4d`. @default unknown */
  readonly vpc?: string;
  /** Its own settings. @default all of them are on, as AWS creates it */
  readonly publicAccessBlock?: PublicAccessBlock;
}

/**
 * Decides a request through an access point: access point and bucket must both allow it. `request` names the object in
 * the bucket, `policies` and `settings` are those of the bucket.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function decideThrough(
  point: AccessPoint,
  request: Request,
  policies: Policies,
  settings: Settings = {},
): Answer {
  const context = withKeys(request.context, {
    "s3:DataAccessPointArn": point.arn,
    "s3:DataAccessPointAccount": point.account,
    "s3:AccessPointNetworkOrigin": point.origin,
  });
  const key = /\/(.*)/s.exec(request.resource)?.[1];
  const toBucket: Request = { ...request, context };
  const toPoint: Request = {
    ...toBucket,
    account: point.account,
    resource: key === undefined ? point.arn : `${point.arn}/object/${key}`,
  };
  const s3 = { ...settings.s3, ...bothBlock(settings.s3, point.publicAccessBlock) };
  const bucket = { ...s3, restrictPublicBuckets: false };
  return allOf([
    // At an access point, no ACL lets anybody in, and its own account decides.
    decide(
      toPoint,
      { ...policies, resource: point.policy },
      { ...settings, s3: { ...bucket, acl: [], objectOwner: point.account } },
    ),
    decide(toBucket, policies, { ...settings, s3: bucket }),
    demandsAnswer(point, asked(toBucket), policies, s3),
  ]);
}

/** S3 applies the most restrictive combination. No request through an access point puts a policy. */
function bothBlock(bucket: PublicAccessBlock = {}, point: PublicAccessBlock = ALL): PublicAccessBlock {
  const isOn = (setting: keyof PublicAccessBlock) => bucket[setting] === true || point[setting] === true;
  return {
    blockPublicAcls: isOn("blockPublicAcls"),
    ignorePublicAcls: isOn("ignorePublicAcls"),
    restrictPublicBuckets: isOn("restrictPublicBuckets"),
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html */
const ALL: PublicAccessBlock = { blockPublicAcls: true, ignorePublicAcls: true, restrictPublicBuckets: true };

/** What S3 requires of every request through the access point. */
function demandsAnswer(point: AccessPoint, request: Asked, policies: Policies, s3: BucketSettings): Answer {
  const demands: Demand[] = [
    ["the service", and(isAccepted(request), isFromNetwork(point, request))],
    ["Block Public Access", not(isBlocked(point, request, policies, s3))],
    ["resource policy", appliesTo(point, request, s3)],
  ];
  switch (and(...demands.map(([, holds]) => holds))) {
    case true:
      return allowed([]);
    case false:
      return denied(demands.flatMap(([layer, holds]) => (holds === false ? layer : [])));
    case "unknown":
      return undecided(request.unknown);
  }
}

/** What access points take: actions on objects, of a version or of the current one, and some that read the bucket. */
const ACTIONS: readonly string[] = [
  ...["GetObject", "GetObjectAcl", "GetObjectAttributes", "GetObjectTagging", "DeleteObject", "DeleteObjectTagging"],
  ...["GetObjectVersion", "GetObjectVersionAcl", "GetObjectVersionAttributes", "GetObjectVersionTagging"],
  ...["PutObject", "PutObjectAcl", "PutObjectTagging", "PutObjectVersionAcl", "PutObjectVersionTagging"],
  ...["DeleteObjectVersion", "DeleteObjectVersionTagging", "RestoreObject"],
  ...["GetObjectLegalHold", "GetObjectRetention", "PutObjectLegalHold", "PutObjectRetention"],
  ...["AbortMultipartUpload", "ListMultipartUploadParts", "ListBucketMultipartUploads"],
  ...["ListBucket", "ListBucketVersions", "GetBucketAcl", "GetBucketCORS", "GetBucketLocation"],
  ...["GetBucketNotification", "GetBucketPolicy"],
].map((name) => `s3:${name}`);

/**
 * Access points take only signed requests over HTTPS, and redirect others to it. They take requests about objects, and
 * some that read the bucket.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html
 */
function isAccepted({ principal, action, context }: Asked): boolean {
  const isSecure = !context.valuesOf("aws:securetransport").includes("false");
  return principal.kind !== "anonymous" && isSecure && isAction(action, ...ACTIONS);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html */
function isFromNetwork({ origin, vpc }: AccessPoint, { context, unknown }: Asked): Tri {
  if (origin === "Internet") return true;
  const networks = context.valuesOf("aws:sourcevpc");
  if (networks === "unknown") return noted(unknown, "aws:SourceVpc");
  if (networks.length === 0) return false;
  return vpc === undefined ? noted(unknown, "the network of the access point") : networks.includes(vpc);
}

/**
 * While the policy of the bucket or of the access point is public, only AWS services and the accounts that own them
 * have access. An access point of a network is never public.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status-access-points
 */
function isBlocked(point: AccessPoint, request: Asked, { resource }: Policies, s3: BucketSettings): Tri {
  if (s3.restrictPublicBuckets !== true) return false;
  const isBucketPublic = resource !== undefined && isPublic(resource, "bucket");
  const isPointPublic =
    point.policy !== undefined && point.origin === "Internet" && isPublic(point.policy, "access point");
  const isOutside = isOutsider(request.principal, [request.account, point.account]);
  return shutsOut(request, isOutside, or(isBucketPublic, isPointPublic));
}

/**
 * The policy of an access point of several Regions does not apply to objects of another account.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html
 */
function appliesTo({ arn }: AccessPoint, request: Asked, s3: BucketSettings): boolean {
  return !arn.endsWith(".mrap") || ownerOf(request, s3) === request.account;
}
