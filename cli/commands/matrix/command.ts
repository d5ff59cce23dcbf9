import { COMMON, command, deliver, terminalFor } from "../../framework/command";
import { buildConfiguration } from "../../model/build";
import { UserError } from "../../framework/user-error";
import { environmentsIn, readStacks } from "../../model/read";
import { computeMatrix } from "../../access/compute";
import { toJson } from "../../render/escape";
import type { Terminal } from "../../render/terminal";
import { asHtml, type Judged } from "./formats/html";
import { asJson } from "./formats/json";
import { asMarkdown } from "./formats/markdown";
import { asTable } from "./formats/table";

export const FORMATS = ["table", "markdown", "json", "html"] as const;

export type Format = (typeof FORMATS)[number];

export interface MatrixOptions {
  /** Synthesized folder. */
  readonly outdir: string;
  /** @default all that the folder holds */
  readonly environment: string | undefined;
  readonly format: Format;
  readonly terminal: Terminal;
}

/** Text of the access matrix of one environment or of all. Throws a `UserError` where it cannot be told. */
export async function matrixText({ outdir, environment, format, terminal }: MatrixOptions): Promise<string> {
  const names = environment === undefined ? environmentsIn(outdir) : [environment];
  const judged: Judged[] = [];
  for (const name of names) {
    const configuration = buildConfiguration(name, readStacks(outdir, name));
    judged.push({ configuration, matrix: await computeMatrix(configuration) });
  }
  return render(judged, format, terminal);
}

function render(judged: readonly Judged[], format: Format, terminal: Terminal): string {
  switch (format) {
    case "table":
      return judged.map(({ matrix }) => asTable(matrix, terminal)).join("\n");
    case "markdown":
      return asMarkdown(judged.map(({ matrix }) => matrix));
    case "json":
      return toJson(judged.map(({ matrix }) => asJson(matrix)));
    case "html":
      return asHtml(judged);
  }
}

/** Throws a `UserError` for a format that the command does not know. */
export function parseFormat(text: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw new UserError(`--format must be one of ${FORMATS.join(", ")}, got "${text}"`);
  return format;
}

export const matrixCommand = command({
  name: "matrix",
  summary: "who can do what, computed from the synthesized policies",
  options: {
    environment: { type: "string", value: "NAME", help: "one environment; all that the folder holds by default" },
    format: { type: "string", default: "table", value: "FORMAT", help: `${FORMATS.join(", ")}; table by default` },
    ...COMMON,
  },
  examples: ["npx audit-trail matrix --environment prod", "npx audit-trail matrix --format html --output matrix.html"],
  run: async ({ environment, format, output, outdir }, streams) => {
    const terminal = terminalFor(output, streams);
    deliver(await matrixText({ outdir, environment, format: parseFormat(format), terminal }), output, streams);
    return 0;
  },
});
