#!/usr/bin/env node
/* oxlint-disable typescript/no-require-imports -- A command is loaded when it is called, and require() needs
   neither file extensions nor Node's loader of ES modules. */
import { test as alertsTest } from "./commands/alerts/test-command";
import type * as AlertsTest from "./commands/alerts/test";
import { canary } from "./commands/canary/command";
import type * as Canary from "./commands/canary/run";
import { controls } from "./commands/controls/command";
import type * as Controls from "./commands/controls/run";
import type * as LogsFetch from "./commands/logs/fetch";
import { fetch } from "./commands/logs/fetch-command";
import type * as LogsFind from "./commands/logs/find";
import { find } from "./commands/logs/find-command";
import type * as LogsQuery from "./commands/logs/query";
import { query } from "./commands/logs/query-command";
import type * as LogsStats from "./commands/logs/stats";
import { stats } from "./commands/logs/stats-command";
import type * as LogsTimeline from "./commands/logs/timeline";
import { timeline } from "./commands/logs/timeline-command";
import type * as LogsValidate from "./commands/logs/validate";
import { validate } from "./commands/logs/validate-command";
import { matrix } from "./commands/matrix/command";
import type * as Matrix from "./commands/matrix/run";
import { report } from "./commands/report/command";
import type * as Report from "./commands/report/run";
import { review } from "./commands/review/command";
import type * as Review from "./commands/review/run";
import { verify } from "./commands/verify/command";
import type * as Verify from "./commands/verify/run";
import { runnable, type Tool } from "./framework/command";
import { endWithReader } from "./framework/interrupt";
import { ownPackage } from "./framework/package";
import type { Streams } from "./framework/streams";
import { runTool } from "./framework/tool";

export type { Streams } from "./framework/streams";

export const TOOL: Tool = {
  name: "audit-trail",
  summary: "prove what an audit trail on AWS allows, and that it works",
  notes: ["Run it with npx, in a checkout or in a project that has the package: npx audit-trail COMMAND."],
  version: () => ownPackage().version,
  commands: [
    runnable(matrix, () => (require("./commands/matrix/run") as typeof Matrix).run),
    runnable(controls, () => (require("./commands/controls/run") as typeof Controls).run),
    runnable(review, () => (require("./commands/review/run") as typeof Review).run),
    runnable(verify, () => (require("./commands/verify/run") as typeof Verify).run),
    runnable(canary, () => (require("./commands/canary/run") as typeof Canary).run),
    runnable(find, () => (require("./commands/logs/find") as typeof LogsFind).run),
    runnable(timeline, () => (require("./commands/logs/timeline") as typeof LogsTimeline).run),
    runnable(stats, () => (require("./commands/logs/stats") as typeof LogsStats).run),
    runnable(validate, () => (require("./commands/logs/validate") as typeof LogsValidate).run),
    runnable(query, () => (require("./commands/logs/query") as typeof LogsQuery).run),
    runnable(fetch, () => (require("./commands/logs/fetch") as typeof LogsFetch).run),
    runnable(alertsTest, () => (require("./commands/alerts/test") as typeof AlertsTest).run),
    runnable(report, () => (require("./commands/report/run") as typeof Report).run),
  ],
};

export function run(args: readonly string[], streams: Streams): Promise<number> {
  return runTool(TOOL, args, streams);
}

/** Runs as a program, on its command line. */
export async function main(): Promise<void> {
  endWithReader();
  process.exitCode = await run(process.argv.slice(2), { out: process.stdout, err: process.stderr });
}

if (require.main === module) void main();
