import type { Validation } from "../../../logs/integrity/result";
import { sectionsOf, verdictOf } from "../../../logs/integrity/verdict";
import { cellLines, code, document, list, md, table } from "../../../render/markdown";
import { callCells, CALL_TITLES, chainCells, CHAIN_TITLES, detailsOf, gapTitle, NO_CALLS } from "./words";
import { keyLines, nextSteps, periodOf, timeOf } from "./words";

/** The result as a report, the verdict first. */
export function asMarkdown(validation: Validation): string {
  const { sources, startedAt, gaps, notes } = validation;
  const blocks = [
    md`# ${verdictOf(validation)}`,
    md`Are the files in ${sources.join(", ")} what CloudTrail wrote? ${periodOf(validation)}, validated ${timeOf(startedAt)}.`,
    table(CHAIN_TITLES, chainCells(validation)),
    ...sectionsOf(validation).flatMap(({ title, findings }) => [
      md`## ${title}`,
      table(
        ["", "file", ""],
        findings.map((one) => [one.kind, code(one.name), cellLines(detailsOf(one))]),
      ),
    ]),
    ...(gaps.length > 0 ? [md`## Gaps`] : []),
    ...gaps.flatMap((gap) => [
      md`${gapTitle(gap)}`,
      gap.calls.length === 0 ? md`${NO_CALLS}` : table(CALL_TITLES, callCells(gap)),
    ]),
    ...listed("Next", nextSteps(validation)),
    ...listed("Notes", notes),
    ...listed("Trusted keys", keyLines(validation)),
  ];
  return `${document(blocks)}\n`;
}

function listed(title: string, lines: readonly string[]) {
  return lines.length === 0 ? [] : [md`## ${title}`, list(lines)];
}
