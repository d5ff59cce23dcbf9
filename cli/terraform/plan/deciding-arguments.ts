/** Arguments that decide about access: if one of them is unknown, so is the access. */
const DECIDING: Readonly<Record<string, readonly string[]>> = {
  aws_cloudtrail: ["name", "s3_bucket_name", "s3_key_prefix", "kms_key_id"],
  aws_kms_key: ["policy"],
  aws_kms_replica_key: ["policy"],
  aws_kms_key_policy: ["key_id", "policy"],
  aws_s3_bucket_policy: ["bucket", "policy"],
  aws_s3_bucket: ["server_side_encryption_configuration"],
  aws_s3_bucket_server_side_encryption_configuration: ["bucket", "rule"],
  aws_iam_role: ["assume_role_policy"],
  aws_iam_role_policy: ["role", "policy"],
  aws_iam_user_policy: ["user", "policy"],
  aws_iam_group_policy: ["group", "policy"],
  aws_iam_policy: ["policy"],
};

export function decidingArguments(type: string): readonly string[] {
  return Object.hasOwn(DECIDING, type) ? DECIDING[type]! : [];
}
