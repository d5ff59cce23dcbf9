import type { Step } from "../call";
import { errorAnswer } from "../errors";
import { actionOf } from "../faults";

/**
 * For unknown operations and its own faults, moto answers with an HTML page and status 500, after which callers retry.
 * Callers receive an error of their protocol that names the emulator.
 */
export const missingOperations: Step = async (call, next) => {
  const answer = await next(call);
  const type = String(answer.headers["content-type"] ?? "");
  if (answer.status < 500 || !type.startsWith("text/html")) return answer;
  const title = /<title>\s*([^<]{1,200})/.exec(answer.body.toString())?.[1]?.trim() ?? "no reason given";
  return errorAnswer(
    call,
    501,
    "NotImplemented",
    `the emulator does not support ${actionOf(call) ?? "this"} (${title})`,
  );
};
