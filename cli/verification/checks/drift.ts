import { fail, pass, skipped, type Check, type Finding } from "../check";
import type { Context } from "../context";
import type { Environment } from "../../model/environment";
import { notInitialized } from "../../terraform/outputs";
import { firstLine, runTerraform } from "../../terraform/run";

/** Limit for a plan, which reads every resource of the stack. */
const TIMEOUT_MS = 600_000;

/** Whether Terraform would change anything, stack by stack. Only on request, because plans are slow. */
export function driftChecks({ stacks }: Environment, asked: boolean): Check[] {
  // A plan or a state belongs to no folder.
  return stacks.flatMap(({ name, folder }) => (folder === undefined ? [] : [driftCheck(name, folder, asked)]));
}

function driftCheck(name: string, folder: string, asked: boolean): Check {
  return {
    id: `drift.${name}`,
    group: "Drift",
    title: `${name}: nothing to change`,
    expected: "terraform plan finds no changes",
    controls: [],
    timeoutMs: TIMEOUT_MS,
    run: (context) => (asked ? plan(context, folder) : skipped("run with --drift")),
  };
}

async function plan({ signal }: Context, folder: string): Promise<Finding> {
  const reason = notInitialized(folder);
  if (reason !== undefined) return skipped(reason);
  const args = ["plan", "-detailed-exitcode", "-input=false", "-lock=false", "-json"];
  const { code, stdout, stderr } = await runTerraform(args, { cwd: folder, signal });
  if (code === 0) return pass("no changes");
  const messages = messagesOf(stdout);
  if (code === 2) {
    const changes = messages.flatMap(({ type, change }) =>
      type === "planned_change" && change ? [`${change.action}: ${change.resource.addr}`] : [],
    );
    return fail(`${changes.length} to change`, changes);
  }
  const error = messages.find((message) => message["@level"] === "error")?.["@message"];
  return { state: "unknown", found: `terraform plan failed: ${error ?? firstLine(stderr)}` };
}

interface Message {
  readonly type?: string;
  readonly "@level"?: string;
  readonly "@message"?: string;
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
}

/** Terraform's log, with one JSON object per line. */
function messagesOf(text: string): Message[] {
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as Message];
    } catch {
      return [];
    }
  });
}
