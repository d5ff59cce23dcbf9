import { tableLines } from "../../cli/render/table";
import { PLAIN } from "../../cli/render/terminal";
import { isWithin, type Check } from "./limits";
import type { Measured } from "./measure";

/** One line of the table: the app or the bare resources at one size. */
export interface Result extends Measured {
  readonly name: string;
  readonly stacks: number;
  readonly resources: number;
  readonly runs: number;
}

/** The machine, and what was measured. */
export interface Circumstances {
  readonly node: string;
  readonly cpus: number;
  readonly runs: number;
}

export function toText({ node, cpus }: Circumstances, results: readonly Result[], all: readonly Check[]): string {
  const rows = results.map(({ name, stacks, resources, seconds, cpuSeconds, megabytes, runs }) => [
    name,
    String(stacks),
    String(resources),
    seconds.toFixed(2),
    cpuSeconds.toFixed(2),
    megabytes.toFixed(0),
    String(runs),
  ]);
  const verdicts = all.map((check) => {
    const { name, measured, limit, unit } = check;
    const digits = unit === "MB" ? 0 : 2;
    return [name, `${measured.toFixed(digits)} ${unit}`, `${limit} ${unit}`, isWithin(check) ? "within" : "over"];
  });
  return [
    `Node ${node}, ${cpus} CPUs; median of the runs`,
    "",
    ...numbers(["", "stacks", "resources", "seconds", "CPU s", "MB", "runs"], rows),
    "",
    ...numbers(["", "measured", "limit", ""], verdicts),
  ].join("\n");
}

/** A name, then right-aligned numbers. */
function numbers(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const columns = titles.map((title, index) => ({ title, right: index > 0 && title !== "" }));
  return tableLines({ columns, rows }, PLAIN);
}

export function toJson(circumstances: Circumstances, results: readonly Result[], all: readonly Check[]): string {
  const ratios = all.filter(({ unit }) => unit === "times").map(({ name, measured }) => [name, rounded(measured)]);
  const limits = all.map((check) => {
    const { name, measured, limit, unit } = check;
    return [name, { measured: rounded(measured), limit, unit, verdict: isWithin(check) ? "within" : "over" }];
  });
  return JSON.stringify(
    {
      ...circumstances,
      results: results.map((result) => ({
        ...result,
        seconds: rounded(result.seconds),
        cpuSeconds: rounded(result.cpuSeconds),
        megabytes: rounded(result.megabytes),
      })),
      ratios: Object.fromEntries(ratios),
      limits: Object.fromEntries(limits),
    },
    undefined,
    2,
  );
}

function rounded(number: number): number {
  return Number(number.toFixed(3));
}
