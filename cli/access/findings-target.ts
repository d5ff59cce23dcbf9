import type { Bucket } from "../model/environment";

/** An environment has a bucket of findings for each detector. */
export function findingsTarget({ name }: Bucket, part: "bucket" | "key" = "bucket"): string {
  return `findings ${part} ${name}`;
}
