import { AwsFailure, failureOf } from "./errors";

export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

export interface CallLimits {
  /** For the call with all its attempts. */
  readonly timeoutMs: number;
  /** Cancels the call. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** Makes a call that requires the permission `action`. Throws an `AwsFailure`. */
export async function makeCall<Answer>(
  action: string,
  { timeoutMs, signal }: CallLimits,
  send: (options: SendOptions) => Promise<Answer>,
): Promise<Answer> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    return await send({ abortSignal: signal ? AbortSignal.any([signal, limit]) : limit });
  } catch (error) {
    if (!limit.aborted) throw failureOf(error, action);
    throw new AwsFailure("unreachable", action, "Timeout", `no response within ${timeoutMs / 1000} seconds`);
  }
}

/** Reads a body. Undefined if it has more than `limit` bytes; the rest is not read. */
export async function readBounded(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const stream = body as AsyncIterable<Uint8Array> & { destroy?: (error?: Error) => void };
  // The SDK's own signal applies only until the headers of the response arrive.
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
