import { join } from "node:path";
import * as ts from "typescript";
import type * as v from "valibot";
import { environmentSchema } from "../../environments/schema/environment";

/** One key of an environment, as in docs/options.md. */
export interface OptionRow {
  /** `logs.lifecycle.transitions[].afterDays` */
  readonly path: string;
  readonly required: boolean;
  readonly meaning: string;
  readonly defaultValue: string | undefined;
  /** Address of the AWS page about its limits. */
  readonly see: string | undefined;
  /** What the schema accepts: unit, range, shape. */
  readonly allowed: string;
}

const SCHEMA = join("environments", "schema", "environment.ts");

/**
 * Every key of an environment in the order of the schema. Meaning, default and link come from the doc comments of
 * `EnvironmentConfig`, the allowed values from the schema. Throws an error with the first key that has no doc comment, or
 * the first optional key that has no `@default`.
 */
export function optionRows(root: string): OptionRow[] {
  const program = ts.createProgram([join(root, SCHEMA)], { strict: true, skipLibCheck: true, ...MODULES });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(join(root, SCHEMA))!;
  const config = file.statements.find((one) => ts.isTypeAliasDeclaration(one) && one.name.text === ENVIRONMENT)!;
  const rows = rowsOf(checker, checker.getTypeAtLocation(config), environmentSchema as Schema, "");
  // What is new and what exists already share keys.
  const isFirst = (row: OptionRow, index: number) =>
    rows.findIndex(
      ({ path, meaning, allowed }) => path === row.path && meaning === row.meaning && allowed === row.allowed,
    ) === index;
  return rows.filter(isFirst);
}

const ENVIRONMENT = "EnvironmentConfig";
const MODULES = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
};

function rowsOf(checker: ts.TypeChecker, type: ts.Type, schema: Schema, prefix: string): OptionRow[] {
  return objectsIn(schema).flatMap((entries) =>
    Object.entries(entries)
      .filter(([, entry]) => !takesNothing(entry))
      .flatMap(([name, entry]) => {
        const symbol = propertyOf(checker, type, name, entries);
        const path = prefix === "" ? name : `${prefix}.${name}`;
        const required = entry.type !== "optional";
        return [
          { path, required, ...documentation(checker, symbol, path, required), allowed: allowedOf(entry) },
          ...rowsOf(checker, checker.getTypeOfSymbol(symbol), entry, isList(entry) ? `${path}[]` : path),
        ];
      }),
  );
}

/** The property in the member of a union that has the same keys. */
function propertyOf(checker: ts.TypeChecker, type: ts.Type, name: string, entries: Entries): ts.Symbol {
  const keys = Object.keys(entries);
  const members = membersOf(checker, type).filter(
    (member) =>
      member.getProperties().length === keys.length && keys.every((key) => member.getProperty(key) !== undefined),
  );
  const symbol = members.map((member) => member.getProperty(name)).find((one) => one !== undefined);
  if (!symbol) throw new Error(`${SCHEMA}: ${ENVIRONMENT} has no ${name}`);
  return symbol;
}

/** The object types inside a type: in optional types, lists and unions. */
function membersOf(checker: ts.TypeChecker, type: ts.Type): ts.Type[] {
  const present = checker.getNonNullableType(type);
  if (present.isUnion()) return present.types.flatMap((one) => membersOf(checker, one));
  const item = checker.getIndexTypeOfType(present, ts.IndexKind.Number);
  if (
    item &&
    (checker.isArrayType(present) || checker.isTupleType(present) || present.symbol?.name === "ReadonlyArray")
  )
    return membersOf(checker, item);
  return [present];
}

function documentation(checker: ts.TypeChecker, symbol: ts.Symbol, path: string, required: boolean) {
  const meaning = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, " ").trim();
  const tag = (name: string) => {
    const found = symbol.getJsDocTags(checker).find((one) => one.name === name);
    return found && ts.displayPartsToString(found.text).replace(/\s+/g, " ").trim();
  };
  if (meaning === "") throw new Error(`${SCHEMA}: ${path} has no doc comment`);
  const defaultValue = tag("default");
  if (!required && !defaultValue) throw new Error(`${SCHEMA}: ${path} is optional and has no @default`);
  return { meaning, defaultValue, see: tag("see") };
}

/** An option that only the owner of what exists already can set. */
function takesNothing({ wrapped }: Schema): boolean {
  return wrapped?.type === "custom";
}

type Schema = v.GenericSchema & {
  readonly type: string;
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly entries?: Entries;
  readonly options?: readonly Schema[];
  readonly getter?: (input: unknown) => Schema;
  readonly literal?: unknown;
};
type Entries = Readonly<Record<string, Schema>>;

/** The schemas that a lazy schema returns for an object, for what exists already, and for a list. */
function shapesOf(schema: Schema): Schema[] {
  if (schema.wrapped) return shapesOf(schema.wrapped);
  if (schema.type === "lazy") return [{}, { existing: true }, []].flatMap((input) => shapesOf(schema.getter!(input)));
  return [schema];
}

/** The sets of keys that a value may have: one for an object, several for a variant. */
function objectsIn(schema: Schema): Entries[] {
  const found = shapesOf(schema).flatMap((shape) => {
    if (shape.item) return objectsIn(shape.item);
    if (shape.type === "variant") return shape.options!.flatMap(objectsIn);
    return shape.entries ? [shape.entries] : [];
  });
  return [...new Set(found)];
}

function isList(schema: Schema): boolean {
  return shapesOf(schema).some(({ item }) => item !== undefined);
}

/** What the schema accepts, in the words of its error message. */
function allowedOf(schema: Schema): string {
  const shape = schema.wrapped ?? schema;
  const [item] = shapesOf(shape).flatMap(({ item }) => item ?? []);
  const own = wordsOf(shape);
  return item === undefined || objectsIn(item).length > 0 ? own : `${own}; each ${wordsOf(item)}`;
}

function wordsOf(schema: Schema): string {
  if (schema.literal !== undefined) return JSON.stringify(schema.literal);
  const [emptyList] = schema["~run"]({ value: [] }, {}).issues ?? [];
  if (emptyList && schema.item) return emptyList.message;
  return schema["~run"]({ value: Symbol("never valid") }, {}).issues?.[0].message ?? "";
}
