import type { IncomingHttpHeaders } from "node:http";

/** A request to AWS. */
export interface Call {
  readonly method: string;
  /** Path with query, percent-encoded as received. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** Forwards a call, finally to the emulator. */
export type Next = (call: Call) => Promise<Answer>;

/** A step between caller and emulator: forwards the call, changed or not, or answers it. */
export type Step = (call: Call, next: Next) => Promise<Answer>;

/** Combines steps into one; the first is nearest to the caller. */
export function inOrder(steps: readonly Step[]): Step {
  return steps.reduceRight<Step>(
    (inner, outer) => (call, next) => outer(call, (passed) => inner(passed, next)),
    (call, next) => next(call),
  );
}

export function succeeded({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

export function withBody(call: Call, body: Buffer | string): Call {
  const bytes = Buffer.from(body);
  const { "transfer-encoding": _, "content-md5": __, ...headers } = call.headers;
  return { ...call, headers: { ...headers, "content-length": String(bytes.length) }, body: bytes };
}

export function answered(answer: Answer, body: Buffer | string): Answer {
  const { "content-length": _, ...headers } = answer.headers;
  return { ...answer, headers, body: Buffer.from(body) };
}

export function jsonAnswer(value: unknown, status = 200): Answer {
  const headers = { "content-type": "application/x-amz-json-1.1" };
  return { status, headers, body: Buffer.from(JSON.stringify(value)) };
}

export function xmlAnswer(xml: string, status = 200): Answer {
  return { status, headers: { "content-type": "application/xml" }, body: Buffer.from(xml) };
}
