import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "../../framework/problem";
import type { Plan } from "./plan";
import { readPlan, terraformError } from "./read";

/**
 * Plans one stack of the synthesized folder with Terraform, and throws the plan file away. Throws a `Problem` where the
 * stack is not initialized, and with Terraform's own error where it cannot plan.
 */
export function makePlan(outdir: string, name: string): Plan {
  const folder = join(outdir, "stacks", name);
  if (!existsSync(join(folder, ".terraform"))) {
    throw new Problem(`${name} is not initialized; run terraform -chdir=${folder} init`);
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
    if (error instanceof Problem) throw error;
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") throw new Problem("planning takes terraform, which is not on the PATH");
    throw new Problem(`${name} cannot be planned: ${terraformError(stderr) ?? String(error)}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
