import { tableLines, textLines, type Cell, type Line } from "../../../render/table";
import { paint, type Terminal } from "../../../render/terminal";
import { STATE_TONES } from "../../../results/tones";
import type { Result } from "../../../verification/check";
import { isFinding, verdict, type Verification } from "../../../verification/verify";
import { folded, grouped, notAws, whereAndWhen } from "./grouped";

/** The checks for a terminal: one line each, with details below if it did not pass, and the verdict last. */
export function asTable(verification: Verification, terminal: Terminal): string {
  const warning = notAws(verification);
  const title = `${verification.environment}: does the deployed trail match its configuration, and does it work?`;
  const head: Line[] = [
    { text: title, tone: "strong" },
    whereAndWhen(verification),
    ...(verification.notes ?? []),
    ...(warning === undefined ? [] : [{ text: warning, tone: "warn" } as const]),
  ];
  const rows = grouped(folded(verification)).flatMap(([group, results]) => [group, ...results.map(rowOf)]);
  const columns = ["", "", ""].map((column) => ({ title: column }));
  return [
    ...textLines(head, terminal),
    "",
    ...tableLines({ columns, rows, indent: 2 }, terminal),
    "",
    paint(verdict(verification), isFinding(verification, false) ? "bad" : "good", terminal),
    "",
  ].join("\n");
}

function rowOf({ check, state, found, details = [] }: Result): Cell[] {
  const needsMore = state === "fail" || state === "warn" || state === "unknown";
  const more = needsMore ? [`expected: ${check.expected}`, ...details.map((detail) => `- ${detail}`)] : [];
  return [{ text: state, tone: STATE_TONES[state] }, check.id, [`${check.title}: ${found}`, ...more]];
}
