import { answered, succeeded, type Call, type Step } from "../call";
import { jsonOf, operationOf } from "../operation";

interface Feature {
  readonly name: string;
}

/** A detector itself, not what else belongs to it; or all of them, where one is created. */
const DETECTOR = /^\/detector\/?([^/]+)?$/;

/**
 * moto keeps the features of the last call alone, and of those the ones that it knows. Callers receive every feature
 * that was written, whatever the order.
 */
export function detectorFeatures(): Step {
  const written = new Map<string, ReadonlyMap<string, Feature>>();
  return async (call, next) => {
    const answer = await next(call);
    const id = operationOf(call).service === "guardduty" ? detectorOf(call, answer.body) : undefined;
    if (id === undefined || !succeeded(answer)) return answer;
    if (call.method === "POST") {
      const { features = [] } = jsonOf(call) as { readonly features?: readonly Feature[] };
      written.set(id, new Map([...(written.get(id) ?? []), ...features.map((one) => [one.name, one] as const)]));
    }
    const features = written.get(id);
    if (call.method !== "GET" || features === undefined) return answer;
    const body = jsonOf({ ...call, body: answer.body });
    return answered(answer, JSON.stringify({ ...body, features: [...features.values()] }));
  };
}

/** The id is in the path, or in the answer of the call that creates the detector. */
function detectorOf(call: Call, answer: Buffer): string | undefined {
  const [path, id] = DETECTOR.exec(new URL(call.url, "http://gateway").pathname) ?? [];
  if (path === undefined || id !== undefined) return id;
  const { detectorId } = jsonOf({ ...call, body: answer });
  return typeof detectorId === "string" ? detectorId : undefined;
}
