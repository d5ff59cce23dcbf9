/** What to know about every module that keeps logs. */
export const ARCHIVE_NOTES: readonly string[] = [
  "`trusted_principals` must exist: AWS refuses a policy that names a role that does not. Everyone else who is not listed has " +
    "no access; IAM administrators administer the key and never decrypt.",
];
