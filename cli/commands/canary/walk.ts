import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { parseArn } from "../../../modules/policy";
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
import { connect, type Connection, type ConnectOptions } from "./connect";
import type { CanaryResult } from "../../results/canary";
import { runCanary } from "./run";
import { readTarget } from "./target";

/** CloudTrail writes every five minutes or so; a simulator at once. */
const POLL_MS = { aws: 15_000, emulator: 1000 };

/** Runs one canary, shows it, and gives the exit status. Throws a `UserError` where it cannot begin. */
export async function run(values: CanaryValues, streams: Streams): Promise<number> {
  const { environment, format, output, outdir } = values;
  // Better now than after the waiting.
  if (output !== undefined && !existsSync(dirname(output))) {
    throw new UserError(`${output} cannot be written: its folder does not exist`);
  }
  const synthesized = readEnvironment(outdir, environment);
  const told = () => void streams.err.write("\ninterrupted: removing the object; Ctrl-C again ends at once\n");
  return interruptible(told, async ({ signal }) => {
    const live = new Live(values, streams);
    const context = await prepare(values, synthesized, live, signal);
    live.begin(context);
    const result = await runCanary(context, values.resume !== undefined);
    closeAll(context.connect);
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
  const reached = await connect(target, connectOptions(values, environment), signal).catch((error: unknown) => {
    if (signal.aborted) throw new UserError("interrupted before anything was put");
    throw error;
  });
  return {
    target,
    connect: reached,
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

/** Connections that are kept would keep the process. */
function closeAll({ caller, keeper, reader }: Connection): void {
  keeper.end();
  for (const clients of [caller, reader]) {
    for (const client of Object.values(clients) as { destroy(): void }[]) client.destroy();
  }
}

function connectOptions(values: CanaryValues, environment: Environment): ConnectOptions {
  const { endpoint, profile, region = environment.trail.region, role: roles, reader } = values;
  const synthesized = (account: string) => (endpoint === undefined ? terraformRole(environment, account) : undefined);
  const roleIn = (account: string) => roles.find((arn) => parseArn(arn)?.account === account) ?? synthesized(account);
  return { region, profile, endpoint, roleIn, reader };
}

function textOf(result: CanaryResult, format: CanaryValues["format"], live: Live): string | undefined {
  if (format === "json") return toJson(result);
  if (format === "markdown") return asMarkdown(result);
  return live.shown ? undefined : live.table.whole(result, live.resume(result));
}
