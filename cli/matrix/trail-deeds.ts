import type { Configuration } from "../configuration/model";
import type { Deed } from "./deed";

/** What would silence the trail. CloudTrail has no resource policies: IAM alone decides. */
export function trailDeeds({ trail }: Configuration): Deed[] {
  const { account } = trail;
  const deed = (id: string, title: string, action: string): Deed => ({
    id: `trail-${id}`,
    target: "trail",
    title,
    steps: (caller) => [{ caller, action, resource: trail.arn, account, context: {}, resourcePolicy: undefined }],
  });
  return [
    deed("stop", "stop the trail", "cloudtrail:StopLogging"),
    deed("change", "change the trail", "cloudtrail:UpdateTrail"),
    deed("select", "change what it records", "cloudtrail:PutEventSelectors"),
    deed("delete", "delete the trail", "cloudtrail:DeleteTrail"),
  ];
}
