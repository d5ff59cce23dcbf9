import type { Conditions, Statement } from "../../modules/policy";
import type { Change } from "./change";
import { listed, widerArns, without } from "./elements";

type Block = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Each operator and each key removed; each value removed, widened or inverted; each key made required or optional. */
export function conditionChanges(statement: Statement): Change[] {
  const block = blockOf(statement.Condition);
  const become = (title: string, changed: Block): Change => ({ title, statement: withBlock(statement, changed) });
  return Object.entries(block).flatMap(([operator, keys]) => [
    ...(Object.keys(keys).length > 1
      ? [become(`condition operator ${operator} removed`, replace(block, operator, {}))]
      : []),
    ...Object.entries(keys).flatMap(([key, values]) => {
      const others = Object.fromEntries(Object.entries(keys).filter(([name]) => name !== key));
      const removed = replace(block, operator, others);
      return [
        become(`condition ${operator} ${key} removed`, removed),
        ...without(values).map(([value, rest]) =>
          become(`condition ${operator} ${key}: ${value} left out`, replace(block, operator, { ...keys, [key]: rest })),
        ),
        ...widened(operator, values).map(([wider, value]) =>
          become(`condition ${operator} ${key} becomes ${wider} ${value}`, add(removed, wider, key, [value])),
        ),
        ...toggled(operator).map((other) =>
          become(`condition ${operator} ${key} becomes ${other}`, add(removed, other, key, values)),
        ),
      ];
    }),
  ]);
}

/** Operators and values that make a condition less strict. */
function widened(operator: string, values: readonly string[]): [string, string][] {
  const [, quantifier = "", not = "", comparison = "", ifExists = ""] =
    /^(For\w+:)?(?:String|Arn)?(Not)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  switch (comparison) {
    case "Bool":
    case "Null":
      return [[operator, values[0] === "true" ? "false" : "true"]];
    case "Equals":
    case "Like": {
      const wider = ["*", ...(not ? [] : values.flatMap(widerArns))].filter((value) => !values.includes(value));
      return [...new Set(wider)].map((value) => [`${quantifier}String${not}Like${ifExists}`, value]);
    }
    default:
      return comparison.startsWith("Numeric") ? [[operator, "0"]] : [];
  }
}

/**
 * The operator with IfExists added or removed, which changes the result for requests without the key. Not for `Null`, which
 * tests exactly that, or for negated operators, which always match without the key.
 */
function toggled(operator: string): string[] {
  if (operator === "Null" || /^(For\w+:)?(\w+)?Not/.test(operator)) return [];
  return [operator.endsWith("IfExists") ? operator.slice(0, -"IfExists".length) : `${operator}IfExists`];
}

function replace(block: Block, operator: string, keys: Block[string]): Block {
  const others = Object.entries(block).map(([name, held]) => [name, name === operator ? keys : held] as const);
  return Object.fromEntries(others.filter(([, held]) => Object.keys(held).length > 0));
}

function add(block: Block, operator: string, key: string, values: readonly string[]): Block {
  return { ...block, [operator]: { ...block[operator], [key]: values } };
}

function blockOf(conditions: Conditions = {}): Block {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys ?? {}).map(([key, values]) => [key, listed(values)])),
    ]),
  );
}

function withBlock(statement: Statement, block: Block): Statement {
  const { Condition: _, ...rest } = statement;
  return Object.keys(block).length === 0 ? rest : { ...rest, Condition: block as Conditions };
}
