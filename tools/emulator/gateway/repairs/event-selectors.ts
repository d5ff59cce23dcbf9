import { answered, succeeded, type Step } from "../call";
import { jsonOf, operationOf } from "../operation";

/** moto keeps advanced selectors when basic ones replace them. In AWS, a trail has one kind or the other. */
export const oneKindOfSelectors: Step = async (call, next) => {
  const { service, action } = operationOf(call);
  const answer = await next(call);
  if (service !== "cloudtrail" || action !== "GetEventSelectors" || !succeeded(answer)) return answer;
  const { EventSelectors: basic, ...rest } = jsonOf({ ...call, body: answer.body }) as { EventSelectors?: unknown[] };
  if (!basic?.length) return answered(answer, JSON.stringify(rest));
  return answered(answer, JSON.stringify({ ...rest, EventSelectors: basic, AdvancedEventSelectors: undefined }));
};
