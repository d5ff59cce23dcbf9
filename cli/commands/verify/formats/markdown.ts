import { document, list, md, table, type Inline, type Markdown } from "../../../render/markdown";
import type { Result } from "../../../verification/check";
import { verdict, type Verification } from "../../../verification/verify";
import { folded, grouped, notAws, whereAndWhen } from "./grouped";

const COLUMNS = ["", "Check", "Expected", "Found", "Step", "Controls"];

/** The checks for a report or a pull request: a table for each group, then details of checks that did not pass. */
export function asMarkdown(verification: Verification): string {
  const warning = notAws(verification);
  const blocks = [
    md`## ${verification.environment}: ${verdict(verification)}`,
    md`${whereAndWhen(verification)}`,
    ...(verification.notes ?? []).map((note) => md`${note}`),
    ...(warning === undefined ? [] : [md`**${warning}**`]),
    ...grouped(folded(verification)).flatMap(([group, results]) => [
      md`### ${group}`,
      table(COLUMNS, results.map(row)),
    ]),
    ...detailsOf(folded(verification).results),
  ];
  return `${document(blocks)}\n`;
}

function row({ check, state, found }: Result): Inline[] {
  const { id, title, expected, exampleStep = "", controls } = check;
  return [
    state === "fail" ? md`**fail**` : state,
    `${title} (${id})`,
    expected,
    found,
    exampleStep,
    controls.join(", "),
  ];
}

function detailsOf(results: readonly Result[]): Markdown[] {
  const told = results.filter(({ state, details = [] }) => state !== "pass" && details.length > 0);
  if (told.length === 0) return [];
  return [md`### Details`, ...told.flatMap(({ check, details = [] }) => [md`${check.id}:`, list(details)])];
}
