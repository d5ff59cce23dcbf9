import { tableLines, textLines, type Cell } from "../../render/table";
import { paint, type Terminal, type Tone } from "../../render/terminal";
import type { Assessment, Status, Verdict } from "../../controls/assess";
import type { Control, Framework } from "../../controls/control";
import { FRAMEWORKS } from "../../controls/control";
import type { Exclusion } from "../../controls/exclusions";

export const MARKS: Readonly<Record<Status, string>> = {
  complies: "yes",
  violates: "NO",
  "off by choice": "off",
  "does not apply": "-",
};

export const LEGEND = "yes complies   NO violates   off by choice   - does not apply";

const TONES: Readonly<Record<Status, Tone>> = {
  complies: "good",
  violates: "bad",
  "off by choice": "warn",
  "does not apply": "quiet",
};

export interface Contents {
  readonly framework: Framework | undefined;
  readonly environments: readonly string[];
  /** What is not assessed. */
  readonly notes: readonly string[];
  readonly assessments: readonly Assessment[];
  readonly exclusions: readonly Exclusion[];
}

/** The controls for a terminal: a line for each control, then the faults and reasons. */
export function asTable(contents: Contents, terminal: Terminal): string {
  const { framework, environments, notes, assessments, exclusions } = contents;
  const violations = assessments.flatMap(({ verdicts }) => verdicts).filter(({ status }) => status === "violates");
  const columns = ["", "", ...environments].map((title) => ({ title }));
  const rows = assessments.map(({ control, verdicts }): Cell[] => [
    framework === undefined ? control.id : (control.frameworks[framework] ?? []).join(", "),
    control.requirement,
    ...verdicts.map(({ status }) => ({ text: MARKS[status], tone: TONES[status] })),
  ]);
  return [
    paint(framework === undefined ? "Controls of all frameworks" : FRAMEWORKS[framework], "strong", terminal),
    `${assessments.length} controls, ${violations.length} violated; ${exclusions.length} left out with a reason`,
    ...textLines(notes, terminal),
    "",
    ...tableLines({ columns, rows }, terminal),
    "",
    LEGEND,
    ...shortfalls("Violated", "violates", assessments, terminal),
    ...shortfalls("Off by choice", "off by choice", assessments, terminal),
    "",
  ].join("\n");
}

/** Each control with this status, followed by its faults. */
function shortfalls(title: string, status: Status, assessments: readonly Assessment[], terminal: Terminal): string[] {
  const found = assessments.flatMap(({ control, verdicts }) =>
    verdicts.filter((verdict) => verdict.status === status).map((verdict) => shortfall(control, verdict)),
  );
  if (found.length === 0) return [];
  return [
    "",
    paint(title, "strong", terminal),
    ...found.flatMap(({ head, faults }) => [...textLines(head, terminal, 2), ...textLines(faults, terminal, 4)]),
  ];
}

function shortfall({ id, choice }: Control, { environment, status, faults }: Verdict) {
  return { head: `${environment}: ${id}${status === "violates" ? "" : ` (${choice})`}`, faults };
}
