import { basename, dirname } from "node:path";
import * as ts from "typescript";
import { declarationProgram, type Declarations } from "./declarations";

/** What the types of a package promise. */
export interface Surface {
  /** Declarations that each entry exports, by its folder. */
  readonly exported: ReadonlyMap<string, readonly string[]>;
  /** Declarations that the exported ones mention and no entry exports. */
  readonly mentioned: readonly string[];
}

/** The surface of the entries: each `index.d.ts` in a folder below that of the root entry. */
export function surfaceOf(declarations: Declarations, rootEntry: string): Surface {
  const program = declarationProgram(declarations);
  const checker = program.getTypeChecker();
  const entries = program
    .getSourceFiles()
    .filter(({ fileName }) => basename(fileName) === "index.d.ts" && dirname(dirname(fileName)) === dirname(rootEntry));
  const symbolsOf = (file: ts.SourceFile) =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(file)!).map((one) => original(checker, one));
  const exports = new Map(entries.map((file) => [basename(dirname(file.fileName)), symbolsOf(file)]));
  const known = new Set([...exports.values()].flat());
  return {
    exported: new Map([...exports].sort().map(([name, symbols]) => [name, texts(symbols)])),
    mentioned: texts(withMentioned(checker, known).filter((symbol) => !known.has(symbol))),
  };
}

/** The declarations that the files export by these names, and all that they mention. */
export function declarationsNamed(declarations: Declarations, names: readonly string[]): string[] {
  const program = declarationProgram(declarations);
  const checker = program.getTypeChecker();
  const exported = program.getSourceFiles().flatMap((file) => {
    const module = checker.getSymbolAtLocation(file);
    return module ? checker.getExportsOfModule(module) : [];
  });
  const named = names.map((name) => {
    const symbol = exported.find((one) => one.name === name);
    if (symbol === undefined) throw new Error(`no file exports ${name}`);
    return original(checker, symbol);
  });
  // No JSON contains a function.
  return texts(withMentioned(checker, named, ts.isFunctionTypeNode));
}

/** Whether not to look for mentions in a part of a declaration. */
type Skips = (node: ts.Node) => boolean;

/** Symbols, with what they mention, and what that mentions. */
function withMentioned(checker: ts.TypeChecker, symbols: Iterable<ts.Symbol>, skips: Skips = () => false): ts.Symbol[] {
  // A set grows while it is walked.
  const all = new Set(symbols);
  for (const symbol of all) for (const other of mentionedBy(checker, symbol, skips)) all.add(other);
  return [...all];
}

function original(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Top-level symbols of these declarations that a symbol's public declarations name. */
function mentionedBy(checker: ts.TypeChecker, symbol: ts.Symbol, skips: Skips): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    if (isPrivate(node) || isImplementation(node) || skips(node)) return;
    if (ts.isIdentifier(node) || ts.isImportTypeNode(node)) {
      const name = ts.isImportTypeNode(node) ? node.qualifier : node;
      const other = name && checker.getSymbolAtLocation(name);
      const target = other && original(checker, other);
      if (target?.declarations?.some(isTopLevel)) found.push(target);
    }
    ts.forEachChild(node, visit);
  };
  for (const declaration of symbol.declarations ?? []) visit(declaration);
  return found;
}

/** Of a source: no part of what it declares. */
function isImplementation(node: ts.Node): boolean {
  return ts.isBlock(node) || (ts.isVariableDeclaration(node.parent) && node.parent.initializer === node);
}

/** Declared in a file by itself, not as a member or a parameter. */
function isTopLevel(declaration: ts.Declaration): boolean {
  return !ts.isSourceFile(declaration) && ts.isSourceFile(statementOf(declaration).parent);
}

/** A variable's statement; anything else is its own. */
function statementOf(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

function isPrivate(node: ts.Node): boolean {
  const { modifiers } = node as { readonly modifiers?: readonly ts.ModifierLike[] };
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false;
}

function texts(symbols: readonly ts.Symbol[]): string[] {
  return symbols
    .flatMap((symbol) => (symbol.declarations ?? []).map((one) => ({ name: symbol.name, text: textOf(one) })))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ text }) => text);
}

const PRINTER = ts.createPrinter({ removeComments: true });

/** A declaration without private members, `export` and `declare`. */
function textOf(declaration: ts.Declaration): string {
  const statement = statementOf(declaration);
  const text = PRINTER.printNode(ts.EmitHint.Unspecified, withoutPrivate(statement), statement.getSourceFile());
  return text.replace(/^(export |declare |default )+/, "");
}

function withoutPrivate(node: ts.Node): ts.Node {
  if (!ts.isClassDeclaration(node)) return node;
  const { modifiers, name, typeParameters, heritageClauses } = node;
  const members = node.members.filter((member) => !isPrivate(member));
  return ts.factory.updateClassDeclaration(node, modifiers, name, typeParameters, heritageClauses, members);
}
