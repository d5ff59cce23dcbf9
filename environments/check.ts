import * as v from "valibot";
import { bucketNames, combinationProblems, type Partially } from "./rules";
import { environmentSchema, type EnvironmentConfig } from "./schema";

/**
 * Checks environments before anything is synthesized. Throws one error with every problem on a line of its own:
 * environment, path, what is allowed, what was found.
 */
export function checkEnvironments(environments: readonly unknown[]): asserts environments is EnvironmentConfig[] {
  const problems = [...environments.flatMap(environmentProblems), ...clashes(environments)];
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function environmentProblems(environment: unknown, index: number): string[] {
  const parsed = v.safeParse(environmentSchema, environment);
  const name = nameOf(environment, index);
  const issues = parsed.issues ?? [];
  const sound = withoutPaths(environment, issues.map(pathOf)) as Partially<EnvironmentConfig>;
  return [
    ...issues.map((issue) => `${name}: ${spell(pathOf(issue))} ${explain(issue)}`),
    ...combinationProblems(sound).map(({ path, message }) => `${name}: ${path} ${message}`),
  ];
}

/** Names that must differ across environments: S3 has one namespace for all, and stacks are named for theirs. */
function clashes(environments: readonly unknown[]): string[] {
  const used = environments.flatMap((environment, index) => {
    const name = nameOf(environment, index);
    const at = bucketNamesIn(environment).map(({ path, name: bucket }) => ({ where: `${name}: ${path}`, name: bucket }));
    return [...at, { where: `environments[${index}]: name`, name }].map((entry) => ({ ...entry, index }));
  });
  return used.flatMap((entry, at) => {
    const same = used.slice(0, at).find((earlier) => earlier.name === entry.name && earlier.index !== entry.index);
    return same ? [`${entry.where} must differ from that of ${same.where}, got "${entry.name}"`] : [];
  });
}

function bucketNamesIn(environment: unknown): { path: string; name: string }[] {
  return isObject(environment) ? bucketNames(environment as Partially<EnvironmentConfig>) : [];
}

function nameOf(environment: unknown, index: number): string {
  const name = isObject(environment) ? environment["name"] : undefined;
  return typeof name === "string" && name !== "" ? name : `environments[${index}]`;
}

type Path = readonly (string | number)[];

function pathOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).map(({ key }) => key as string | number);
}

/** `readers[0].roleName` */
function spell(path: Path): string {
  if (path.length === 0) return "the environment";
  return path.map((key, at) => (typeof key === "number" ? `[${key}]` : at === 0 ? key : `.${key}`)).join("");
}

function explain({ kind, type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (expected === "never") return `is ${message}`;
  if (received === "undefined") return `is missing; it must be ${type === "strict_object" ? "an object" : message}`;
  return `must be ${kind === "schema" && type === "strict_object" ? "an object" : message}, got ${received}`;
}

/** A copy that lacks what stands at these paths. */
function withoutPaths(value: unknown, paths: readonly Path[], at: Path = []): unknown {
  const isRefused = (path: Path) => paths.some((refused) => refused.length === path.length && refused.every((key, i) => key === path[i]));
  if (Array.isArray(value)) {
    // Positions stay, so that problems found later name the right one.
    return value.map((item, index) => (isRefused([...at, index]) ? undefined : withoutPaths(item, paths, [...at, index])));
  }
  if (!isObject(value)) return at.length === 0 ? {} : value;
  const kept = Object.entries(value).filter(([key]) => !isRefused([...at, key]));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutPaths(inner, paths, [...at, key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
