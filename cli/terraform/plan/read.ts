import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readFailure } from "../../framework/file-error";
import { isObject } from "../../framework/is-object";
import { UserError } from "../../framework/user-error";
import { OutputLimitError } from "../../framework/process";
import { runTerraform } from "../run";
import { convertPlan } from "./convert";
import type { Plan } from "./plan";
import type { KnownLocation } from "./locations";
import type { PlanJson, StateJson } from "./plan-json";
import { isRawState, rawStateProblem, shownState } from "./raw-state";
import { convertState } from "./state";

const NOT_AS_SHOWN = "its parts are not what terraform show -json writes";

/** Larger than any plan that a person would review. Node's longest string is 512 MB. */
const MAX_BYTES = 400 * 1024 * 1024;

export interface ReadOptions {
  /** Where Terraform shows a plan file; the folder must be initialized. @default the file's own */
  readonly folder?: string;
  readonly signal?: AbortSignal | undefined;
  /** The location of what the file does not locate. @default none */
  readonly told?: KnownLocation;
}

/**
 * Reads a plan: the JSON of `terraform show -json`, or a plan file, which it passes to that command. Throws a
 * `UserError` for a file that is neither, for a format of another major version, and for a plan that Terraform could
 * not finish.
 */
export async function readPlan(file: string, options: ReadOptions = {}): Promise<Plan> {
  const refuse = (why: string) => new UserError(`${file} is not a plan that can be reviewed: ${why}`);
  const json = await readShown(file, refuse, options);
  if (isState(json)) {
    throw refuse(
      "it is a state, which changes nothing; give the output of terraform plan -out=tfplan and terraform show -json " +
        "tfplan; matrix, controls and verify read a state",
    );
  }
  return planOf(file, json, refuse, options);
}

/** Reads a plan like `readPlan`, or a state, which becomes a plan that changes nothing. */
export async function readPlanOrState(file: string, options: ReadOptions = {}): Promise<Plan> {
  const refuse = (why: string) => new UserError(`${file} is neither a plan nor a state that can be read: ${why}`);
  const json = await readShown(file, refuse, options);
  return isState(json)
    ? converted(() => convertState(file, isRawState(json) ? shownState(json) : json, options.told ?? {}), refuse)
    : planOf(file, json, refuse, options);
}

type Refuse = (why: string) => UserError;

async function readShown(file: string, refuse: Refuse, { folder = dirname(file), signal }: ReadOptions) {
  const json = parse(await jsonOf(file, refuse, () => show(file, folder, refuse, signal)), refuse);
  if (isRawState(json)) {
    const problem = rawStateProblem(json);
    if (problem !== undefined) throw refuse(problem);
    return json;
  }
  const version = String(json.format_version);
  if (/^1\.\d+$/.test(version)) return json;
  const advice = /^0\.\d+$/.test(version) ? "; plan with Terraform 1.0 or later" : "";
  throw refuse(`format_version is ${JSON.stringify(json.format_version)}; this tool reads 1.x${advice}`);
}

/** Terraform leaves the values out of an empty state, and the list of changes out of a plan where nothing changes. */
function isState(json: PlanJson): json is PlanJson & StateJson {
  return [json.resource_changes, json.configuration, json.planned_values].every((part) => part === undefined);
}

function planOf(file: string, json: PlanJson, refuse: Refuse, { told = {} }: ReadOptions): Plan {
  if (json.errored === true) throw refuse("Terraform could not finish it; see the output of terraform plan");
  if (!Array.isArray(json.resource_changes ?? [])) throw refuse(NOT_AS_SHOWN);
  return converted(() => convertPlan(file, json, told), refuse);
}

function converted(convert: () => Plan, refuse: Refuse): Plan {
  try {
    const plan = convert();
    const odd = plan.resources.find(({ address, type }) => address === `${type}.__proto__` || type === "__proto__");
    // JavaScript gives this name a special meaning, and nobody has a reason to choose it.
    if (odd) throw refuse(`it has a resource called ${odd.address}; choose another name`);
    return plan;
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof RangeError) throw refuse("it is nested deeper than Terraform writes");
    if (error instanceof TypeError) throw refuse(NOT_AS_SHOWN);
    throw error;
  }
}

async function jsonOf(file: string, refuse: Refuse, showPlanFile: () => Promise<string>): Promise<string> {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${readFailure(error)}`);
  }
  if (content.length > MAX_BYTES) throw refuse(`it has ${content.length} bytes; the limit is ${MAX_BYTES}`);
  // Plan files are zip archives.
  return content.subarray(0, 2).toString("latin1") === "PK" ? showPlanFile() : textOf(content);
}

/** PowerShell redirects into UTF-16, and some editors put a byte order mark before UTF-8. */
function textOf(content: Buffer): string {
  const [first, second] = content;
  // Without a byte order mark, half of the first character, a bracket, is 0.
  const isLittleEndian = (first === 0xff && second === 0xfe) || second === 0;
  const isBigEndian = (first === 0xfe && second === 0xff) || first === 0;
  const even = content.subarray(0, content.length - (content.length % 2));
  const text = isBigEndian
    ? Buffer.from(even).swap16().toString("utf16le")
    : content.toString(isLittleEndian ? "utf16le" : "utf8");
  return text.replace(/^\uFEFF/, "");
}

async function show(file: string, folder: string, refuse: Refuse, signal: AbortSignal | undefined): Promise<string> {
  const args = [`-chdir=${folder}`, "show", "-json", "-no-color", resolve(file)];
  try {
    const { code, stdout, stderr } = await runTerraform(args, { maxOutput: MAX_BYTES, signal }, "read a plan file");
    if (code === 0) return stdout;
    const reason = terraformError(stderr) ?? "terraform show failed";
    throw refuse(`${reason} (shown in ${folder}, which must be initialized)`);
  } catch (error) {
    throw error instanceof OutputLimitError ? refuse(`its JSON has more than ${MAX_BYTES} bytes`) : error;
  }
}

function parse(text: string, refuse: Refuse): PlanJson {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw refuse("it is nested deeper than Terraform writes");
    // The message of JSON.parse quotes the file, which may contain secrets.
    throw refuse("it is not JSON, or is cut off");
  }
  if (!isObject(json)) throw refuse("it is not a JSON object");
  return json as unknown as PlanJson;
}

/** The first error that Terraform reports, in one line. */
export function terraformError(stderr: string | undefined): string | undefined {
  const line = stderr?.split("\n").find((text) => text.includes("Error: "));
  return line?.replace(/^.*Error: /, "");
}
