import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as ts from "typescript";

/** Texts by their absolute path. */
export type Declarations = ReadonlyMap<string, string>;

/** The declarations that the package ships, as `tsconfig.package.json` emits them, without comments. */
export function emitDeclarations(root: string): Declarations {
  const { options } = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.package.json"),
    { removeComments: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  )!;
  const program = ts.createProgram([join(root, "modules", "index.ts")], options);
  const texts = new Map<string, string>();
  const { diagnostics } = program.emit(undefined, (file, text) => texts.set(resolve(file), text));
  const problems = [...program.getOptionsDiagnostics(), ...diagnostics];
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, FORMAT));
  return texts;
}

/** The sources of folders in place of declarations: enough for interfaces and types, which have no bodies. */
export function sourcesOf(root: string, ...folders: readonly string[]): Declarations {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(root, folder, file)),
  );
  const sources = files.filter((file) => file.endsWith(".ts"));
  return new Map(sources.map((file) => [resolve(file.replace(/\.ts$/, ".d.ts")), readFileSync(file, "utf8")] as const));
}

const FORMAT: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => process.cwd(),
  getNewLine: () => "\n",
};

/** A program over declarations alone: types of other packages stay names. */
export function declarationProgram(declarations: Declarations): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, noResolve: false, types: [] };
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    getSourceFile: (file) => {
      const text = declarations.get(resolve(file));
      return text === undefined ? undefined : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    },
    fileExists: (file) => declarations.has(resolve(file)),
    readFile: (file) => declarations.get(resolve(file)),
    resolveModuleNameLiterals: (names, from) =>
      names.map(({ text }) => ({ resolvedModule: resolved(declarations, text, from) })),
  };
  return ts.createProgram([...declarations.keys()], options, host);
}

function resolved(declarations: Declarations, name: string, from: string): ts.ResolvedModuleFull | undefined {
  if (!name.startsWith(".")) return undefined;
  const path = resolve(from, "..", name);
  const file = [`${path}.d.ts`, join(path, "index.d.ts")].find((one) => declarations.has(one));
  return file === undefined ? undefined : { resolvedFileName: file, extension: ts.Extension.Dts };
}
