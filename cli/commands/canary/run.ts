import { deliver } from "../../framework/output";
import type { Streams } from "../../framework/streams";
import { UserError } from "../../framework/user-error";
import type { Environment } from "../../model/environment";
import { readEnvironment } from "../../model/read";
import { terraformRole } from "../../model/resources";
import type { CanaryValues } from "./command";
import type { Context, Listener } from "./context";
import { toJson } from "../../render/escape";
import { asMarkdown } from "./formats/markdown";
import { interruptible } from "../../framework/interrupt";
import { Live } from "./live";
import { newObjectKey, startOf } from "./object-key";
import { connect, type ConnectOptions } from "./connect";
import type { CanaryResult } from "../../results/canary";
import { runCanary } from "./steps";
import { pickTrail } from "./pick-trail";
import { readTarget } from "./target";

/** CloudTrail delivers about every five minutes, a simulator immediately. */
const POLL_MS = { aws: 15_000, emulator: 1000 };

/** Runs one canary, shows it, and returns the exit status. Throws a `UserError` if it cannot start. */
export async function run(values: CanaryValues, streams: Streams): Promise<number> {
  const { environment, format, output, outdir } = values;
  const synthesized = pickTrail(readEnvironment(outdir, environment), values);
  const onInterrupt = () =>
    void streams.err.write("\ninterrupted: removing the object; Ctrl-C again stops immediately\n");
  return interruptible(onInterrupt, async ({ signal }) => {
    const live = new Live(values, streams);
    const context = await prepare(values, synthesized, live, signal);
    live.begin(context);
    const result = await runCanary(context, values.resume !== undefined);
    context.connection.end();
    live.end(result);
    const text = textOf(result, format, live);
    if (text !== undefined) deliver(text, output, streams);
    return { passed: 0, failed: 1, incomplete: 2 }[result.verdict];
  });
}

async function prepare(
  values: CanaryValues,
  environment: Environment,
  listener: Listener,
  signal: AbortSignal,
): Promise<Context> {
  const { bucket, key, endpoint, resume, timeout: timeoutMs } = values;
  const since = resume === undefined ? new Date() : startOf(resume);
  const pollMs = values.poll ?? (endpoint === undefined ? POLL_MS.aws : POLL_MS.emulator);
  const target = readTarget(environment, { bucket, key });
  const connection = await connect(target, connectOptions(values, environment), signal).catch((error: unknown) => {
    if (signal.aborted) throw new UserError("interrupted before the upload");
    throw error;
  });
  return {
    target,
    connection,
    objectKey: resume ?? newObjectKey(target.objectPrefix, since),
    since,
    timeoutMs,
    pollMs,
    keep: values.keep,
    signal,
    listener,
    clock: () => new Date(),
    calledAt: new Map(),
  };
}

function connectOptions(values: CanaryValues, environment: Environment): ConnectOptions {
  const { endpoint, profile, region = environment.trail.region, role: roles, reader } = values;
  const defaultRole = (account: string) => terraformRole(environment, account);
  return { region, profile, endpoint, roles, defaultRole, reader };
}

function textOf(result: CanaryResult, format: CanaryValues["format"], live: Live): string | undefined {
  if (format === "json") return toJson(result);
  if (format === "markdown") return asMarkdown(result);
  return live.shown ? undefined : live.table.whole(result, live.resume(result));
}
