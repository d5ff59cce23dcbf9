import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../framework/user-error";
import { firstLine, runTerraform } from "../run";
import type { Plan } from "./plan";
import { readPlan, terraformError } from "./read";

/**
 * Plans one stack of the synthesized folder with Terraform, and deletes the plan file. Throws a `UserError` if the
 * stack is not initialized, and with Terraform's own error if the plan fails.
 */
export async function makePlan(outdir: string, name: string, signal?: AbortSignal): Promise<Plan> {
  const folder = join(outdir, "stacks", name);
  if (!existsSync(join(folder, ".terraform"))) {
    // Without Terraform, advice to initialize would not help.
    await runTerraform(["version"], { signal }, "create a plan");
    throw new UserError(`${name} is not initialized; run terraform -chdir=${folder} init`);
  }
  const scratch = mkdtempSync(join(tmpdir(), "audit-trail-plan-"));
  try {
    const file = join(scratch, `${name}.tfplan`);
    // The plan is not applied: a lock would only require write permission.
    const args = [`-chdir=${folder}`, "plan", "-input=false", "-no-color", "-lock=false", `-out=${file}`];
    const { code, stdout, stderr } = await runTerraform(args, { signal }, "create a plan");
    if (code !== 0) {
      const reason = terraformError(stderr) ?? firstLine(stderr || stdout);
      throw new UserError(`${name}: terraform plan failed: ${reason}${adviceOn(reason)}`);
    }
    return await readPlan(file, { folder, signal });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Before its first deployment, a stack has no state that another one could read. */
function adviceOn(reason: string): string {
  return reason.startsWith("Unable to find remote state")
    ? ": a stack that it reads from is not deployed yet; deploy that stack first, for example the environment's archive"
    : "";
}
