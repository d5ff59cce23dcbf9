import type { IncomingHttpHeaders } from "node:http";

/** A request that someone made of AWS. */
export interface Call {
  readonly method: string;
  /** Path with query, percent-encoded as it came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** Sends a call on, at last to the emulator. */
export type Next = (call: Call) => Promise<Answer>;

/** Stands between caller and emulator: sends the call on, changed or not, or answers by itself. */
export type Step = (call: Call, next: Next) => Promise<Answer>;

/** One step out of several; the first is nearest to the caller. */
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
