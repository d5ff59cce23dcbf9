/**
 * The four flags of a public access block, as Terraform and as S3 name them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export const PUBLIC_ACCESS_FLAGS = [
  { argument: "block_public_acls", flag: "BlockPublicAcls" },
  { argument: "block_public_policy", flag: "BlockPublicPolicy" },
  { argument: "ignore_public_acls", flag: "IgnorePublicAcls" },
  { argument: "restrict_public_buckets", flag: "RestrictPublicBuckets" },
] as const;

/** Terraform's names. */
export const PUBLIC_ACCESS_ARGUMENTS: readonly string[] = PUBLIC_ACCESS_FLAGS.map(({ argument }) => argument);
