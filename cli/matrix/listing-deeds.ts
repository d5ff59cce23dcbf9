import type { Configuration } from "../configuration/model";
import { logFolder, onBucket, TLS } from "./calls";
import type { Deed } from "./deed";

/** What the log bucket shows of its folders: a listing names a prefix, and one level of it with a delimiter. */
export function listingDeeds(configuration: Configuration): Deed[] {
  const { logBucket } = configuration;
  const folder = logFolder(configuration);
  const list = (id: string, title: string, prefix: string, context: Record<string, string>): Deed => ({
    id: `log-bucket-list-${id}`,
    target: "log bucket",
    title,
    steps: (caller) => [onBucket(logBucket, caller, "s3:ListBucket", { ...TLS, "s3:prefix": prefix, ...context })],
  });
  const oneLevel = { "s3:delimiter": "/" };
  return [
    list("bucket", "list the whole bucket", "", {}),
    list("accounts", "list the folders of accounts", folder.slice(0, folder.lastIndexOf("/") + 1), oneLevel),
    list("account", "list the folders of an account", `${folder}/`, oneLevel),
    // Any delimiter but the slash lists all levels at once.
    list("account-deep", "list all that lies under an account", `${folder}/`, { "s3:delimiter": "~" }),
    {
      ...list("account-versions", "list the versions under an account", "", {}),
      steps: (caller) => [
        onBucket(logBucket, caller, "s3:ListBucketVersions", { ...TLS, "s3:prefix": `${folder}/`, ...oneLevel }),
      ],
    },
    list("elsewhere", "list the folders beside the logs", "folder/", oneLevel),
  ];
}
