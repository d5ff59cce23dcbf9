import type { Validation } from "../../../logs/integrity/result";
import { sectionsOf, verdictOf, type Section } from "../../../logs/integrity/verdict";
import { tableLines, textLines, type Cell, type Line } from "../../../render/table";
import { paint, type Terminal } from "../../../render/terminal";
import { callCells, CALL_TITLES, chainCells, CHAIN_TITLES, detailsOf, gapTitle, nextSteps, NO_CALLS } from "./words";
import { keyLines, periodOf, timeOf, TONES, verdictTone } from "./words";

/** Thousands of files would hide the rest. */
const SHOWN = 20;

/** The result for a terminal, the verdict last. */
export function asTable(validation: Validation, terminal: Terminal): string {
  const { sources, startedAt, gaps, notes } = validation;
  const head: Line[] = [
    { text: `${sources.join(", ")}: are these files what CloudTrail wrote?`, tone: "strong" },
    `${periodOf(validation)}, validated ${timeOf(startedAt)}`,
    ...keyLines(validation).map((line) => `trusted key of ${line}`),
  ];
  const columns = CHAIN_TITLES.map((title) => ({ title }));
  return [
    ...textLines(head, terminal),
    "",
    ...tableLines({ columns, rows: chainCells(validation), indent: 2 }, terminal),
    ...sectionsOf(validation).flatMap((section) => ["", ...sectionLines(section, terminal)]),
    ...gaps.flatMap((gap) => [
      "",
      ...textLines({ text: gapTitle(gap), tone: "bad" }, terminal),
      ...(gap.calls.length === 0
        ? textLines(NO_CALLS, terminal, 2)
        : tableLines({ columns: CALL_TITLES.map((title) => ({ title })), rows: callCells(gap), indent: 2 }, terminal)),
    ]),
    ...(notes.length > 0
      ? [
          "",
          ...textLines(
            notes.map((note) => `note: ${note}`),
            terminal,
          ),
        ]
      : []),
    ...nextSteps(validation).flatMap((step, index) => [...(index === 0 ? [""] : []), ...textLines(step, terminal)]),
    "",
    paint(verdictOf(validation), verdictTone(validation), terminal),
    "",
  ].join("\n");
}

function sectionLines({ state, title, findings }: Section, terminal: Terminal): string[] {
  const rows = findings.slice(0, SHOWN).map((one): Cell[] => [one.kind, [one.name, ...detailsOf(one)]]);
  const left = findings.length - SHOWN;
  return [
    ...textLines({ text: title, tone: TONES[state] }, terminal),
    ...tableLines({ columns: [{ title: "" }, { title: "" }], rows, indent: 2 }, terminal),
    ...(left > 0 ? textLines(`and ${left} more: --format jsonl lists all`, terminal, 2) : []),
  ];
}
