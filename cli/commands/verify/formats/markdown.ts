import { escapeMarkdown } from "../../../render/escape";
import type { Result } from "../../../verification/run-checks";
import { verdict, type Verification } from "../../../verification/verify";
import { grouped, notAws, whereAndWhen } from "./grouped";

/** The checks for a report or a pull request: a table a group, then what did not pass. */
export function asMarkdown(verification: Verification): string {
  const warning = notAws(verification);
  return [
    `## ${escapeMarkdown(verification.environment)}: ${verdict(verification)}`,
    "",
    escapeMarkdown(whereAndWhen(verification)),
    ...(warning === undefined ? [] : ["", `**${escapeMarkdown(warning)}**`]),
    ...grouped(verification).flatMap(([group, results]) => [
      "",
      `### ${group}`,
      "",
      "| | Check | Expected | Found | Step | Controls |",
      "|---|---|---|---|---|---|",
      ...results.map(row),
    ]),
    ...detailsOf(verification.results),
    "",
  ].join("\n");
}

function row({ check, state, found }: Result): string {
  const { id, title, expected, exampleStep = "", controls } = check;
  const cells = [`${escapeMarkdown(title)} (${id})`, expected, found, exampleStep, controls.join(", ")];
  const [first, ...rest] = cells;
  return `| ${state === "fail" ? "**fail**" : state} | ${first} | ${rest.map(escapeMarkdown).join(" | ")} |`;
}

function detailsOf(results: readonly Result[]): string[] {
  const told = results.filter(({ state, details = [] }) => state !== "pass" && details.length > 0);
  if (told.length === 0) return [];
  return [
    "",
    "### Details",
    ...told.flatMap(({ check, details = [] }) => [
      "",
      `${check.id}:`,
      ...details.map((one) => `- ${escapeMarkdown(one)}`),
    ]),
  ];
}
