import * as v from "valibot";
import { isBucketName } from "../modules/limits";
import { isPlainObject } from "./options";
import type { Partially } from "./rule";
import { bucketNames, combinationProblems, recordedBuckets } from "./rules";
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
  const issues = issuesOf(environment);
  const name = nameOf(environment, index);
  const refused = issues.map(pathOf);
  const sound = refused.reduce<unknown>(without, environment) as Partially<EnvironmentConfig>;
  const isVoid = (unless: string | undefined) =>
    unless !== undefined && refused.some((path) => spell(path).startsWith(unless));
  return [
    ...issues.map((issue) => `${name}: ${spell(pathOf(issue))} ${explain(issue)}`),
    ...combinationProblems(sound ?? {})
      .filter(({ unless }) => !isVoid(unless))
      .map(({ path, message }) => `${name}: ${path} ${message}`),
  ];
}

/** Valibot names only the first unknown key of an object: remove it and check again. */
function issuesOf(environment: unknown): v.BaseIssue<unknown>[] {
  const issues = v.safeParse(environmentSchema, environment).issues ?? [];
  const unknown = issues.filter(({ expected }) => expected === "never");
  return unknown.length === 0
    ? issues
    : [...unknown, ...issuesOf(unknown.map(pathOf).reduce<unknown>(without, environment))];
}

interface Named {
  readonly index: number;
  readonly where: string;
  readonly name: string;
}

/** Names that must differ between environments: bucket names are global, and stacks carry their environment's name. */
function clashes(environments: readonly unknown[]): string[] {
  const buckets = environments.flatMap((environment, index) =>
    bucketNamesIn(environment).map(({ path, name }) => ({
      index,
      where: `${nameOf(environment, index)}: ${path}`,
      name,
    })),
  );
  const names = environments.map((environment, index) => {
    return { index, where: `environments[${index}]: name`, name: nameOf(environment, index) };
  });
  return [...repeated(buckets), ...repeated(names), ...recordedElsewhere(environments, buckets)];
}

function repeated(used: readonly Named[]): string[] {
  return used.flatMap((entry, at) => {
    const same = used.slice(0, at).find((earlier) => earlier.name === entry.name && earlier.index !== entry.index);
    return same ? [`${entry.where} must differ from that of ${same.where}, got "${entry.name}"`] : [];
  });
}

/** Two trails that record each other's log buckets write to each other endlessly. */
function recordedElsewhere(environments: readonly unknown[], buckets: readonly Named[]): string[] {
  return environments.flatMap((environment, index) => {
    if (!isPlainObject(environment)) return [];
    return recordedBuckets(environment as Partially<EnvironmentConfig>).flatMap(({ path, name }) => {
      const other = buckets.find((bucket) => bucket.name === name && bucket.index !== index);
      const at = `${nameOf(environment, index)}: ${path}`;
      return other
        ? [`${at} must not be the bucket of ${other.where}: trails would log each other, got "${name}"`]
        : [];
    });
  });
}

function bucketNamesIn(environment: unknown): { path: string; name: string }[] {
  if (!isPlainObject(environment)) return [];
  return bucketNames(environment as Partially<EnvironmentConfig>).filter(
    ({ name }) => typeof name === "string" && isBucketName(name),
  );
}

function nameOf(environment: unknown, index: number): string {
  const name = isPlainObject(environment) ? environment["name"] : undefined;
  return typeof name === "string" && /^[\w.-]{1,40}$/.test(name) ? name : `environments[${index}]`;
}

type Path = readonly (string | number)[];

function pathOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).map(({ key }) => key as string | number);
}

/** `readers[0].roleName` */
function spell(path: Path): string {
  if (path.length === 0) return "the environment";
  return path.map(spellKey).join("");
}

function spellKey(key: string | number, at: number): string {
  if (typeof key === "number") return `[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `[${shorten(key)}]`;
  return at === 0 ? key : `.${key}`;
}

function explain({ expected, received, message, input }: v.BaseIssue<unknown>): string {
  if (expected === "never") return `is ${message}`;
  if (received === "undefined") return `is missing; it must be ${message}`;
  const [allowed, advice] = message.split("\n");
  return `must be ${allowed}, got ${show(input)}${advice === undefined ? "" : `: ${advice}`}`;
}

function show(value: unknown): string {
  if (typeof value === "string") return shorten(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isPlainObject(value)) return "an object";
  if (typeof value === "object" && value !== null) return `an object of class ${classOf(value)}`;
  return typeof value === "symbol" || typeof value === "function" ? `a ${typeof value}` : String(value);
}

/** `Date`; also right for objects with a misleading `constructor`. */
function classOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** In quotes, on one line, cut to 80 characters. */
function shorten(value: string): string {
  return value.length > 80
    ? `${JSON.stringify(value.slice(0, 80)).slice(0, -1)}..." (${value.length} characters)`
    : JSON.stringify(value);
}

/** A copy without the value at a path. List items leave a gap, so that later problems name the right index. */
function without(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? without(item, rest) : item));
  if (!isPlainObject(value)) return value;
  const others = Object.entries(value).filter(([name]) => name !== key);
  if (rest.length === 0 || !Object.hasOwn(value, key)) return Object.fromEntries(others);
  return Object.fromEntries([...others, [key, without(value[key], rest)]]);
}
