/** The AWS partitions that this project supports. The Region determines the partition. */
export type Partition = "aws" | "aws-us-gov" | "aws-cn" | "aws-eusc";

/** The partition that a Region code belongs to: `cn-north-1` is in `aws-cn`. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("eusc-")) return "aws-eusc";
  return "aws";
}

const DNS_SUFFIXES: Record<Partition, string> = {
  aws: "amazonaws.com",
  "aws-us-gov": "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-eusc": "amazonaws.eu",
};

/** The domain of a Region's endpoints: `amazonaws.com`, in China `amazonaws.com.cn`. */
export function dnsSuffixOf(region: string): string {
  return DNS_SUFFIXES[partitionOf(region)];
}

/**
 * The domain in the name of a service principal that contains its Region, such as `logs.eu-central-1.amazonaws.com`.
 * Partitions newer than China's use `amazonaws.com`, whatever the domain of their endpoints.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/service_principal
 */
export function principalSuffixOf(region: string): string {
  return partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

const GLOBAL_REGIONS: Record<Partition, readonly string[]> = {
  aws: ["us-east-1"],
  "aws-us-gov": ["us-gov-west-1"],
  // IAM in the first, Organizations in the second.
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
  "aws-eusc": ["eusc-de-east-1"],
};

/**
 * Where a partition has the endpoints of services without Regions, such as IAM and Organizations, and records their
 * calls.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
export function globalRegions(region: string): readonly string[] {
  return GLOBAL_REGIONS[partitionOf(region)];
}
