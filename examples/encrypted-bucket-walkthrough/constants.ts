/** Put your own here before you deploy. Bucket names are unique in the world, so that one is taken. */
export const ACCOUNT = "111122223333";
export const REGION = "us-east-1";
export const BUCKET_NAME = "whizlabs-cloudtrail-kms";

/** The role you work with. It must exist: KMS refuses a policy that names nobody. */
export const OPERATOR_ROLE = `arn:aws:iam::${ACCOUNT}:role/WalkthroughOperator`;
