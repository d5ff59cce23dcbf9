import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { Script } from "node:vm";
import { transformSync } from "@swc/core";
import * as ts from "typescript";

/** The call that counts a step of a loop. */
export const STEP = "step();";

type Exports = Readonly<Record<string, unknown>>;
type Body = (exports: object, require: (specifier: string) => unknown, module: object, step: () => void) => void;

/** A loop that takes more steps than this has no end. */
const MOST_STEPS = 200_000;

/** TypeScript files by their absolute paths, compiled and run in memory. */
export class Sources {
  private readonly bodies = new Map<string, Body>();
  private steps = 0;

  /**
   * Runs a file, and all that it imports, anew. `changed` stands in the place of the file of its path; its loops must
   * count their steps.
   */
  load(path: string, changed?: { readonly path: string; readonly source: string }): Exports {
    const loaded = new Map<string, { exports: object }>();
    const run = (file: string): object => {
      const known = loaded.get(file);
      if (known) return known.exports;
      const module = { exports: {} };
      loaded.set(file, module);
      const body = file === changed?.path ? compile(changed.source) : this.bodyOf(file);
      body(
        module.exports,
        (specifier) => this.resolved(file, specifier, run),
        module,
        () => this.step(),
      );
      return module.exports;
    };
    return run(path) as Exports;
  }

  /** Forgets the steps that loops have taken. */
  start(): void {
    this.steps = 0;
  }

  private step(): void {
    this.steps += 1;
    if (this.steps > MOST_STEPS) throw new Error("the loop does not end");
  }

  private bodyOf(file: string): Body {
    const known = this.bodies.get(file) ?? compile(readFileSync(file, "utf8"));
    this.bodies.set(file, known);
    return known;
  }

  private resolved(from: string, specifier: string, run: (file: string) => object): unknown {
    if (!specifier.startsWith(".")) return createRequire(from)(specifier);
    const path = resolve(dirname(from), specifier);
    const isFolder = !this.bodies.has(`${path}.ts`) && !namesIn(dirname(path)).has(`${path}.ts`);
    return run(isFolder ? join(path, "index.ts") : `${path}.ts`);
  }
}

const folders = new Map<string, ReadonlySet<string>>();

function namesIn(folder: string): ReadonlySet<string> {
  const known = folders.get(folder) ?? new Set(readdirSync(folder).map((name) => join(folder, name)));
  folders.set(folder, known);
  return known;
}

function compile(source: string): Body {
  const { code } = transformSync(source, {
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  });
  return new Script(`(function (exports, require, module, step) {${code}\n})`).runInThisContext() as Body;
}

/** Begins the body of each loop of a source with a call of `step`. Keeps its lines. */
export function withCountedSteps(source: string): string {
  const parsed = ts.createSourceFile("counted.ts", source, ts.ScriptTarget.ES2022, true);
  const insertions: (readonly [at: number, text: string])[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isWhileStatement(node) || ts.isForStatement(node)) {
      const { statement } = node;
      if (ts.isBlock(statement)) insertions.push([statement.getStart() + 1, STEP]);
      else insertions.push([statement.getStart(), `{${STEP}`], [statement.end, "}"]);
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  insertions.sort(([one], [other]) => other - one);
  return insertions.reduce((text, [at, added]) => text.slice(0, at) + added + text.slice(at), source);
}
