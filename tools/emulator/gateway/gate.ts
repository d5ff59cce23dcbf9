import { setTimeout as wait } from "node:timers/promises";
import type { Step } from "./call";
import { refuse } from "./faults";

/** Time for a caller to process its last answer, in milliseconds. */
const NOTED_MS = 500;

/**
 * Lets calls pass, or refuses them. Close it before you interrupt Terraform: a provider that is interrupted during a
 * call never learns which resource the call created, and Terraform never destroys it.
 */
export class Gate {
  private closed = false;
  private underWay = 0;
  private onIdle: (() => void) | undefined;

  readonly step: Step = async (call, next) => {
    if (this.closed) return refuse(call, "denied");
    this.underWay += 1;
    try {
      return await next(call);
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.onIdle?.();
    }
  };

  /** Resolves when every pending call is answered. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.underWay > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await wait(NOTED_MS);
  }

  open(): void {
    this.closed = false;
  }
}
