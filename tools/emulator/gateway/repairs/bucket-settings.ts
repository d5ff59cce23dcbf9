import { succeeded, xmlAnswer, type Step } from "../call";
import { bucketAndKeyOf } from "../operation";
import { s3Operation } from "../s3-operations";

const FORGETFUL = ["BucketLogging", "BucketNotificationConfiguration", "BucketReplication"];

/**
 * moto forgets parts of these settings: the name format of access logs, EventBridge, and the replication of encrypted
 * objects. Callers receive the setting as it was written.
 */
export function bucketSettings(): Step {
  const written = new Map<string, Map<string, Buffer>>();
  return async (call, next) => {
    const target = bucketAndKeyOf(call);
    if (!target || target.key !== "") return next(call);
    const operation = s3Operation(call, target);
    const setting = FORGETFUL.find((name) => operation.endsWith(name));
    const known = written.get(target.bucket);
    const value = setting === undefined ? undefined : known?.get(setting);
    if (operation.startsWith("Get") && value) return xmlAnswer(value.toString());
    const answer = await next(call);
    if (!succeeded(answer)) return answer;
    if (operation === "DeleteBucket") written.delete(target.bucket);
    else if (setting !== undefined && operation.startsWith("Delete")) known?.delete(setting);
    else if (setting !== undefined && operation.startsWith("Put")) {
      written.set(target.bucket, new Map(known).set(setting, call.body));
    }
    return answer;
  };
}
