/** The AWS partitions this project knows. A partition is implied by the Region. */
export type Partition = "aws" | "aws-us-gov" | "aws-cn";

/** The partition that a Region code belongs to: `cn-north-1` is in `aws-cn`. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** The domain under which a Region's endpoints live: `amazonaws.com`, in China `amazonaws.com.cn`. */
export function dnsSuffixOf(region: string): string {
  return partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
