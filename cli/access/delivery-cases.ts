import { accountFolder } from "../../modules/log-keys";
import { parseArn } from "../../modules/policy";
import type { Environment } from "../model/environment";
import type { Call, Caller } from "../policy/evaluate";
import {
  anotherKey,
  FOREIGN_ACCOUNT,
  FOREIGN_ORGANIZATION,
  keyHeaders,
  logFolder,
  logKey,
  onBucket,
  onKey,
  onObject,
  OTHER_ACL,
  OWNER_ACL,
  PLAIN,
  SSE_S3,
  TLS,
  trailContext,
  trailKey,
  withAcl,
} from "./calls";
import type { AccessCase } from "./access-case";

/** How log files of the trail are delivered to the log bucket, and how they must not be. */
export function deliveryCases(environment: Environment): AccessCase[] {
  const { trail, logBucket } = environment;
  const own = logFolder(environment);
  const { prefix } = trail.logs;
  const put = (caller: Caller, key: string, context: Record<string, string>) =>
    withAcl(environment, logBucket, onObject(logBucket, caller, "s3:PutObject", key, { ...TLS, ...context }));
  const digest = (id: string, title: string, folder: string, acl: Record<string, string>): AccessCase => ({
    id: `log-bucket-${id}`,
    target: "log bucket",
    title,
    steps: (caller) => put(caller, `${folder}CloudTrail-Digest/digest.json.gz`, { ...acl, ...SSE_S3 }),
  });
  const deliver = (id: string, title: string, folder: string, context: Record<string, string>): AccessCase => ({
    id: `log-bucket-${id}`,
    target: "log bucket",
    title,
    steps: (caller) => [...put(caller, logKey(environment, folder), context), ...encryptLog(environment, caller)],
  });
  const changeAcl = (id: string, title: string, folder: string): AccessCase => ({
    id: `log-bucket-${id}`,
    target: "log bucket",
    title,
    steps: (caller) => [
      onObject(logBucket, caller, "s3:PutObjectAcl", logKey(environment, folder), { ...TLS, ...OWNER_ACL }),
    ],
  });
  // CloudTrail writes there until the trail is converted to an organization trail.
  const owner = parseArn(trail.arn)!.account;
  const managementCases = (folder: string) => [
    digest("deliver-management", "deliver a digest file outside the organization's folder", folder, OWNER_ACL),
    digest(
      "deliver-management-no-acl",
      "deliver a digest file outside the organization's folder without an ACL",
      folder,
      {},
    ),
    digest(
      "deliver-management-wrong-acl",
      "deliver a digest file outside the organization's folder with another ACL",
      folder,
      OTHER_ACL,
    ),
    changeAcl("change-management-acl", "change the ACL of a log file outside the organization's folder", folder),
  ];
  const rightKey = keyHeaders(trail.keyArn);
  const right = { ...OWNER_ACL, ...rightKey };
  const wrongKey = { ...OWNER_ACL, ...keyHeaders(anotherKey(logBucket)) };
  return [
    deliver("deliver", "deliver a log file", own, right),
    deliver("deliver-no-key", "deliver a log file that names no key", own, OWNER_ACL),
    deliver("deliver-wrong-key", "deliver a log file that names another key", own, wrongKey),
    deliver("deliver-no-acl", "deliver a log file without an ACL", own, rightKey),
    deliver("deliver-wrong-acl", "deliver a log file with another ACL", own, { ...rightKey, ...OTHER_ACL }),
    deliver(
      "deliver-foreign",
      "deliver a log file of another account",
      accountFolder({ prefix }, FOREIGN_ACCOUNT),
      right,
    ),
    deliver(
      "deliver-foreign-organization",
      "deliver a log file of a foreign organization",
      accountFolder({ prefix, organizationId: FOREIGN_ORGANIZATION }, trail.account),
      right,
    ),
    deliver("deliver-plain", "deliver a log file over plain HTTP", own, { ...right, ...PLAIN }),
    // Without a key, only the bucket policy can deny it.
    digest("deliver-digest", "deliver a digest file with SSE-S3", own, OWNER_ACL),
    ...(trail.organizationTrail ? managementCases(accountFolder({ prefix }, owner)) : []),
    changeAcl("change-log-acl", "change a log file's ACL", own),
    {
      id: "log-bucket-acl-check",
      target: "log bucket",
      title: "check the bucket's ACL",
      steps: (caller) => [onBucket(logBucket, caller, "s3:GetBucketAcl", TLS)],
    },
  ];
}

/** The KMS calls of CloudTrail for a new log file. */
function encryptLog(environment: Environment, caller: Caller): Call[] {
  const key = trailKey(environment);
  return key ? [onKey(key, caller, "kms:GenerateDataKey", trailContext(environment.trail.arn))] : [];
}
