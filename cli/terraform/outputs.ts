import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFailure } from "../framework/file-error";
import { UserError } from "../framework/user-error";
import { firstLine, runTerraform } from "./run";

/** A stack with a state. */
export interface StateOf {
  /** Folder with cdk.tf.json. */
  readonly folder: string;
  /** File with the state, if it is local. */
  readonly stateFile: string | undefined;
  readonly signal: AbortSignal;
}

/** Why Terraform cannot read a stack's state; undefined if it can. */
export function notInitialized(folder: string): string | undefined {
  return existsSync(join(folder, ".terraform")) ? undefined : `${folder} is not initialized by terraform init`;
}

type Outputs = Readonly<Record<string, { readonly value: unknown }>>;

/** The outputs in a stack's state, by name; or a text with the reason why there are none. */
export async function terraformOutputs(stack: StateOf): Promise<Record<string, unknown> | string> {
  const outputs = await readOutputs(stack);
  if (typeof outputs === "string") return outputs;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

async function readOutputs({ folder, stateFile, signal }: StateOf): Promise<Outputs | string> {
  const reason = notInitialized(folder);
  if (reason !== undefined) return reason;
  // `terraform output` first verifies the provider's 700 MB, which takes seconds. A local file is faster to read.
  if (stateFile !== undefined) return readState(stateFile);
  try {
    const { code, stdout, stderr } = await runTerraform(["output", "-json", "-no-color"], { cwd: folder, signal });
    return code === 0 ? (JSON.parse(stdout) as Outputs) : `terraform output failed: ${firstLine(stderr)}`;
  } catch (error) {
    if (error instanceof UserError) return `terraform output failed: ${error.message}`;
    throw error;
  }
}

function readState(file: string): Outputs | string {
  try {
    const { version, outputs } = JSON.parse(readFileSync(file, "utf8")) as { version?: number; outputs?: Outputs };
    return version === 4 ? (outputs ?? {}) : `${file} has version ${version}, which is not supported`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? `${file} does not exist: nothing has been applied`
      : `${file} cannot be read: ${readFailure(error)}`;
  }
}
