import { allOf } from "./answers";
import { withKeys } from "./context";
import { decide } from "./decide";
import type { Answer, Policies, Request, Settings } from "./request";
import type { Policy } from "../document";

/** An S3 access point that a request comes through. */
export interface AccessPoint {
  /** `arn:aws:s3:eu-central-1:111122223333:accesspoint/NAME` */
  readonly arn: string;
  /** Account that owns it. */
  readonly account: string;
  /** @default none */
  readonly policy?: Policy;
  /** `VPC` where it takes requests from one network only. */
  readonly origin: "Internet" | "VPC";
}

/**
 * Decides a request through an access point: access point and bucket must both allow it. `request` names the object in
 * the bucket.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function decideThrough(point: AccessPoint, request: Request, policies: Policies, settings?: Settings): Answer {
  const context = withKeys(request.context, {
    "s3:DataAccessPointArn": point.arn,
    "s3:DataAccessPointAccount": point.account,
    "s3:AccessPointNetworkOrigin": point.origin,
  });
  const key = /\/(.*)/s.exec(request.resource)?.[1];
  const atPoint: Request = {
    ...request,
    context,
    account: point.account,
    resource: key === undefined ? point.arn : `${point.arn}/object/${key}`,
  };
  return allOf([
    decide(atPoint, { ...policies, resource: point.policy }, settings),
    decide({ ...request, context }, policies, settings),
  ]);
}
