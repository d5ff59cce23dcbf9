import { answered, jsonAnswer, succeeded, type Step } from "../gateway/call";
import { jsonOf, operationOf } from "../gateway/operation";
import type { Identities } from "./identities";
import { timestamp } from "./record";
import type { SigningKey } from "./signing-key";
import type { Trails } from "./trails";

const YEAR_MILLISECONDS = 365 * 24 * 3_600_000;

/** ListPublicKeys, which moto does not support: the simulator's own key. */
export function publicKeys({ der, fingerprint, since }: SigningKey): Step {
  return async (call, next) => {
    const { service, action } = operationOf(call);
    if (service !== "cloudtrail" || action !== "ListPublicKeys") return next(call);
    const key = {
      Value: der.toString("base64"),
      Fingerprint: fingerprint,
      ValidityStartTime: seconds(since),
      ValidityEndTime: seconds(new Date(since.getTime() + YEAR_MILLISECONDS)),
    };
    return jsonAnswer({ PublicKeyList: [key] });
  };
}

/** GetTrailStatus with the simulator's deliveries in the Region of the call; moto always reports a delivery. */
export function trailStatus(trails: Trails, identities: Identities): Step {
  return async (call, next) => {
    const { service, action, accessKey, region } = operationOf(call);
    const answer = await next(call);
    if (service !== "cloudtrail" || action !== "GetTrailStatus" || !succeeded(answer)) return answer;
    const account = (await identities.of(accessKey))?.account;
    const trail = trails.find(String(jsonOf(call)["Name"]), account);
    const { LatestDeliveryTime: _, ...status } = jsonOf({ ...call, body: answer.body });
    const { delivered, last } = trail?.chains.get(region) ?? {};
    const times = {
      LatestDeliveryAttemptTime: delivered ? timestamp(delivered) : "",
      LatestDeliveryAttemptSucceeded: delivered ? timestamp(delivered) : "",
      ...(delivered && { LatestDeliveryTime: seconds(delivered) }),
      ...(last && { LatestDigestDeliveryTime: seconds(last.end) }),
      ...(trail?.error !== undefined && { LatestDeliveryError: trail.error }),
    };
    return answered(answer, JSON.stringify({ ...status, ...times }));
  };
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
