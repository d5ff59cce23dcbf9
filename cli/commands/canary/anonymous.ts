import { dnsSuffixOf } from "../../../modules/policy";
import { makeCall, readBounded } from "../../aws/call";
import { AwsFailure } from "../../aws/errors";
import { CALL_LIMIT_MS } from "./connect";
import { evidence, type Context, type Outcome } from "./context";

/** S3's errors have some hundred bytes. */
const ANSWER_LIMIT = 64 * 1024;

/** Step 3: reads the object's address like a browser, without a signature. */
export async function readUnsigned({
  target,
  connection,
  objectKey,
  calledAt,
  clock,
  signal,
}: Context): Promise<Outcome> {
  const { bucketRegion, endpoint } = connection;
  const url = objectUrl({ bucket: target.bucket, region: bucketRegion, objectKey, endpoint });
  calledAt.set("anonymous", clock());
  try {
    const { status, body } = await makeCall("s3:GetObject", { timeoutMs: CALL_LIMIT_MS, signal }, (options) =>
      get(url, options.abortSignal),
    );
    return assessAnswer(status, describeAnswer(status, body), url, endpoint);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AwsFailure)) throw error;
    return { state: "unknown", text: `no answer: ${error.message}` };
  }
}

async function get(url: string, signal: AbortSignal): Promise<{ readonly status: number; readonly body: string }> {
  try {
    const response = await fetch(url, { redirect: "manual", signal });
    const body = response.body ? await readBounded(response.body, ANSWER_LIMIT, signal) : undefined;
    return { status: response.status, body: body?.toString("utf8") ?? "" };
  } catch (error) {
    // Only the cause has the system's error code.
    throw (error as Error).cause ?? error;
  }
}

/** What an answer to an unsigned request proves; an emulator's proves nothing. */
export function assessAnswer(status: number, answer: string, url: string, endpoint: string | undefined): Outcome {
  const refused = status === 403 || status === 400;
  if (endpoint !== undefined) {
    const text = `an emulator ${refused ? "refused" : "answered"}: ${answer}`;
    return { state: "not enforced", text, evidence: [evidence("not enforced", `GET ${url}`)] };
  }
  const [state, found] = isGiven(status)
    ? (["fail", "anyone can read it"] as const)
    : refused
      ? (["pass", "refused"] as const)
      : (["unknown", "neither returned nor refused"] as const);
  return { state, text: `${found}: ${answer}`, evidence: [evidence(state, `GET ${url}`)] };
}

function isGiven(status: number): boolean {
  return status >= 200 && status < 300;
}

interface ObjectPlace {
  readonly bucket: string;
  readonly region: string;
  readonly objectKey: string;
  readonly endpoint: string | undefined;
}

/** The object's address, with the bucket in the host name unless its dots would not match the certificate. */
export function objectUrl({ bucket, region, objectKey, endpoint }: ObjectPlace): string {
  const path = objectKey.split("/").map(encodeURIComponent).join("/");
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, "")}/${bucket}/${path}`;
  const host = `s3.${region}.${dnsSuffixOf(region)}`;
  return bucket.includes(".") ? `https://${host}/${bucket}/${path}` : `https://${bucket}.${host}/${path}`;
}

function describeAnswer(status: number, body: string): string {
  const part = (name: string) => new RegExp(`<${name}>([^<]{1,300})</${name}>`).exec(body)?.[1];
  return [status, part("Code"), part("Message") && `(${part("Message")})`].filter(Boolean).join(" ");
}
