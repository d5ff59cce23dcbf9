import * as v from "valibot";
import { clashes, type Checked } from "./clashes";
import { isPlainObject } from "./options";
import type { Environment } from "./rule";
import { combinationProblems } from "./rules";
import { environmentSchema, type EnvironmentConfig } from "./environment";

/**
 * Checks environments before anything is synthesized. Throws one error with every problem on a line of its own:
 * environment, path, what is allowed, what was found.
 */
export function checkEnvironments(environments: readonly unknown[]): asserts environments is EnvironmentConfig[] {
  const checked = environments.flatMap((environment, index) => {
    if (firstOf(environments, environment) < index) return [];
    const label = nameOf(environment, index);
    const issues = issuesOf(environment);
    const sound = issues.map(pathOf).reduce<unknown>(without, environment) ?? {};
    return [{ index, label, issues, environment: sound as Environment }];
  });
  const problems = [
    ...repetitions(environments),
    ...checked.flatMap(environmentProblems),
    ...sameLabels(checked),
    ...clashes(checked),
  ];
  // Trails of one name in several accounts clash in each of them.
  if (problems.length > 0) throw new Error([...new Set(problems)].join("\n"));
}

interface CheckedBySchema extends Checked {
  readonly index: number;
  readonly issues: readonly v.BaseIssue<unknown>[];
}

function environmentProblems({ label, issues, environment }: CheckedBySchema): string[] {
  const refused = issues.map(pathOf).map(spell);
  const isVoid = (unless: string | undefined) =>
    unless !== undefined && refused.some((path) => path.startsWith(unless));
  return [
    ...issues.map((issue) => `${label}: ${spell(pathOf(issue))} ${explain(issue)}`),
    ...combinationProblems(environment)
      .filter(({ unless }) => !isVoid(unless))
      .map(({ path, message }) => `${label}: ${path} ${message}`),
  ];
}

/** An environment that is listed twice, whose every name would clash with itself. */
function repetitions(environments: readonly unknown[]): string[] {
  return environments.flatMap((environment, index) => {
    const first = firstOf(environments, environment);
    const name = nameOf(environment, first);
    return first < index ? [`environments[${index}]: ${name} is listed already, as environments[${first}]`] : [];
  });
}

function firstOf(environments: readonly unknown[], environment: unknown): number {
  return environments.findIndex((other) => Object.is(other, environment));
}

/** Stacks carry their environment's name. */
function sameLabels(checked: readonly CheckedBySchema[]): string[] {
  return checked.flatMap(({ label, index }) => {
    const first = checked.find((other) => other.label === label)!.index;
    return first < index
      ? [`environments[${index}]: name must differ from that of environments[${first}]: name, got "${label}"`]
      : [];
  });
}

/** Valibot names only the first unknown key of an object: remove it and check again. */
function issuesOf(environment: unknown): v.BaseIssue<unknown>[] {
  const issues = v.safeParse(environmentSchema, environment).issues ?? [];
  const unknown = issues.filter(({ expected }) => expected === "never");
  return unknown.length === 0
    ? issues
    : [...unknown, ...issuesOf(unknown.map(pathOf).reduce<unknown>(without, environment))];
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

/** A value as errors show it: short, and on one line. */
export function show(value: unknown): string {
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
