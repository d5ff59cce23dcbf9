import type { Answer, Call, Next } from "../../tools/emulator/gateway/call";

const signed = (service: string, accessKey = "ASIAEXAMPLE") =>
  `AWS4-HMAC-SHA256 Credential=${accessKey}/20250131/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** A signed call of S3, path-style. */
export function s3Call(
  method: string,
  url: string,
  options: { body?: string; headers?: Record<string, string> } = {},
): Call {
  const headers = { authorization: signed("s3"), ...options.headers };
  return { method, url, headers, body: Buffer.from(options.body ?? "") };
}

export function unsigned(call: Call): Call {
  const { authorization: _, ...headers } = call.headers;
  return { ...call, headers };
}

/** A call of a JSON protocol: `cloudtrail`, `kms`. */
export function jsonCall(service: string, action: string, input: object): Call {
  const headers = { authorization: signed(service), "x-amz-target": `Service_20250131.${action}` };
  return { method: "POST", url: "/", headers, body: Buffer.from(JSON.stringify(input)) };
}

/** A call of the form protocol: `iam`, `sts`. */
export function formCall(service: string, action: string): Call {
  const headers = {
    authorization: signed(service),
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
  };
  return { method: "POST", url: "/", headers, body: Buffer.from(`Action=${action}&Version=2010-05-08`) };
}

export function answer(status: number, body = "", headers: Answer["headers"] = {}): Answer {
  return { status, headers, body: Buffer.from(body) };
}

/** An emulator that answers all calls alike, and keeps them. */
export function answering(given: Answer): { readonly next: Next; readonly calls: Call[] } {
  const calls: Call[] = [];
  const next: Next = (call) => {
    calls.push(call);
    return Promise.resolve(given);
  };
  return { next, calls };
}
