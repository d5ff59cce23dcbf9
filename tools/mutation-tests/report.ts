import { tableLines } from "../../cli/render/table";
import { PLAIN } from "../../cli/render/terminal";
import type { Review } from "./exceptions";
import type { Survivor } from "./trials";

export interface Tried {
  readonly environment: string;
  readonly tried: number;
}

const COLUMNS = ["", "tried", "caught", "excepted", "survived"].map((title) => ({ title, right: title !== "" }));

/** The result: a line for each environment, then the survivors and unused exceptions. */
export function reportText(tried: readonly Tried[], { survivors, excused, stale }: Review): string {
  const rows = tried.map(({ environment, tried: all }) => {
    const excepted = excused.filter(({ survivor }) => survivor.environment === environment).length;
    const survived = survivors.filter((survivor) => survivor.environment === environment).length;
    return [environment, ...[all, all - excepted - survived, excepted, survived].map(String)];
  });
  return [
    ...tableLines({ columns: COLUMNS, rows }, PLAIN),
    ...section("Excepted", exceptedLines(excused)),
    ...section("Survived: the matrix does not detect", survivors.map(linesOf)),
    ...section(
      "Unused exceptions to remove",
      stale.map(({ exception, change }) => [`${exception.type} ${exception.sid}: ${change}`]),
    ),
    "",
  ].join("\n");
}

function section(title: string, entries: readonly (readonly string[])[]): string[] {
  if (entries.length === 0) return [];
  return ["", `${title}:`, ...entries.flatMap((lines) => lines.map((line) => `  ${line}`))];
}

/** Grouped by Sid and reason, each change with its environments. */
function exceptedLines(excused: Review["excused"]): string[][] {
  const changes = new Map<string, Map<string, string[]>>();
  for (const { survivor, exception } of excused) {
    const title = `${exception.sid}: ${exception.reason}`;
    const known = changes.get(title) ?? new Map<string, string[]>();
    known.set(survivor.change, [...new Set([...(known.get(survivor.change) ?? []), survivor.environment])]);
    changes.set(title, known);
  }
  return [...changes].map(([title, known]) => [
    title,
    ...[...known].map(([change, environments]) => `  ${change} (${environments.join(", ")})`),
  ]);
}

function linesOf({ source, sid, change }: Survivor): string[] {
  return [sid === undefined ? source : `${source} ${sid}`, `  ${change}`];
}
