import { answered, succeeded, type Call, type Step } from "../call";
import { jsonOf, operationOf } from "../operation";

/** Settings of a function that moto forgets. */
const FORGOTTEN = ["DeadLetterConfig", "LoggingConfig"] as const;

/** A function itself, or its configuration; not what else belongs to it. */
const FUNCTION = /^\/2015-03-31\/functions\/?([^/]+)?(\/configuration)?$/;

/** moto forgets where a Lambda function's failed events and its logs go. Callers receive what was written. */
export function functionSettings(): Step {
  const written = new Map<unknown, Record<string, unknown>>();
  return async (call, next) => {
    const answer = await next(call);
    if (!isAboutFunction(call) || !succeeded(answer)) return answer;
    const body = jsonOf({ ...call, body: answer.body });
    const configuration = (body["Configuration"] ?? body) as Record<string, unknown>;
    const arn = configuration["FunctionArn"];
    if (arn === undefined) return answer;
    if (call.method === "POST") written.set(arn, forgottenOf(call));
    if (call.method === "PUT") written.set(arn, { ...written.get(arn), ...forgottenOf(call) });
    const whole = { ...configuration, ...written.get(arn) };
    return answered(answer, JSON.stringify(body["Configuration"] ? { ...body, Configuration: whole } : whole));
  };
}

function isAboutFunction(call: Call): boolean {
  return operationOf(call).service === "lambda" && FUNCTION.test(new URL(call.url, "http://gateway").pathname);
}

function forgottenOf(call: Call): Record<string, unknown> {
  const input = jsonOf(call);
  return Object.fromEntries(FORGOTTEN.flatMap((name) => (name in input ? [[name, input[name]]] : [])));
}
