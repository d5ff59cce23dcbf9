import { tableLines } from "../../cli/render/table";
import { PLAIN } from "../../cli/render/terminal";
import type { Review } from "./equivalents";
import type { Mutant } from "./mutants";

const COLUMNS = ["", "tried", "noticed", "equivalent", "survived"].map((title) => ({ title, right: title !== "" }));

/** A line for each file, then the survivors and the unused equivalents. */
export function reportText(files: readonly string[], tried: readonly Mutant[], reviewed: Review): string {
  const { survivors, excused, stale } = reviewed;
  const row = (name: string, isCounted: (mutant: Mutant) => boolean) => {
    const [all, equal, alive] = [tried, excused, survivors].map((mutants) => mutants.filter(isCounted).length) as [
      number,
      number,
      number,
    ];
    return [name, ...[all, all - equal - alive, equal, alive].map(String)];
  };
  const rows = [...files.map((name) => row(name, ({ file }) => file === name)), row("all", () => true)];
  return [
    ...tableLines({ columns: COLUMNS, rows }, PLAIN),
    ...section(
      "Survived: no case notices",
      survivors.map(({ file, line, place, title }) => `${file}:${line} ${place}: ${title}`),
    ),
    ...section(
      "Unused equivalents to remove",
      stale.map(({ equivalent: { file, place }, change }) => `${file} ${place}: ${change}`),
    ),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}
