import { dnsSuffixOf } from "../../../modules/policy";
import { limited, readBounded, describeError } from "./calls";
import { evidence, type Context, type Outcome } from "./context";

/** S3 tells its errors in some hundred bytes. */
const ANSWER_LIMIT = 64 * 1024;

/** Step 3: read as a browser would that was given the object's address. */
export async function readUnsigned({ target, connect, objectKey, calledAt, clock, signal }: Context): Promise<Outcome> {
  const { bucketRegion, endpoint } = connect;
  const url = objectUrl({ bucket: target.bucket, region: bucketRegion, objectKey, endpoint });
  calledAt.set("anonymous", clock());
  let response: Response;
  let answer: string;
  try {
    const { abortSignal } = limited(signal);
    response = await fetch(url, { redirect: "manual", signal: abortSignal });
    const body = response.body ? await readBounded(response.body, ANSWER_LIMIT, abortSignal) : undefined;
    answer = describeAnswer(response.status, body?.toString("utf8") ?? "");
  } catch (error) {
    signal.throwIfAborted();
    return { state: "unknown", text: `no answer: ${describeError((error as Error).cause ?? error)}` };
  }
  return judgeAnswer(response.status, answer, url, endpoint);
}

/** What an answer to an unsigned request proves; of an emulator nothing. */
export function judgeAnswer(status: number, answer: string, url: string, endpoint: string | undefined): Outcome {
  const refused = status === 403 || status === 400;
  if (endpoint !== undefined) {
    const text = `an emulator ${refused ? "refused" : "answered"}: ${answer}`;
    return { state: "not enforced", text, evidence: [evidence("not enforced", `GET ${url}`)] };
  }
  const [state, found] = isGiven(status)
    ? (["fail", "anyone can read it"] as const)
    : refused
      ? (["pass", "refused"] as const)
      : (["unknown", "neither given nor refused"] as const);
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

/** The object's address: with the bucket before the host, unless its dots would break the certificate. */
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
