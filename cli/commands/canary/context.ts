import type { Connection } from "./connect";
import type { Evidence, ExpectedRecord, RecordId, State, Step } from "../../results/canary";
import type { Target } from "./target";

/** Receives the events of a run. */
export interface Listener {
  step(step: Step): void;
  found(record: ExpectedRecord): void;
  /** Progress of the waiting, for a terminal. */
  progress(text: string): void;
}

/** A run, for its steps. */
export interface Context {
  readonly target: Target;
  readonly connection: Connection;
  readonly objectKey: string;
  /** Start of the run; of a resumed run, the original start. */
  readonly since: Date;
  readonly timeoutMs: number;
  readonly pollMs: number;
  readonly keep: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly listener: Listener;
  readonly clock: () => Date;
  /** Times of the calls that this run made. */
  readonly calledAt: Map<RecordId, Date>;
}

/** The result of a step. */
export interface Outcome {
  readonly state: State;
  readonly text: string;
  readonly evidence?: readonly Evidence[];
}

export function evidence(state: State, text: string): Evidence {
  return { state, text };
}
