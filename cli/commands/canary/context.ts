import type { Connection } from "./connect";
import type { Evidence, ExpectedRecord, RecordId, State, Step } from "../../results/canary";
import type { Target } from "./target";

/** What happens, as it happens. */
export interface Listener {
  step(step: Step): void;
  found(record: ExpectedRecord): void;
  /** How the waiting goes; for a terminal. */
  progress(text: string): void;
}

/** One run, as its steps see it. */
export interface Context {
  readonly target: Target;
  readonly connect: Connection;
  readonly objectKey: string;
  /** When the run began; of one that is resumed, when that began. */
  readonly since: Date;
  readonly timeoutMs: number;
  readonly pollMs: number;
  readonly keep: boolean;
  /** Ends the run early: Ctrl-C. */
  readonly signal: AbortSignal;
  readonly listener: Listener;
  readonly clock: () => Date;
  /** When each call was made, as far as this run made it. */
  readonly calledAt: Map<RecordId, Date>;
}

/** How a step ended. */
export interface Outcome {
  readonly state: State;
  readonly text: string;
  readonly evidence?: readonly Evidence[];
}

export function evidence(state: State, text: string): Evidence {
  return { state, text };
}
