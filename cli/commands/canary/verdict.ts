import { count } from "../../render/count";
import { showDuration } from "../../render/time";
import type { CanaryResult, ExpectedRecord, State, Step } from "../../results/canary";

interface Run {
  readonly steps: readonly Step[];
  readonly records: readonly ExpectedRecord[];
  readonly interrupted: boolean;
}

/** The verdict of a run. A failure takes precedence over a step that could not run. */
export function verdictOf({ steps, records, interrupted }: Run): Pick<CanaryResult, "verdict" | "summary"> {
  const ofState = (state: State) => steps.filter((step) => step.state === state);
  const failed = ofState("fail");
  if (failed.length > 0) return { verdict: "failed", summary: failed.map(describeStep).join("; ") };
  if (interrupted) return { verdict: "incomplete", summary: "interrupted" };
  const unknown = ofState("unknown");
  const blocking = unknown.find(({ id }) => id !== "public" && id !== "anonymous");
  if (blocking) return { verdict: "incomplete", summary: describeStep(blocking) };
  return {
    verdict: "passed",
    summary: [describeRecords(records), ...describeRest(steps, records)].join("; "),
  };
}

function describeStep({ title, text }: Step): string {
  return `${title}: ${text}`;
}

function describeRecords(records: readonly ExpectedRecord[]): string {
  const required = records.filter(({ required: must }) => must);
  const delays = required.flatMap(({ calledAt, found }) =>
    found ? [Date.parse(found.deliveredAt) - Date.parse(calledAt ?? found.eventTime)] : [],
  );
  const recorded = required.length === 1 ? "the record" : "both records";
  return `the trail recorded it: ${recorded} within ${showDuration(Math.max(...delays))}`;
}

function describeRest(steps: readonly Step[], records: readonly ExpectedRecord[]): string[] {
  const of = (state: State) => steps.filter((step) => step.state === state).length;
  const simulated = records.some(({ found }) => found?.simulatedBy !== undefined);
  return [
    ...(simulated ? ["in simulated log files"] : []),
    ...(of("warn") > 0 ? [count(of("warn"), "warning")] : []),
    ...(of("unknown") > 0 ? [`${of("unknown")} unknown`] : []),
    ...(of("not enforced") > 0 ? [`on an emulator, ${of("not enforced")} not enforced there`] : []),
  ];
}
