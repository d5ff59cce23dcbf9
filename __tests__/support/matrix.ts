import { App, type TerraformStack } from "cdktf";
import { resolveEnvironment } from "../../cli/model/build";
import { computeMatrix, type Matrix } from "../../cli/access/compute";
import { readStacks } from "../../cli/model/read";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks, synthesize } from "../../stacks";
import { inFolder } from "./app";

/** The matrix of an environment, from its synthesized stacks. */
export function matrixOf(environment: EnvironmentConfig): Promise<Matrix> {
  const stacks = inFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    addStacks(app, environment, { localState: false });
    synthesize(app);
    return readStacks(outdir, environment.name);
  });
  return computeMatrix(resolveEnvironment(environment.name, stacks));
}

/** The matrix of an app of one stack, as the examples are. */
export function matrixOfStack(name: string, make: (app: App) => TerraformStack): Promise<Matrix> {
  const stacks = inFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    const stack = make(app);
    app.synth();
    return readStacks(outdir, stack.node.id);
  });
  return computeMatrix(resolveEnvironment(name, stacks));
}

/** The decision on one cell. Throws where there is no such action or subject. */
export function decision({ name, accessCases, subjects, cells }: Matrix, accessCase: string, subject: string): string {
  const row = accessCases.findIndex(({ id }) => id === accessCase);
  const column = subjects.findIndex(({ id }) => id === subject);
  if (row < 0) throw new Error(`${name} has no action ${accessCase}: ${accessCases.map(({ id }) => id).join(", ")}`);
  if (column < 0) throw new Error(`${name} has no subject ${subject}: ${subjects.map(({ id }) => id).join(", ")}`);
  return cells[row]![column]!.decision;
}

/** Ids of the subjects that may do an action. */
export function allowed(matrix: Matrix, accessCase: string): string[] {
  return matrix.subjects.filter(({ id }) => decision(matrix, accessCase, id) === "allowed").map(({ id }) => id);
}
