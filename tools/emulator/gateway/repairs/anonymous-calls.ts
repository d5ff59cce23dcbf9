import type { Step } from "../call";
import { errorAnswer } from "../errors";
import { operationOf, bucketAndKeyOf } from "../operation";
import type { WrittenPolicies } from "./bucket-policies";

/**
 * moto allows anyone to list and change a bucket, and reveals which objects do not exist; for reading an object it
 * evaluates the policy. S3 refuses all of these unless the bucket's policy allows them.
 */
export function anonymousCalls(policies: WrittenPolicies): Step {
  return async (call, next) => {
    const target = bucketAndKeyOf(call);
    if (!target || operationOf(call).accessKey !== undefined) return next(call);
    if (allowsEverybody(policies.get(target.bucket)?.toString() ?? "{}")) return next(call);
    const refused = errorAnswer(call, 403, "AccessDenied", "Access Denied");
    const reads = target.key !== "" && ["GET", "HEAD"].includes(call.method);
    if (!reads) return refused;
    const answer = await next(call);
    return answer.status === 404 ? refused : answer;
  };
}

function allowsEverybody(policy: string): boolean {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: object | object[] };
  return ([Statement].flat() as { Effect?: string; Principal?: unknown }[]).some(
    ({ Effect, Principal }) => Effect === "Allow" && /^"\*"$|"AWS":\[?"\*"/.test(JSON.stringify(Principal) ?? ""),
  );
}
