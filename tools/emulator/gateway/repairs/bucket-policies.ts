import { succeeded, withBody, type Answer, type Call, type Step } from "../call";
import { bucketAndKeyOf } from "../operation";
import { s3Operation } from "../s3-operations";

/** The policies as they were written, by bucket. */
export type WrittenPolicies = Map<string, Buffer>;

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/**
 * moto treats every condition of a bucket policy except StringEquals as met, so a Deny of plain HTTP would deny every
 * call. It receives the policy without conditional Denies; callers receive the policy as it was written.
 */
export function bucketPolicies(written: WrittenPolicies): Step {
  const put = async (call: Call, bucket: string, next: Parameters<Step>[1]): Promise<Answer> => {
    const enforced = policyForMoto(call.body.toString());
    // moto refuses a policy without statements.
    const answer = await next(
      enforced === "" ? { ...call, method: "DELETE", body: Buffer.alloc(0) } : withBody(call, enforced),
    );
    if (succeeded(answer)) written.set(bucket, call.body);
    return answer;
  };

  return async (call, next) => {
    const target = bucketAndKeyOf(call);
    if (!target) return next(call);
    const operation = s3Operation(call, target);
    if (operation === "PutBucketPolicy") return put(call, target.bucket, next);
    const policy = written.get(target.bucket);
    if (operation === "GetBucketPolicy" && policy) {
      return { status: 200, headers: { "content-type": "application/json" }, body: policy };
    }
    const answer = await next(call);
    if (["DeleteBucketPolicy", "DeleteBucket"].includes(operation) && succeeded(answer)) written.delete(target.bucket);
    return answer;
  };
}

/** Empty if no statement is left. A text that is not a policy is forwarded unchanged, for moto to refuse. */
export function policyForMoto(text: string): string {
  let policy: { readonly Statement?: Statement | readonly Statement[] };
  try {
    policy = JSON.parse(text) as typeof policy;
  } catch {
    return text;
  }
  if (typeof policy !== "object" || policy === null || policy.Statement === undefined) return text;
  const kept = [policy.Statement]
    .flat()
    .filter(({ Effect, Condition }) => Effect !== "Deny" || Condition === undefined);
  if (kept.length === 0) return "";
  return JSON.stringify({ ...policy, Statement: kept.map(withPrincipalWrittenOut) });
}

/** In moto, PutBucketLogging fails if the policy has the short form of an anonymous principal. */
function withPrincipalWrittenOut(statement: Statement): Statement {
  return statement.Principal === "*" ? { ...statement, Principal: { AWS: "*" } } : statement;
}
