import { resolveEnvironment } from "../../cli/model/build";
import type { Environment } from "../../cli/model/environment";
import type { Outcome } from "../../cli/policy/evaluate";
import { computeMatrix, type Matrix } from "../../cli/access/compute";
import { accessCasesOf } from "../../cli/access/access-cases";
import { settingsOf } from "../../cli/access/settings";
import { subjectsOf } from "../../cli/access/subjects";
import type { StackJson } from "../../cli/model/stack";
import { mutantsOf } from "./mutants";
import { settingChanges, withSetting } from "./settings";
import { policySurvival, settingSurvives } from "./survival";

/** The stacks of an environment or example. */
export interface Synthesized {
  readonly name: string;
  readonly stacks: readonly StackJson[];
}

/** With the cells of its matrix, with which every change is compared. Plain data, to be sent to a thread. */
export interface Measured extends Synthesized {
  readonly cells: readonly (readonly Outcome[])[];
}

/** A change that the matrix does not detect. */
export interface Survivor {
  readonly environment: string;
  /** Stack and address of the resource. */
  readonly source: string;
  /** The statement's Sid; undefined for a setting. */
  readonly sid: string | undefined;
  readonly change: string;
}

/** Every nth change, counted from `first`, so that threads can share the work. */
export interface Share {
  readonly first: number;
  readonly every: number;
}

export function measure({ name, stacks }: Synthesized): Measured {
  const { cells } = computeMatrix(resolveEnvironment(name, stacks));
  return { name, stacks, cells };
}

export function countOf({ name, stacks }: Synthesized): number {
  return mutantsOf(resolveEnvironment(name, stacks)).length + settingChanges(stacks).length;
}

/** Tries a share of the changes. Yields for each the survivor, or undefined if the matrix detects it. */
export function* trials(measured: Measured, share: Share): Generator<Survivor | undefined> {
  const { name, stacks } = measured;
  const environment = resolveEnvironment(name, stacks);
  const matrix = matrixOf(environment, measured);
  const isMine = (_: unknown, index: number) => index % share.every === share.first;
  const survives = policySurvival(environment, matrix);
  for (const mutant of mutantsOf(environment).filter(isMine)) {
    const { from, statement, title: change } = mutant;
    yield survives(mutant) ? { environment: name, source: from.source, sid: statement.Sid, change } : undefined;
  }
  for (const setting of settingChanges(stacks).filter(isMine)) {
    const changed = resolveEnvironment(name, withSetting(stacks, setting));
    const source = `${setting.stack}/${setting.address}`;
    yield settingSurvives(changed, matrix)
      ? { environment: name, source, sid: undefined, change: setting.title }
      : undefined;
  }
}

function matrixOf(environment: Environment, { name, cells }: Measured): Matrix {
  return {
    name,
    subjects: subjectsOf(environment),
    accessCases: accessCasesOf(environment),
    cells,
    settings: settingsOf(environment),
    notEvaluated: [],
  };
}
