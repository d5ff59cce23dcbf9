import { existsSync } from "node:fs";
import { runProgram, type Finished, type ProgramOptions } from "../framework/process";
import { UserError } from "../framework/user-error";

/** 1.10 added the native lock file of the S3 backend. */
export const INSTALL = "install Terraform 1.10 or later, developer.hashicorp.com/terraform/install";

/**
 * Runs Terraform in the folder `cwd`. Throws a `UserError` if it cannot be started; `purpose` completes the message:
 * `terraform not found on PATH; it is required to create a plan: install ...`.
 */
export async function runTerraform(
  args: readonly string[],
  options: ProgramOptions,
  purpose?: string,
): Promise<Finished> {
  const env = { ...(options.env ?? process.env), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
  try {
    return await runProgram("terraform", args, { ...options, env });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && existsSync(options.cwd ?? ".")) {
      const required = purpose === undefined ? "" : `; it is required to ${purpose}`;
      throw new UserError(`terraform not found on PATH${required}: ${INSTALL}`);
    }
    if (code === undefined) throw error;
    throw new UserError(`terraform cannot run${options.cwd === undefined ? "" : ` in ${options.cwd}`}: ${message}`);
  }
}

/** The first line of Terraform's output, without the box around it. */
export function firstLine(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^[\s│╷╵]+/u, "").trim());
  return lines.find((line) => line !== "") ?? "it printed nothing";
}
