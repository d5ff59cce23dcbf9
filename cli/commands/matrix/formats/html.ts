import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../model/environment";
import { asPage } from "../../../render/page";
import type { Matrix } from "../../../access/compute";
import { BODY } from "./body";
import { pageData } from "./page-data";

/** A matrix with the environment whose policies decided it. */
export interface EvaluatedEnvironment {
  readonly matrix: Matrix;
  readonly environment: Environment;
}

/** One self-contained page for all matrices. */
export function asHtml(evaluated: readonly EvaluatedEnvironment[]): string {
  const data = evaluated.map(({ matrix, environment }) => pageData(matrix, environment));
  const title = `Access matrix: ${evaluated.map(({ matrix }) => matrix.name).join(", ")}`;
  const part = (file: string) => readFileSync(join(__dirname, "page", file), "utf8");
  return asPage({ title, style: part("page.css"), script: part("page.js"), data, body: BODY });
}
