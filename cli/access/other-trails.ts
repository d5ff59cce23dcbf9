import type { Environment } from "../model/environment";
import { markOf, ofTrail, otherTrails } from "../model/trails";
import type { AccessCase } from "./access-case";
import { bucketCases } from "./bucket-cases";
import { keyCases } from "./key-cases";
import { trailCases } from "./trail-cases";

/** Rows that ask something of a trail, of its files or of what it uses. The others ask the same whatever the trail. */
const OF_TRAIL = new RegExp(
  [
    "^(trail|log-group|topic)-",
    "^log-bucket-(deliver(?!-foreign)|change-log-acl|forge|list$|list-account$|read(-version)?$|delete(-version)?$)",
    "^key-(encrypt-(log|foreign)$|decrypt(-log-via-s3)?$|log-group|topic|(other|foreign)-)",
  ].join("|"),
);

/** The rows of the other trails, a target for each trail. */
export function otherTrailCases(environment: Environment): AccessCase[] {
  return otherTrails(environment).flatMap((trail) => {
    const { id, title } = markOf(trail, environment);
    const ofItsKey = trail.keyArn === environment.trail.keyArn ? undefined : /^key-/;
    const own = ofTrail(environment, trail);
    return [...keyCases(own), ...bucketCases(own), ...trailCases(own)]
      .filter((one) => OF_TRAIL.test(one.id) || ofItsKey?.test(one.id))
      .map((one) => ({
        ...one,
        id: `of-${id}-${one.id}`,
        like: one.id,
        target: `trail of ${title}`,
        title: one.target === "trail" ? one.title : `${one.target}: ${one.title}`,
      }));
  });
}
