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
  const mentioned = new Set<ts.Symbol>();
  // A set grows while it is walked, so that what the mentioned ones mention is found, too.
  const all = new Set(known);
  for (const symbol of all) {
    for (const other of mentionedBy(checker, symbol)) {
      if (!known.has(other)) mentioned.add(other);
      all.add(other);
    }
  }
  return {
    exported: new Map([...exports].sort().map(([name, symbols]) => [name, texts(symbols)])),
    mentioned: texts([...mentioned]),
  };
}

function original(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Top-level symbols of these declarations that a symbol's public declarations name. */
function mentionedBy(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    if (isPrivate(node)) return;
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

/** Declared in a file by itself, not as a member or a parameter. */
function isTopLevel(declaration: ts.Declaration): boolean {
  return ts.isSourceFile(statementOf(declaration).parent);
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
