import { Trail, type TrailProps } from "../../modules/trail";
import { synthStack, type Resource, type Synthesized } from "./synth";

export const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";
export const TRAIL_ARN = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit";

/** A trail with the fewest options, its bucket and key known by name only. */
const FEWEST: TrailProps = {
  name: "audit",
  account: "111122223333",
  region: "eu-central-1",
  bucket: { bucketName: "audit-logs" },
  key: { arn: KEY_ARN },
};

export function synthTrail(options: Partial<TrailProps> = {}): Synthesized {
  return synthStack((stack) => new Trail(stack, "Trail", { ...FEWEST, ...options }));
}

/** The trail itself, without CDKTF's metadata. */
export function trailOf(options: Partial<TrailProps> = {}): Record<string, unknown> {
  return argumentsOf(synthTrail(options).one("aws_cloudtrail"));
}

/** What Terraform reads of a resource; an empty list is the same to it as none. */
export function argumentsOf(resource: Resource): Record<string, unknown> {
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
  const told = Object.entries(resource).filter(([key, value]) => !["//", "address"].includes(key) && !isEmpty(value));
  return Object.fromEntries(told);
}

/** Expects these problems of the construct `test/Trail`, or of one in it, and no others. */
export function expectRefusal(options: Partial<TrailProps>, problems: readonly string[], path = "test/Trail"): void {
  const message = problems.map((problem) => `${path}: ${problem}`).join("\n");
  expect(() => synthTrail(options)).toThrow(new Error(message));
}
