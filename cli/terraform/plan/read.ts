import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError } from "../../framework/user-error";
import { convertPlan } from "./convert";
import type { Plan } from "./plan";
import type { PlanJson } from "./plan-json";

/** Larger than any plan that a person would review; Node's longest text is 512 MB. */
const MAX_BYTES = 400 * 1024 * 1024;

/**
 * Reads a plan: the JSON of `terraform show -json`, or a plan file, which it hands to that command. Throws a `UserError`
 * for a file that is neither, for a format of another major version, and for a plan that Terraform could not finish.
 * Terraform shows a plan file only in an initialized folder: `folder`, by default the file's own.
 */
export function readPlan(file: string, folder = dirname(file)): Plan {
  const refuse = (why: string) => new UserError(`${file} is no plan that can be reviewed: ${why}`);
  const json = parse(jsonOf(file, folder, refuse), refuse);
  const version = String(json.format_version);
  if (!/^1\.\d+$/.test(version)) {
    throw refuse(`format_version is ${JSON.stringify(json.format_version)}, this tool reads 1.x`);
  }
  if (json.errored === true) throw refuse("Terraform could not finish it; see the output of terraform plan");
  if (!Array.isArray(json.resource_changes)) throw refuse("it has no resource_changes; is it the JSON of a state?");
  try {
    const plan = convertPlan(file, json);
    const odd = plan.resources.find(({ address, type }) => address === `${type}.__proto__` || type === "__proto__");
    // To JavaScript the name means another thing, and nobody has a reason to choose it.
    if (odd) throw refuse(`it has a resource called ${odd.address}; choose another name`);
    return plan;
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof RangeError) throw refuse("it is nested deeper than Terraform writes");
    if (error instanceof TypeError) throw refuse("its parts are not what terraform show -json writes");
    throw error;
  }
}

function jsonOf(file: string, folder: string, refuse: (why: string) => UserError): string {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${file} cannot be read: ${code === "ENOENT" ? "it does not exist" : String(code)}`);
  }
  if (content.length > MAX_BYTES) throw refuse(`it has ${content.length} bytes, at most ${MAX_BYTES} are read`);
  // Plan files are zip archives.
  return content.subarray(0, 2).toString("latin1") === "PK" ? show(file, folder, refuse) : content.toString("utf8");
}

function show(file: string, folder: string, refuse: (why: string) => UserError): string {
  try {
    return execFileSync("terraform", [`-chdir=${folder}`, "show", "-json", "-no-color", resolve(file)], {
      encoding: "utf8",
      maxBuffer: MAX_BYTES,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") throw refuse("reading a plan file takes terraform, which is not on the PATH");
    throw refuse(
      `${terraformError(stderr) ?? "terraform show failed"} (shown in ${folder}, which must be initialized)`,
    );
  }
}

function parse(text: string, refuse: (why: string) => UserError): PlanJson {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw refuse("it is nested deeper than Terraform writes");
    // The message of JSON.parse quotes the file, which may hold secrets.
    throw refuse("it is not JSON, or cut off");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw refuse("it is no JSON object");
  return json as PlanJson;
}

/** The first error that Terraform tells, in a line. */
export function terraformError(stderr: string | undefined): string | undefined {
  const line = stderr?.split("\n").find((text) => text.includes("Error: "));
  return line?.replace(/^.*Error: /, "");
}
