import { computeMatrix } from "../../access/compute";
import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { readEnvironments } from "../../model/read";
import { toJson } from "../../render/escape";
import type { Terminal } from "../../render/terminal";
import type { MatrixValues } from "./command";
import { asHtml, type EvaluatedEnvironment } from "./formats/html";
import { asJson } from "./formats/json";
import { asMarkdown } from "./formats/markdown";
import { asTable } from "./formats/table";

export async function run(values: MatrixValues, streams: Streams): Promise<number> {
  const terminal = terminalFor(values.output, streams);
  deliver(matrixText({ ...values, terminal }), values.output, streams);
  return 0;
}

export interface MatrixOptions extends Omit<MatrixValues, "output"> {
  readonly terminal: Terminal;
}

/** Text of the access matrix of one environment or of all. Throws a `UserError` if it cannot be computed. */
export function matrixText({ outdir, environment, format, terminal }: MatrixOptions): string {
  const evaluated = readEnvironments(outdir, environment).map((one) => ({
    environment: one,
    matrix: computeMatrix(one),
  }));
  return render(evaluated, format, terminal);
}

function render(
  evaluated: readonly EvaluatedEnvironment[],
  format: MatrixValues["format"],
  terminal: Terminal,
): string {
  const matrices = evaluated.map(({ matrix }) => matrix);
  switch (format) {
    case "table":
      return matrices.map((matrix) => asTable(matrix, terminal)).join("\n");
    case "markdown":
      return asMarkdown(matrices);
    case "json":
      return toJson(matrices.map(asJson));
    case "html":
      return asHtml(evaluated);
  }
}
