import { App, type TerraformStack } from "cdktf";
import type { AccessCase } from "../../cli/access/access-case";
import { accessCasesOf } from "../../cli/access/access-cases";
import { computeMatrix, evaluateCase, type Matrix } from "../../cli/access/compute";
import type { Subject } from "../../cli/access/subject";
import { subjectsOf } from "../../cli/access/subjects";
import { resolveEnvironment } from "../../cli/model/build";
import type { Environment } from "../../cli/model/environment";
import { readStacks } from "../../cli/model/read";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks, synthesize } from "../../stacks";
import { withoutTokenTraces } from "../../stacks/token-traces";
import { inFolder } from "./app";
import type { Axes } from "./expected-access";

/** An environment, from its synthesized stacks; `change` may change these before. */
export function environmentOf(config: EnvironmentConfig, change: (app: App) => void = () => {}): Environment {
  return environmentIn(config.name, (app) => {
    addStacks(app, config, { localState: false });
    change(app);
    return config.name;
  });
}

/** The environment of an app of one stack, as the examples are. */
export function environmentOfStack(name: string, make: (app: App) => TerraformStack): Environment {
  return environmentIn(name, (app) => make(app).node.id);
}

/** `make` gives the name by which the stacks are found. */
function environmentIn(name: string, make: (app: App) => string): Environment {
  const stacks = inFolder((outdir) =>
    withoutTokenTraces(() => {
      const app = new App({ outdir, stackTraces: false });
      const label = make(app);
      synthesize(app);
      return readStacks(outdir, label);
    }),
  );
  return resolveEnvironment(name, stacks);
}

/** The matrix of an environment, from its synthesized stacks. */
export function matrixOf(environment: EnvironmentConfig): Matrix {
  return computeMatrix(environmentOf(environment));
}

/** Who can do what in an environment, where only the cells are computed that somebody asks for. */
export class Access implements Axes {
  readonly subjects: readonly Subject[];
  readonly accessCases: readonly AccessCase[];
  private readonly cells = new Map<string, string>();

  constructor(environment: Environment) {
    this.subjects = subjectsOf(environment);
    this.accessCases = accessCasesOf(environment);
  }

  readonly decide = (accessCase: string, subject: string): string => {
    const cell = `${accessCase} ${subject}`;
    const decided = this.cells.get(cell) ?? this.compute(accessCase, subject);
    this.cells.set(cell, decided);
    return decided;
  };

  /** Ids of the subjects that may do it. */
  allowed(accessCase: string): string[] {
    return this.subjects.map(({ id }) => id).filter((id) => this.decide(accessCase, id) === "allowed");
  }

  private compute(accessCase: string, subject: string): string {
    const row = this.accessCases.find(({ id }) => id === accessCase);
    const column = this.subjects.find(({ id }) => id === subject);
    if (!row) throw new Error(`no access case ${accessCase}, only ${this.accessCases.map(({ id }) => id).join(", ")}`);
    if (!column) throw new Error(`no subject ${subject}, only ${this.subjects.map(({ id }) => id).join(", ")}`);
    return evaluateCase(row, column.caller).decision;
  }
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
