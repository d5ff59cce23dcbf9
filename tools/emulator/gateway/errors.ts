import { jsonAnswer, xmlAnswer, type Answer, type Call } from "./call";
import { operationOf } from "./operation";

/** An error in the format of the call's protocol. */
export function errorAnswer(call: Call, status: number, code: string, message: string): Answer {
  const { service } = operationOf(call);
  if (call.method === "HEAD") return { status, headers: {}, body: Buffer.alloc(0) };
  if (call.headers["x-amz-target"] !== undefined) {
    const answer = jsonAnswer({ __type: code, message }, status);
    return { ...answer, headers: { ...answer.headers, "x-amzn-errortype": code } };
  }
  const error = `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  if (service === "s3" && !isControl(call))
    return xmlAnswer(`<Error>${error}<RequestId>local</RequestId></Error>`, status);
  return xmlAnswer(`<ErrorResponse><Error>${error}</Error><RequestId>local</RequestId></ErrorResponse>`, status);
}

function isControl({ url }: Call): boolean {
  return url.startsWith("/v20180820/");
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
