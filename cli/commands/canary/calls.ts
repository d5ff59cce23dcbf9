import { failureOf } from "../../aws/errors";

/** No single call may take longer, so that a connection that hangs is one that is lost. */
export const CALL_LIMIT_MS = 30_000;

/** Options of one call: it ends with the run, or after its own time. */
export function limited(signal?: AbortSignal): { readonly abortSignal: AbortSignal } {
  const limit = AbortSignal.timeout(CALL_LIMIT_MS);
  return { abortSignal: signal ? AbortSignal.any([signal, limit]) : limit };
}

interface SdkError {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

export function headerOf(error: unknown, name: string): string | undefined {
  return (error as SdkError).$response?.headers?.[name];
}

export function isDenied(error: unknown): boolean {
  return failureOf(error, "").kind === "denied";
}

export function isMissing(error: unknown): boolean {
  return failureOf(error, "").kind === "missing";
}

/** Whether the same call may well succeed later: a lost connection, a server in trouble, too many calls. */
export function isTransient(error: unknown): boolean {
  const { $metadata, $response } = error as SdkError;
  const { kind } = failureOf(error, "");
  return (
    kind === "throttled" || kind === "unreachable" || ($response?.statusCode ?? $metadata?.httpStatusCode ?? 0) >= 500
  );
}

/** Whether AWS, or the way to it, is the reason; anything else is a mistake of this program. */
export function isOfAws(error: unknown): boolean {
  return isTransient(error) || failureOf(error, "").kind !== "broken" || (error as SdkError).$metadata !== undefined;
}

/** An error of AWS in one line. Escape it where it is shown. */
export function describeError(error: unknown): string {
  return failureOf(error, "").message;
}

/** Reads a body of at most so many bytes. `undefined` where there are more; the rest is not read. */
export async function readBounded(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const stream = body as AsyncIterable<Uint8Array> & { destroy?: (error?: Error) => void };
  // The SDK's own signal ends with the answer's first line.
  const stop = () => stream.destroy?.(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > limit) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    signal.removeEventListener("abort", stop);
    stream.destroy?.();
  }
}
