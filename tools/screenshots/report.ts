import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../cli/framework/process";
import { UserError } from "../../cli/framework/user-error";
import { credentialsOf } from "../emulator/clients";
import { local } from "../local/local-environment";
import { pathsIn } from "../local/paths";
import { isUp, loadRun } from "../local/run-record";
import { variablesOf, withoutAws } from "../terraform/environment";

const TOOL = join(__dirname, "..", "..", "cli", "main.js");

/** The report page of the running local environment, with current results of verify and canary. */
export async function localReport(scratch: string): Promise<string> {
  const paths = pathsIn(".local");
  const record = loadRun(paths);
  const endpoint = record !== undefined && isUp(record) ? record.endpoint : undefined;
  if (endpoint === undefined) throw new UserError("no local environment is running: run npm run local -- --keep first");
  const credentials = await credentialsOf(endpoint, local.accounts.archive.id);
  const env = { ...withoutAws(process.env), ...variablesOf(credentials, local.region) };
  const common = ["--environment", local.name, "--outdir", paths.outdir];
  const run = async (command: string, ...more: string[]) => {
    const output = join(scratch, command);
    const args = [TOOL, command, ...common, ...more, "--output", output];
    const { code } = await runProgram(process.execPath, args, { env, output: "inherit" });
    if (code !== 0) throw new UserError(`audit-trail ${command} ended with status ${code}; pictures show no findings`);
    return output;
  };
  const verify = await run("verify", "--endpoint", endpoint, "--format", "json");
  const canary = await run("canary", "--endpoint", endpoint, "--format", "json");
  return readFileSync(await run("report", "--verify", verify, "--canary", canary), "utf8");
}
