import { escapeTerminal } from "../../../render/escape";
import type { State } from "../../../verification/check";
import type { Result } from "../../../verification/run-checks";
import { verdict, type Verification } from "../../../verification/verify";
import { grouped, notAws, whereAndWhen } from "./grouped";

const COLOURS: Readonly<Record<State, string>> = {
  pass: "\u001b[32m",
  fail: "\u001b[31m",
  warn: "\u001b[33m",
  unknown: "\u001b[33m",
  "not enforced": "\u001b[36m",
  skipped: "\u001b[2m",
};
const RESET = "\u001b[0m";

const STATE_WIDTH = "not enforced".length + 2;

/** A found text that is longer goes on the lines below. */
const FOUND_WIDTH = 72;

/** The checks for a terminal, a line each, with more below where one did not pass; the verdict last. */
export function asTable(verification: Verification, { colour }: { readonly colour: boolean }): string {
  const ids = Math.max(...verification.results.map(({ check }) => check.id.length)) + 2;
  const warning = notAws(verification);
  return [
    `${escapeTerminal(verification.environment)}: is the deployed trail what was synthesized, and does it work?`,
    escapeTerminal(whereAndWhen(verification)),
    ...(warning === undefined ? [] : [escapeTerminal(warning)]),
    ...grouped(verification).flatMap(([group, results]) => [
      "",
      group,
      ...results.flatMap((result) => linesOf(result, ids, colour)),
    ]),
    "",
    verdict(verification),
    "",
  ].join("\n");
}

function linesOf({ check, state, found, details = [] }: Result, ids: number, colour: boolean): string[] {
  const padded = state.padEnd(STATE_WIDTH);
  const mark = colour ? `${COLOURS[state]}${padded}${RESET}` : padded;
  const text = escapeTerminal(found);
  const isLong = text.length > FOUND_WIDTH;
  const line = `  ${mark}${check.id.padEnd(ids)}${check.title}${isLong ? "" : `: ${text}`}`;
  const below = (words: string) => `${" ".repeat(STATE_WIDTH + 2)}${words}`;
  const needsMore = state === "fail" || state === "warn" || state === "unknown";
  return [
    line,
    ...(needsMore ? [below(`expected  ${escapeTerminal(check.expected)}`)] : []),
    ...(isLong ? [below(`found     ${text}`)] : []),
    ...(needsMore ? details.map((detail) => below(`- ${escapeTerminal(detail)}`)) : []),
  ];
}
