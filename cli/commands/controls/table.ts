import { escapeTerminal } from "../../render/escape";
import type { Assessment, Status } from "../../controls/assess";
import type { Framework } from "../../controls/control";
import { FRAMEWORKS } from "../../controls/control";
import type { Exclusion } from "../../controls/exclusions";

export const MARKS: Readonly<Record<Status, string>> = {
  complies: "yes",
  violates: "NO",
  "off by choice": "off",
  "does not apply": "-",
};

export const LEGEND = "yes complies   NO violates   off by choice of the environment   - does not apply";

const COLOURS: Readonly<Record<Status, string>> = {
  complies: "\u001b[32m",
  violates: "\u001b[31m",
  "off by choice": "\u001b[33m",
  "does not apply": "\u001b[2m",
};
const RESET = "\u001b[0m";
/** Columns that a list of ids may take before it runs on below. */
const WRAP = 24;

export interface Contents {
  readonly framework: Framework | undefined;
  readonly environments: readonly string[];
  readonly assessments: readonly Assessment[];
  readonly exclusions: readonly Exclusion[];
}

/** The controls for a terminal: violations first, then a line for each control, then what falls short and why. */
export function asTable(contents: Contents, { colour }: { readonly colour: boolean }): string {
  const { framework, environments, assessments, exclusions } = contents;
  const violations = assessments.flatMap(({ verdicts }) => verdicts).filter(({ status }) => status === "violates");
  const ids = assessments.map(({ control }) =>
    framework === undefined ? [control.id] : wrap(control.frameworks[framework] ?? []),
  );
  const widths = {
    ids: widest(ids.flat()) + 2,
    requirement: widest(assessments.map(({ control }) => control.requirement)) + 2,
    marks: environments.map(({ length }) => Math.max(length, 3) + 2),
  };
  const head = environments.map((name, index) => escapeTerminal(name).padEnd(widths.marks[index]!)).join("");
  return [
    framework === undefined ? "Controls of all frameworks" : FRAMEWORKS[framework],
    `${assessments.length} controls, ${violations.length} violated; ${exclusions.length} left out with a reason`,
    "",
    `${" ".repeat(widths.ids + widths.requirement)}${head}`.trimEnd(),
    ...assessments.flatMap((assessment, index) => lines(assessment, ids[index]!, widths, colour)),
    "",
    LEGEND,
    ...shortfalls(assessments),
    "",
  ].join("\n");
}

interface Widths {
  readonly ids: number;
  readonly requirement: number;
  readonly marks: readonly number[];
}

function lines({ control, verdicts }: Assessment, ids: readonly string[], widths: Widths, colour: boolean): string[] {
  const marks = verdicts.map(({ status }, index) => {
    const mark = MARKS[status].padEnd(widths.marks[index]!);
    return colour ? `${COLOURS[status]}${mark}${RESET}` : mark;
  });
  const [first = "", ...rest] = ids;
  const line = `${first.padEnd(widths.ids)}${control.requirement.padEnd(widths.requirement)}${marks.join("")}`;
  return [line.trimEnd(), ...rest];
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

/** Ids in lines that fit their column. */
function wrap(ids: readonly string[]): string[] {
  return ids.reduce<string[]>((all, id) => {
    const last = all.at(-1);
    if (last === undefined || last.length + id.length + 2 > WRAP) return [...all, id];
    return [...all.slice(0, -1), `${last}, ${id}`];
  }, []);
}

function shortfalls(assessments: readonly Assessment[]): string[] {
  return (["violates", "off by choice"] as const).flatMap((wanted) => {
    const found = assessments.flatMap(({ control, verdicts }) =>
      verdicts
        .filter(({ status }) => status === wanted)
        .flatMap(({ environment, faults }) => [
          `  ${environment}: ${control.id}${wanted === "violates" ? "" : ` (${control.choice})`}`,
          ...faults.map((fault) => `    ${escapeTerminal(fault)}`),
        ]),
    );
    return found.length === 0 ? [] : ["", wanted === "violates" ? "Violated" : "Off by choice", ...found];
  });
}
