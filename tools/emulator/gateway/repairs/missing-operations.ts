import type { Step } from "../call";
import { errorAnswer } from "../errors";
import { actionOf } from "../faults";

/**
 * moto answers what it does not know, and its own mistakes, with a page of HTML and status 500, which callers try
 * again and again. They get an error of their protocol that says who failed.
 */
export const missingOperations: Step = async (call, next) => {
  const answer = await next(call);
  const type = String(answer.headers["content-type"] ?? "");
  if (answer.status < 500 || !type.startsWith("text/html")) return answer;
  const title = /<title>\s*([^<]{1,200})/.exec(answer.body.toString())?.[1]?.trim() ?? "no reason given";
  return errorAnswer(call, 501, "NotImplemented", `the emulator cannot do ${actionOf(call) ?? "this"} (${title})`);
};
