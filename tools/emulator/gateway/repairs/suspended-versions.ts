import type { Answer, Call, Step } from "../call";
import { bucketAndKeyOf } from "../operation";
import { s3Operation } from "../s3-operations";

/**
 * moto cannot delete a delete marker while versioning is suspended, which Terraform does before it empties a bucket.
 * While versioning is enabled, it can.
 */
export const suspendedVersions: Step = async (call, next) => {
  const target = bucketAndKeyOf(call);
  const answer = await next(call);
  if (!target || answer.status < 500) return answer;
  if (!["DeleteObject", "DeleteObjects"].includes(s3Operation(call, target))) return answer;
  const versioning = (method: string, status?: string): Promise<Answer> =>
    next(versioningCall(call, target.bucket, method, status));
  if (!(await versioning("GET")).body.includes("Suspended")) return answer;
  await versioning("PUT", "Enabled");
  try {
    return await next(call);
  } finally {
    await versioning("PUT", "Suspended");
  }
};

/** With the caller's credentials. */
function versioningCall({ headers }: Call, bucket: string, method: string, status = ""): Call {
  const { authorization, "x-amz-date": date, "x-amz-security-token": token } = headers;
  const known = {
    ...(authorization && { authorization }),
    ...(date && { "x-amz-date": date }),
    ...(token && { "x-amz-security-token": token }),
  };
  const xml = `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;
  const body = Buffer.from(method === "PUT" ? xml : "");
  return { method, url: `/${encodeURIComponent(bucket)}?versioning`, headers: known, body };
}
