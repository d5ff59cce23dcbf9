import { accountsFolder, LOG_KINDS } from "../../modules/log-keys";
import type { Bucket, Environment } from "../model/environment";
import { logFolder, onBucket, TLS } from "./calls";
import type { AccessCase } from "./access-case";

/**
 * What a bucket of log files or of their copies reveals about its folders: a listing names a prefix, and with a delimiter
 * lists one level of it.
 */
export function listingCases(environment: Environment, target: string, bucket: Bucket): AccessCase[] {
  const folder = logFolder(environment);
  const listAll = (id: string, title: string, context: Record<string, string>): AccessCase => ({
    id: `${target.replaceAll(" ", "-")}-list-${id}`,
    target,
    title,
    steps: (caller) => [onBucket(bucket, caller, "s3:ListBucket", { ...TLS, ...context })],
  });
  const list = (id: string, title: string, prefix: string, context: Record<string, string>): AccessCase =>
    listAll(id, title, { "s3:prefix": prefix, ...context });
  const oneLevel = { "s3:delimiter": "/" };
  return [
    list("bucket", "list the whole bucket", "", {}),
    listAll("no-folder", "list without naming a folder", {}),
    listAll("no-folder-level", "list one level without naming a folder", oneLevel),
    list("accounts", "list the folders of accounts", accountsFolder(environment.trail.logs), oneLevel),
    list("account", "list the folders of an account", folder, oneLevel),
    // A reader with access to single Regions lists them.
    ...LOG_KINDS.map((kind) =>
      list(`regions-${kind}`, `list the Regions under ${kind}`, `${folder}${kind}/`, oneLevel),
    ),
    // With any delimiter except the slash, S3 lists all levels.
    list("account-deep", "list everything below an account", folder, { "s3:delimiter": "~" }),
    list("account-no-delimiter", "list an account without a delimiter", folder, {}),
    {
      ...list("account-versions", "list the versions under an account", "", {}),
      steps: (caller) => [
        onBucket(bucket, caller, "s3:ListBucketVersions", { ...TLS, "s3:prefix": folder, ...oneLevel }),
      ],
    },
    list("elsewhere", "list the folders outside the logs", "folder/", oneLevel),
  ];
}
