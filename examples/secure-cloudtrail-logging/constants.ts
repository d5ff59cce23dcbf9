/** Put your own here before you deploy. Bucket names are unique in the world, so that one is taken. */
export const ACCOUNT = "124355676326";
export const REGION = "us-east-2";
export const BUCKET_NAME = "elly-secure-bucket";

/** Administers the key and reads the logs. It must exist: KMS refuses a policy that names nobody. */
export const ADMIN_USER_NAME = "adminUser";
export const ADMIN_USER = `arn:aws:iam::${ACCOUNT}:user/${ADMIN_USER_NAME}`;
