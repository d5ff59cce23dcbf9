import { setTimeout as wait } from "node:timers/promises";
import type { Answer, Call, Step } from "./call";
import { errorAnswer } from "./errors";
import { operationOf, bucketAndKeyOf } from "./operation";
import { s3Operation } from "./s3-operations";

/** An injected fault, for tests. */
export interface Fault {
  /** `s3`, `kms`. @default all */
  readonly service?: string;
  /** `GetBucketPolicy`. @default all of the service */
  readonly action?: string;
  readonly kind: "error" | "throttle" | "denied" | "slow";
  /** Delay of a slow call, in milliseconds. @default 1000 */
  readonly milliseconds?: number;
  /** Number of calls that it applies to. @default all */
  readonly times?: number;
}

/** The current faults. For each call, the first matching one applies. */
export class Faults {
  private current: { readonly fault: Fault; left: number }[] = [];
  private count = 0;

  /** Number of calls that the current faults have hit. */
  get hitCount(): number {
    return this.count;
  }

  /** Replaces all faults. */
  set(...faults: Fault[]): void {
    this.current = faults.map((fault) => ({ fault, left: fault.times ?? Infinity }));
    this.count = 0;
  }

  readonly step: Step = async (call, next) => {
    const found = this.current.find(({ fault, left }) => left > 0 && applies(fault, call));
    if (!found) return next(call);
    found.left -= 1;
    this.count += 1;
    if (found.fault.kind !== "slow") return refuse(call, found.fault.kind);
    await wait(found.fault.milliseconds ?? 1000);
    return next(call);
  };
}

function applies({ service, action }: Fault, call: Call): boolean {
  return (
    (service === undefined || service === operationOf(call).service) && (action ?? actionOf(call)) === actionOf(call)
  );
}

/** The name that IAM and CloudTrail use. Undefined for calls that neither knows. */
export function actionOf(call: Call): string | undefined {
  const target = bucketAndKeyOf(call);
  return target ? s3Operation(call, target) : operationOf(call).action;
}

/** An error in the format of the call's protocol. */
export function refuse(call: Call, kind: "error" | "throttle" | "denied"): Answer {
  if (kind === "error") return errorAnswer(call, 500, "InternalError", "We encountered an internal error.");
  if (kind === "denied") {
    const code = bucketAndKeyOf(call) ? "AccessDenied" : "AccessDeniedException";
    return errorAnswer(
      call,
      bucketAndKeyOf(call) ? 403 : 400,
      code,
      `not authorized to perform ${actionOf(call) ?? "this"}`,
    );
  }
  return bucketAndKeyOf(call)
    ? errorAnswer(call, 503, "SlowDown", "Please reduce your request rate.")
    : errorAnswer(call, 400, "ThrottlingException", "Rate exceeded");
}
