import type { Finished } from "../../cli/framework/process";
import { initDiagnostics, isError, plainText, validateDiagnostics, type Diagnostic } from "./diagnostics";
import type { Verdict } from "./verdict";

const NO_PROVIDER =
  "no provider: let Terraform reach its registry, or configure a provider mirror in the file that TF_CLI_CONFIG_FILE names";

/** No listener can be there, so that what is sent to AWS ends here, at once. */
export const UNREACHABLE_ENDPOINT = "127.0.0.1:1";

/** What `terraform init -json` says against the stack. Undefined where it went through. */
export function interpretInit(finished: Finished): Verdict | undefined {
  if (finished.code === 0) return undefined;
  const errors = initDiagnostics(finished.stdout).filter(isError);
  if (errors.length === 0) return couldNotRun("init", finished);
  if (errors.every(isUnavailableProvider)) return { kind: "skipped", reason: NO_PROVIDER, diagnostics: errors };
  return { kind: "invalid", diagnostics: errors };
}

/** What `terraform validate -json` says of the stack. */
export function interpretValidate(finished: Finished): Verdict {
  const diagnostics = validateDiagnostics(finished.stdout);
  if (diagnostics?.some(isError)) return { kind: "invalid", diagnostics };
  if (diagnostics === undefined || finished.code !== 0) return couldNotRun("validate", finished);
  return { kind: "ok", warnings: diagnostics.length };
}

/** Of two verdicts on one stack. What could not be judged weighs less than a fault, more than a pass. */
export function both(first: Verdict | undefined, second: Verdict): Verdict {
  if (first === undefined || first.kind === "ok") return second;
  if (second.kind !== "invalid") return first;
  return first.kind === "invalid"
    ? { kind: "invalid", diagnostics: [...first.diagnostics, ...second.diagnostics] }
    : second;
}

/**
 * What `terraform init -json` says against a backend block when AWS is a unreachable endpoint. Terraform takes the block
 * apart before it connects: whoever got as far as the door has a sound block.
 */
export function interpretBackend(finished: Finished): Verdict | undefined {
  if (finished.code === 0) return undefined;
  const errors = initDiagnostics(finished.stdout).filter(isError);
  if (errors.length === 0) return couldNotRun("init", finished);
  const faults = errors.filter(({ summary, detail }) => !`${summary} ${detail}`.includes(UNREACHABLE_ENDPOINT));
  return faults.length === 0 ? undefined : { kind: "invalid", diagnostics: faults };
}

/** Out of reach is not the stack's fault. A provider that its registry does not know is. */
function isUnavailableProvider({ summary, detail }: Diagnostic): boolean {
  return (
    /^(Failed to (query available|install) provider|Incompatible provider version|Provider registry)/.test(summary) &&
    !detail.includes("does not have a provider named")
  );
}

function couldNotRun(command: string, { code, stdout, stderr }: Finished): Verdict {
  const said = plainText(stderr.trim() || stdout).split("\n")[0];
  return { kind: "skipped", reason: `terraform ${command} ended with ${code ?? "a signal"} and no verdict: ${said}` };
}
