import { answered, succeeded, type Step } from "../call";
import { jsonOf, operationOf } from "../operation";

/** moto enables a key's rotation but forgets the period. */
export function keyRotation(): Step {
  const periods = new Map<string, unknown>();
  return async (call, next) => {
    const { service, action } = operationOf(call);
    if (service !== "kms" || !action?.includes("KeyRotation")) return next(call);
    const { KeyId, RotationPeriodInDays } = jsonOf(call);
    const id = String(KeyId).split("/").at(-1)!;
    const answer = await next(call);
    if (!succeeded(answer)) return answer;
    if (action === "EnableKeyRotation") periods.set(id, RotationPeriodInDays ?? 365);
    if (action !== "GetKeyRotationStatus") return answer;
    const status = jsonOf({ ...call, body: answer.body });
    const period = status["KeyRotationEnabled"] === true ? periods.get(id) : undefined;
    return period === undefined
      ? answer
      : answered(answer, JSON.stringify({ ...status, RotationPeriodInDays: period }));
  };
}
