import { arnsIn } from "../../../modules/policy";
import type { Call } from "../gateway/call";
import { jsonOf, operationOf, bucketAndKeyOf } from "../gateway/operation";
import { functionCallOf } from "./function-calls";
import { commonFields, type CloudTrailRecord, type ApiCallEvent } from "./record";

/** CloudTrail's text for values that it hides from logs. */
const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** The management event of a call, with the parameters that are visible in its protocol. */
export function managementRecord(happening: ApiCallEvent, call: Call): CloudTrailRecord {
  const requestParameters = parametersOf(call);
  return {
    ...commonFields(happening),
    requestParameters,
    responseElements: null,
    ...resourcesOf(happening, requestParameters),
    managementEvent: true,
    eventCategory: "Management",
  };
}

/** KMS names the key, whatever the request calls it; here only where it gives the id or the ARN. */
function resourcesOf(
  { source, account, region }: ApiCallEvent,
  parameters: Record<string, unknown> | null,
): Pick<CloudTrailRecord, "resources"> {
  const keyId = parameters?.["keyId"];
  if (source !== "kms.amazonaws.com" || typeof keyId !== "string" || keyId.includes("alias/")) return {};
  const ARN = keyId.startsWith("arn:") ? keyId : arnsIn({ account, region }).key(keyId);
  return { resources: [{ type: "AWS::KMS::Key", ARN, accountId: account }] };
}

function parametersOf(call: Call): Record<string, unknown> | null {
  const target = bucketAndKeyOf(call);
  const functionCall = functionCallOf(call);
  if (functionCall) return { ...lowerCased(jsonOf(call)), functionName: functionCall.functionName };
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
