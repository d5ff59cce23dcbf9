import type { Call } from "../gateway/call";
import { jsonOf, operationOf, bucketAndKeyOf } from "../gateway/operation";
import { commonFields, type CloudTrailRecord, type ApiCallEvent } from "./record";

/** CloudTrail's text for values that it hides from logs. */
const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** The management event of a call, with the parameters that are visible in its protocol. */
export function managementRecord(happening: ApiCallEvent, call: Call): CloudTrailRecord {
  return {
    ...commonFields(happening),
    requestParameters: parametersOf(call),
    responseElements: null,
    managementEvent: true,
    eventCategory: "Management",
  };
}

function parametersOf(call: Call): Record<string, unknown> | null {
  const target = bucketAndKeyOf(call);
  if (target) return { bucketName: target.bucket, ...(target.key !== "" && { key: target.key }) };
  if (call.headers["x-amz-target"] !== undefined) return lowerCased(jsonOf(call));
  if (operationOf(call).action === undefined) return null;
  const { Action: _, Version: __, ...form } = Object.fromEntries(new URLSearchParams(call.body.toString()));
  return lowerCased(form);
}

function lowerCased(parameters: Record<string, unknown>): Record<string, unknown> | null {
  const entries = Object.entries(parameters).map(([name, value]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    /plaintext|ciphertextblob|password|secret|token$/i.test(name) ? HIDDEN : value,
  ]);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
