import { isError, placeOf, type Diagnostic } from "./diagnostics";
import { count } from "../../cli/render/count";
import { tableLines } from "../../cli/render/table";
import { PLAIN } from "../../cli/render/terminal";

/** Terraform's verdict on one stack. A stack that could not be checked is `skipped`, never `ok`. */
export type Verdict =
  | { readonly kind: "ok"; readonly warnings: number }
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "skipped"; readonly reason: string; readonly diagnostics?: readonly Diagnostic[] };

export interface Result {
  readonly name: string;
  readonly verdict: Verdict;
  readonly seconds: number;
  /** The stack's Terraform JSON, if there is any, to find the construct of a diagnostic. */
  readonly terraform?: unknown;
}

/** One line, followed by Terraform's diagnostics. `nameWidth` aligns the lines of several results. */
export function resultLines({ name, verdict, seconds, terraform }: Result, nameWidth: number): string[] {
  const took = `${seconds.toFixed(1)} s`;
  const columns = [{ title: "", width: "invalid".length }, { title: "", width: nameWidth }, { title: "" }];
  const line = (text: string) => tableLines({ columns, rows: [[verdict.kind, name, text]] }, PLAIN);
  const because = (diagnostics: readonly Diagnostic[] = []) =>
    diagnostics.filter(isError).flatMap((diagnostic) => diagnosticLines(diagnostic, terraform));
  switch (verdict.kind) {
    case "ok":
      return line(`(${verdict.warnings > 0 ? `${took}, ${count(verdict.warnings, "warning")}` : took})`);
    case "invalid":
      return [...line(`(${took})`), ...because(verdict.diagnostics)];
    case "skipped":
      return [...line(verdict.reason), ...because(verdict.diagnostics)];
  }
}

function diagnosticLines(diagnostic: Diagnostic, terraform: unknown): string[] {
  const place = placeOf(diagnostic, terraform);
  const detail = diagnostic.detail === "" ? [] : diagnostic.detail.split("\n");
  const lines = [...(place === undefined ? [] : [place]), diagnostic.summary, ...detail.map((text) => `  ${text}`)];
  return lines.map((text) => `         ${text}`.trimEnd());
}

/** `13 passed, 0 failed, 0 skipped` */
export function totalLine(results: readonly Result[]): string {
  const of = (kind: Verdict["kind"]) => results.filter(({ verdict }) => verdict.kind === kind).length;
  return `${of("ok")} passed, ${of("invalid")} failed, ${of("skipped")} skipped`;
}

/** 0: all passed. 1: at least one is invalid. 2: at least one could not be checked. */
export function exitCode(results: readonly Result[]): number {
  const has = (kind: Verdict["kind"]) => results.some(({ verdict }) => verdict.kind === kind);
  if (has("invalid")) return 1;
  return has("skipped") || results.length === 0 ? 2 : 0;
}
