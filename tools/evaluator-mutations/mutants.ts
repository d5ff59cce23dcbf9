import * as ts from "typescript";
import { STEP } from "./sources";

/** One change of a source file that should make it decide something else. */
export interface Mutant {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The function or constant that holds the change. */
  readonly place: string;
  /** `a === b becomes a !== b`, on one line. */
  readonly title: string;
  /** The whole source with the change. */
  readonly source: string;
}

/** Texts to put in the place of a node. */
type Change = readonly [node: ts.Node, ...texts: readonly string[]];

/** Every change of a source file, in the order of its text. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const mutants: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    if (isOnlyForTypes(node) || node.getText() === STEP) return;
    for (const [changed, ...texts] of changesOf(node)) {
      const [start, end] = [changed.getStart(), changed.end];
      for (const text of new Set(texts)) {
        const before = source.slice(start, end);
        if (text === before) continue;
        mutants.push({
          file,
          line: parsed.getLineAndCharacterOfPosition(start).line + 1,
          place: placeOf(changed),
          title: `${oneLine(before)} becomes ${oneLine(text) || "nothing"}`,
          source: source.slice(0, start) + text + source.slice(end),
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return mutants;
}

function isOnlyForTypes(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node)
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function placeOf(node: ts.Node): string {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if ((ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at)) && at.name) return at.name.getText();
    if (ts.isVariableDeclaration(at) && ts.isSourceFile(at.parent.parent.parent)) return at.name.getText();
  }
  return "";
}

const SWAPPED = new Map<ts.SyntaxKind, readonly string[]>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [ts.SyntaxKind.LessThanToken, ["<=", ">="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [ts.SyntaxKind.GreaterThanToken, [">=", "<="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
  [ts.SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [ts.SyntaxKind.BarBarToken, ["&&"]],
  [ts.SyntaxKind.PlusToken, ["-"]],
  [ts.SyntaxKind.MinusToken, ["+"]],
  [ts.SyntaxKind.AsteriskToken, ["/"]],
  [ts.SyntaxKind.SlashToken, ["*"]],
  [ts.SyntaxKind.LessThanLessThanToken, [">>"]],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, ["<<"]],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, [">>", "<<"]],
  [ts.SyntaxKind.AmpersandToken, ["|"]],
  [ts.SyntaxKind.BarToken, ["&"]],
  [ts.SyntaxKind.PlusEqualsToken, ["-="]],
  [ts.SyntaxKind.BarEqualsToken, ["&="]],
  [ts.SyntaxKind.QuestionQuestionEqualsToken, ["="]],
]);

const TAKES_SIDES: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
];

/** Methods and functions with others that take the same arguments. */
const OTHER_NAMES = new Map([
  ["some", "every"],
  ["every", "some"],
  ["startsWith", "endsWith"],
  ["endsWith", "startsWith"],
  ["indexOf", "lastIndexOf"],
  ["lastIndexOf", "indexOf"],
  ["and", "or"],
  ["or", "and"],
]);

/** Methods whose result is what they are called on, changed. */
const LEFT_OUT: readonly string[] = ["filter", "flat", "slice", "split", "toLowerCase"];

/** Functions of which each argument matters. */
const COMBINING: readonly string[] = ["and", "or"];

function changesOf(node: ts.Node): readonly Change[] {
  if (ts.isBinaryExpression(node)) return changesOfBinary(node);
  if (ts.isConditionalExpression(node)) return [[node, node.whenTrue.getText(), node.whenFalse.getText()]];
  if (ts.isIfStatement(node)) return [[node.expression, "true", "false"]];
  if (ts.isWhileStatement(node)) return [[node.expression, "false"]];
  if (ts.isForStatement(node) && node.condition) return [[node.condition, "false"]];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [[node, "false"]];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [[node, "true"]];
  if (ts.isPrefixUnaryExpression(node)) return [[node, node.operand.getText()]];
  if (ts.isNumericLiteral(node)) return [[node, String(Number(node.text) + 1)]];
  if (ts.isBigIntLiteral(node)) return [[node, `${node.text.slice(0, -1)}1n`]];
  if (ts.isRegularExpressionLiteral(node)) return changesOfRegularExpression(node);
  if (ts.isStringLiteral(node)) return changesOfText(node);
  if (ts.isTemplateExpression(node)) return [[node, '""']];
  if (ts.isCallExpression(node)) return changesOfCall(node);
  if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) return [removed(node)];
  if (ts.isPropertyAssignment(node)) return isTruth(node.initializer) ? [] : [removed(node)];
  if (ts.isShorthandPropertyAssignment(node)) return [removed(node)];
  if (ts.isCaseClause(node) && node.statements.length > 0) return [[node, ""]];
  if (ts.isExpressionStatement(node) || ts.isContinueStatement(node) || ts.isBreakStatement(node)) return [[node, ";"]];
  if (ts.isReturnStatement(node)) return node.expression ? resultChanged(node.expression) : [];
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return resultChanged(node.body);
  return [];
}

/** `true`, `false` or `"unknown"`: they are changed themselves, and `undefined` is as good as `false`. */
function isTruth(node: ts.Expression): boolean {
  if (ts.isAsExpression(node)) return isTruth(node.expression);
  return /^(true|false|"unknown")$/.test(node.getText());
}

function resultChanged(node: ts.Expression): readonly Change[] {
  return isTruth(node) ? [] : [[node, "undefined"]];
}

function changesOfBinary(node: ts.BinaryExpression): readonly Change[] {
  const { left, right, operatorToken } = node;
  const [before, after] = [left.getText(), right.getText()];
  const swapped = (SWAPPED.get(operatorToken.kind) ?? []).map((operator) => `${before} ${operator} ${after}`);
  return [[node, ...swapped, ...(TAKES_SIDES.includes(operatorToken.kind) ? [before, after] : [])]];
}

function changesOfRegularExpression(node: ts.RegularExpressionLiteral): readonly Change[] {
  const [, pattern = "", flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
  const variants = [
    [pattern.replace(/^\^/, ""), flags],
    [pattern.replace(/\$$/, ""), flags],
    [pattern, flags.replace("i", "")],
  ];
  return [[node, ...variants.map(([one, own]) => `/${one}/${own}`), "/(?!)/"]];
}

/** Names of properties, and members of types, say nothing by themselves. */
function changesOfText(node: ts.StringLiteral): readonly Change[] {
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return [];
  if (node.text === "unknown") return [[node, "true", "false"]];
  return [[node, node.text === "" ? '"changed"' : '""']];
}

function changesOfCall(node: ts.CallExpression): readonly Change[] {
  const called = node.expression;
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  const text = name.getText();
  const other = OTHER_NAMES.get(text);
  return [
    ...(other === undefined ? [] : [[name, other] as const]),
    ...(ts.isPropertyAccessExpression(called) && LEFT_OUT.includes(text)
      ? [[node, called.expression.getText()] as const]
      : []),
    ...(COMBINING.includes(text) && node.arguments.length > 1 ? node.arguments.map(removed) : []),
    ...(text === "not" ? [[node, node.arguments[0]!.getText()] as const] : []),
  ];
}

/** Without an element of a list: what stays must still be one. */
function removed(node: ts.Node): Change {
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node) || ts.isSpreadAssignment(node)) {
    return [node, "...{}"];
  }
  return [node, "...[]"];
}
