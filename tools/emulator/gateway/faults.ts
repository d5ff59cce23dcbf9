import { setTimeout as wait } from "node:timers/promises";
import type { Answer, Call, Step } from "./call";
import { errorAnswer } from "./errors";
import { operationOf, placeOf } from "./operation";
import { s3Operation } from "./s3-operations";

/** What goes wrong on purpose, for tests. */
export interface Fault {
  /** `s3`, `kms`. @default all */
  readonly service?: string;
  /** `GetBucketPolicy`. @default all of the service */
  readonly action?: string;
  readonly kind: "error" | "throttle" | "denied" | "slow";
  /** How long a slow call is held. @default 1000 */
  readonly milliseconds?: number;
  /** How many calls it befalls. @default all */
  readonly times?: number;
}

/** The faults that befall calls now; the first that fits a call does. */
export class Faults {
  private current: { readonly fault: Fault; left: number }[] = [];
  private count = 0;

  /** How many calls the current faults have hit. */
  get hitCount(): number {
    return this.count;
  }

  /** Takes the place of all that was set before. */
  set(...faults: Fault[]): void {
    this.current = faults.map((fault) => ({ fault, left: fault.times ?? Infinity }));
    this.count = 0;
  }

  readonly step: Step = async (call, next) => {
    const found = this.current.find(({ fault, left }) => left > 0 && befalls(fault, call));
    if (!found) return next(call);
    found.left -= 1;
    this.count += 1;
    if (found.fault.kind !== "slow") return refuse(call, found.fault.kind);
    await wait(found.fault.milliseconds ?? 1000);
    return next(call);
  };
}

function befalls({ service, action }: Fault, call: Call): boolean {
  return (
    (service === undefined || service === operationOf(call).service) && (action ?? actionOf(call)) === actionOf(call)
  );
}

/** As IAM and CloudTrail name it. Undefined for what neither knows. */
export function actionOf(call: Call): string | undefined {
  const place = placeOf(call);
  return place ? s3Operation(call, place) : operationOf(call).action;
}

/** An error in the form of the protocol that the call speaks. */
export function refuse(call: Call, kind: "error" | "throttle" | "denied"): Answer {
  if (kind === "error") return errorAnswer(call, 500, "InternalError", "We encountered an internal error.");
  if (kind === "denied") {
    const code = placeOf(call) ? "AccessDenied" : "AccessDeniedException";
    return errorAnswer(call, placeOf(call) ? 403 : 400, code, `not authorized to perform ${actionOf(call) ?? "this"}`);
  }
  return placeOf(call)
    ? errorAnswer(call, 503, "SlowDown", "Please reduce your request rate.")
    : errorAnswer(call, 400, "ThrottlingException", "Rate exceeded");
}
