import { explainPublic } from "./public";
import { removeObject } from "./clean";
import { readUnsigned } from "./anonymous";
import type { Context, Outcome } from "./context";
import { evidence } from "./context";
import { Expectations } from "./expected";
import { AwsFailure, failureOf } from "../../aws/errors";
import { putObject, readObject } from "./object";
import { STEP_TITLES, type CanaryResult, type Step, type StepId } from "../../results/canary";
import { verdictOf } from "./verdict";
import { watchLogs } from "./watch";

/** Runs the steps one after another, and always the last one. Does not throw if a call to AWS fails. */
export async function runCanary(context: Context, resumed: boolean): Promise<CanaryResult> {
  const { target, connection, objectKey, clock, signal } = context;
  const startedAt = clock();
  const steps = new Steps(context);
  const expected = new Expectations(context);
  try {
    if (resumed) skipCalls(steps);
    else await makeCalls(context, steps);
    if (steps.may("watch")) {
      await steps.take("watch", async () => checkKey(context, expected, await watchLogs(context, expected)));
    }
  } finally {
    await steps.take("clean", () => removeObject(context));
  }
  const records = expected.all();
  return {
    version: 1,
    command: "canary",
    environment: target.environment.name,
    ...verdictOf({ steps: steps.done, records, interrupted: signal.aborted }),
    endpoint: connection.endpoint ?? null,
    startedAt: startedAt.toISOString(),
    endedAt: clock().toISOString(),
    trailArn: target.environment.trail.arn,
    caller: connection.callerArn,
    bucket: target.bucket,
    bucketRegion: connection.bucketRegion,
    objectKey,
    keyArn: connection.keyArn,
    logBucket: target.environment.logBucket.name,
    steps: steps.done,
    records,
  };
}

async function makeCalls(context: Context, steps: Steps): Promise<void> {
  await steps.take("put", () => putObject(context));
  if (steps.may("read")) await steps.take("read", () => readObject(context));
  let unsigned: Outcome = { state: "unknown", text: "not tried" };
  if (steps.may("anonymous")) {
    await steps.take("anonymous", async () => (unsigned = await readUnsigned(context)));
  }
  if (steps.may("public")) await steps.take("public", () => explainPublic(context, unsigned));
}

function skipCalls(steps: Steps): void {
  for (const id of ["put", "read", "anonymous", "public"] as const) {
    steps.skip(id, "done by the earlier run");
  }
}

/** The record must name the key that encrypts the object. */
function checkKey({ connection }: Context, expected: Expectations, outcome: Outcome): Outcome {
  const put = expected.all().find(({ id }) => id === "put")?.found;
  if (!put || put.keyArn === connection.keyArn) return outcome;
  const wrong = evidence("fail", `the record of PutObject names ${put.keyArn ?? "no key"}, not ${connection.keyArn}`);
  return { state: "fail", text: "the record names another key", evidence: [wrong, ...(outcome.evidence ?? [])] };
}

/** The steps of a run, reported as they end. */
class Steps {
  readonly done: Step[] = [];

  constructor(private readonly context: Context) {}

  /** Whether the step can run; otherwise it is reported as skipped. */
  may(id: StepId): boolean {
    if (this.context.signal.aborted) this.skip(id, "interrupted");
    else if (this.done.some((step) => step.id === "put" && step.state === "unknown"))
      this.skip(id, "nothing was uploaded");
    else return true;
    return false;
  }

  skip(id: StepId, text: string): void {
    this.add(id, this.context.clock(), { state: "skipped", text });
  }

  async take(id: StepId, run: () => Promise<Outcome>): Promise<void> {
    const began = this.context.clock();
    let outcome: Outcome;
    try {
      outcome = await run();
    } catch (error) {
      outcome = this.failed(id, error);
    }
    this.add(id, began, outcome);
  }

  private failed(id: StepId, error: unknown): Outcome {
    if (this.context.signal.aborted && id !== "clean") return { state: "skipped", text: "interrupted" };
    const { kind, message } = failureOf(error, "");
    const text = kind === "denied" ? `no permission: ${message}` : message;
    if (id === "clean") return { state: "fail", text: `the object remains: ${text}` };
    if (!(error instanceof AwsFailure)) throw error;
    return { state: "unknown", text };
  }

  private add(id: StepId, began: Date, { state, text, evidence: facts = [] }: Outcome): void {
    const { clock, listener } = this.context;
    const milliseconds = Math.max(0, clock().getTime() - began.getTime());
    const step = { id, title: STEP_TITLES[id], state, at: began.toISOString(), milliseconds, text, evidence: facts };
    this.done.push(step);
    listener.step(step);
  }
}
