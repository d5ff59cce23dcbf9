import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../framework/user-error";
import type { Plan } from "./plan";
import { readPlan, terraformError } from "./read";

/**
 * Plans one stack of the synthesized folder with Terraform, and throws the plan file away. Throws a `UserError` where the
 * stack is not initialized, and with Terraform's own error where it cannot plan.
 */
export function makePlan(outdir: string, name: string): Plan {
  const folder = join(outdir, "stacks", name);
  if (!existsSync(join(folder, ".terraform"))) {
    throw new UserError(`${name} is not initialized; run terraform -chdir=${folder} init`);
  }
  const scratch = mkdtempSync(join(tmpdir(), "audit-trail-plan-"));
  try {
    const file = join(scratch, `${name}.tfplan`);
    // Nothing is applied of it: a lock would only ask for the right to write.
    const args = [`-chdir=${folder}`, "plan", "-input=false", "-no-color", "-lock=false", `-out=${file}`];
    execFileSync("terraform", args, {
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
    });
    return readPlan(file, folder);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") throw new UserError("planning takes terraform, which is not on the PATH");
    throw new UserError(`${name} cannot be planned: ${terraformError(stderr) ?? String(error)}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
