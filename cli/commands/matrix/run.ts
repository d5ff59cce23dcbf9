import { withoutBystanders } from "../../access/own-parts";
import { computeMatrix } from "../../access/compute";
import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import type { Environment } from "../../model/environment";
import { readEnvironments } from "../../model/read";
import { toJson } from "../../render/escape";
import type { Terminal } from "../../render/terminal";
import { readTerraformFiles } from "../../terraform/environments";
import type { MatrixValues } from "./command";
import { asHtml, type EvaluatedEnvironment } from "./formats/html";
import { asJson } from "./formats/json";
import { asMarkdown } from "./formats/markdown";
import { asTable } from "./formats/table";

export async function run(values: MatrixValues, streams: Streams, files: readonly string[]): Promise<number> {
  const terminal = terminalFor(values.output, streams);
  const environments =
    files.length > 0
      ? (await readTerraformFiles({ ...values, files })).map(withoutBystanders)
      : readEnvironments(values.outdir, values.environment);
  deliver(matrixText(environments, values.format, terminal), values.output, streams);
  return 0;
}

/** Text of the access matrices of environments. Throws a `UserError` if one cannot be computed. */
export function matrixText(
  environments: readonly Environment[],
  format: MatrixValues["format"],
  terminal: Terminal,
): string {
  const evaluated = environments.map((environment) => ({ environment, matrix: computeMatrix(environment) }));
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
