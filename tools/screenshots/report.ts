import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../cli/framework/user-error";
import { credentialsOf } from "../emulator/clients";
import { local } from "../local/local-environment";
import { pathsIn } from "../local/paths";
import { isUp, loadRun } from "../local/run-record";
import { variablesOf, withoutAws } from "../terraform/environment";

const TOOL = join(__dirname, "..", "..", "cli", "main.js");

/** The report page of the local environment, which must be up: what verify and canary find there now. */
export async function localReport(scratch: string): Promise<string> {
  const paths = pathsIn(".local");
  const record = loadRun(paths);
  const endpoint = record !== undefined && isUp(record) ? record.endpoint : undefined;
  if (endpoint === undefined) throw new UserError("no local environment is running: run npm run local -- --keep first");
  const credentials = await credentialsOf(endpoint, local.accounts.archive.id);
  const env = { ...withoutAws(process.env), ...variablesOf(credentials, local.region) };
  const common = ["--environment", local.name, "--outdir", paths.outdir];
  const run = (command: string, ...more: string[]) => {
    const output = join(scratch, command);
    const { status } = spawnSync(process.execPath, [TOOL, command, ...common, ...more, "--output", output], {
      env,
      stdio: "inherit",
    });
    if (status !== 0) throw new UserError(`audit-trail ${command} ended with status ${status}: not a picture to show`);
    return output;
  };
  const verify = run("verify", "--endpoint", endpoint, "--format", "json");
  const canary = run("canary", "--endpoint", endpoint, "--format", "json");
  return readFileSync(run("report", "--verify", verify, "--canary", canary), "utf8");
}
