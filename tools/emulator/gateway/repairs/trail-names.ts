import { answered, succeeded, withBody, type Step } from "../call";
import { jsonOf, operationOf } from "../operation";

const BY_NAME_ONLY = ["StartLogging", "StopLogging", "DeleteTrail"];

/** moto starts, stops and deletes a trail only by its name. AWS also accepts its ARN, which Terraform sends. */
export const trailByArn: Step = (call, next) => {
  const { service, action } = operationOf(call);
  if (service !== "cloudtrail" || !BY_NAME_ONLY.includes(action ?? "")) return next(call);
  const input = jsonOf(call);
  const name = String(input["Name"]).split(":trail/").at(-1);
  return next(withBody(call, JSON.stringify({ ...input, Name: name })));
};

/** moto describes all trails, even if the call names one. */
export const describedTrails: Step = async (call, next) => {
  const { service, action } = operationOf(call);
  if (service !== "cloudtrail" || action !== "DescribeTrails") return next(call);
  const { trailNameList: requested } = jsonOf(call) as { trailNameList?: string[] };
  const answer = await next(call);
  if (!requested?.length || !succeeded(answer)) return answer;
  const { trailList } = JSON.parse(answer.body.toString()) as { trailList: { Name: string; TrailARN: string }[] };
  const named = trailList.filter(({ Name, TrailARN }) => requested.includes(Name) || requested.includes(TrailARN));
  return answered(answer, JSON.stringify({ trailList: named }));
};
