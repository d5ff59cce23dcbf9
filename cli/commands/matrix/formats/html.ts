import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../model/environment";
import { policiesIn } from "../../../model/policies-in";
import { NO_SID } from "../../../policy/document";
import { asPage } from "../../../render/page";
import type { Statement } from "../../../../modules/policy";
import type { Matrix } from "../../../access/compute";
import { unsafeSettings } from "../../../access/settings";
import { summaryOf } from "../../../access/summary";
import { asJson } from "./json";
import { BODY } from "./body";

/** A matrix with the environment whose policies decided it. */
export interface EvaluatedEnvironment {
  readonly matrix: Matrix;
  readonly environment: Environment;
}

/** One self-contained page for all matrices. */
export function asHtml(evaluated: readonly EvaluatedEnvironment[]): string {
  const data = evaluated.map(({ matrix, environment }) => ({
    ...asJson(matrix),
    summary: summaryOf(matrix).map(({ title, accessCases, subjects }) => ({
      title,
      accessCases,
      subjects: subjects.map(({ id }) => id),
    })),
    unsafe: unsafeSettings(matrix.settings),
    statements: statementsOf(environment),
  }));
  const title = `Access matrix: ${evaluated.map(({ matrix }) => matrix.name).join(", ")}`;
  const part = (file: string) => readFileSync(join(__dirname, "page", file), "utf8");
  return asPage({ title, style: part("page.css"), script: part("page.js"), data, body: BODY });
}

/** Statements by source and Sid, as cells name them. A Sid may occur more than once, or be missing. */
function statementsOf(environment: Environment): Record<string, Statement[]> {
  const found: Record<string, Statement[]> = {};
  for (const { source, statements } of policiesIn(environment).map(({ policy }) => policy)) {
    for (const statement of statements) {
      (found[`${source} ${statement.Sid ?? NO_SID}`] ??= []).push(statement);
    }
  }
  return found;
}
