import type { Finished } from "../../cli/framework/process";
import { initDiagnostics, isError, plainText, validateDiagnostics, type Diagnostic } from "./diagnostics";
import type { Verdict } from "./verdict";

const NO_PROVIDER =
  "no provider: allow Terraform to access its registry, or configure a provider mirror in the file that TF_CLI_CONFIG_FILE names";

/** Nothing can listen on this port, so requests to AWS fail immediately. */
export const UNREACHABLE_ENDPOINT = "127.0.0.1:1";

/** The verdict of `terraform init -json`. Undefined if it succeeded. */
export function interpretInit(finished: Finished): Verdict | undefined {
  if (finished.code === 0) return undefined;
  const errors = initDiagnostics(finished.stdout).filter(isError);
  if (errors.length === 0) return couldNotRun("init", finished);
  if (errors.every(isUnavailableProvider)) return { kind: "skipped", reason: NO_PROVIDER, diagnostics: errors };
  return { kind: "invalid", diagnostics: errors };
}

/** The verdict of `terraform validate -json`. */
export function interpretValidate(finished: Finished): Verdict {
  const diagnostics = validateDiagnostics(finished.stdout);
  if (diagnostics?.some(isError)) return { kind: "invalid", diagnostics };
  if (diagnostics === undefined || finished.code !== 0) return couldNotRun("validate", finished);
  return { kind: "ok", warnings: diagnostics.length };
}

/** Whether `terraform validate -json` finds nothing, not even a warning, but for backends in modules. */
export function isSound({ code, stdout }: Finished): boolean {
  const isIgnoredBackend = ({ summary }: Diagnostic) => summary === "Backend configuration ignored";
  return code === 0 && (validateDiagnostics(stdout)?.every(isIgnoredBackend) ?? false);
}

/** Combines two verdicts on one stack: invalid wins over skipped, skipped over ok. */
export function both(first: Verdict | undefined, second: Verdict): Verdict {
  if (first === undefined || first.kind === "ok") return second;
  if (second.kind !== "invalid") return first;
  return first.kind === "invalid"
    ? { kind: "invalid", diagnostics: [...first.diagnostics, ...second.diagnostics] }
    : second;
}

/**
 * The verdict of `terraform init -json` on a backend block when AWS is an unreachable endpoint. Terraform checks the block
 * before it connects, so if only the connection fails, the block is valid.
 */
export function interpretBackend(finished: Finished): Verdict | undefined {
  if (finished.code === 0) return undefined;
  const errors = initDiagnostics(finished.stdout).filter(isError);
  if (errors.length === 0) return couldNotRun("init", finished);
  const faults = errors.filter(({ summary, detail }) => !`${summary} ${detail}`.includes(UNREACHABLE_ENDPOINT));
  return faults.length === 0 ? undefined : { kind: "invalid", diagnostics: faults };
}

/** An unavailable provider is not a fault of the stack, but a provider that the registry does not have is. */
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
