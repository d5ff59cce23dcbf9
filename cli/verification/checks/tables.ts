import type { Table } from "@aws-sdk/client-glue";
import { isObject } from "../../framework/is-object";
import { blocks, blocksOf } from "../../model/blocks";
import type { Environment } from "../../model/environment";
import type { StackResource } from "../../model/stack";
import { tablesOn, viewsOn } from "../../model/workgroups";
import { fail, gone, sameLines, type Check, type Finding } from "../check";
import type { Context } from "../context";
import { orUndefined } from "./items";
import { labelOf } from "./workgroups";

/**
 * The tables and views on the log files. A table that misses a folder, or a view that leaves records out, looks as if
 * nothing had happened.
 */
export function tableChecks(environment: Environment): Check[] {
  const { logBucket, resources } = environment;
  return [
    ...tablesOn(logBucket.name, resources).map((one) => tableCheck(environment, one)),
    ...viewsOn(logBucket.name, resources).map((one) => viewCheck(environment, one)),
  ];
}

function tableCheck(environment: Environment, table: StackResource): Check {
  const { database, name, label } = namesOf(environment, table);
  const expected = tableLines(table);
  return {
    id: `query.table.${label}`,
    group: "Queries",
    title: `table ${database}.${name}: reads the configured log files, as configured`,
    expected: expected.join("; "),
    controls: [],
    run: async (context) => {
      const found = await tableIn(context, table, database, name);
      return found ? sameLines(expected, foundLines(found, expected)) : gone(`no table ${database}.${name}`);
    },
  };
}

function viewCheck(environment: Environment, view: StackResource): Check {
  const { database, name, label } = namesOf(environment, view);
  const expected = viewLines(view.values["view_original_text"]);
  return {
    id: `query.view.${label}`,
    group: "Queries",
    title: `view ${database}.${name}: has the configured columns, and shows every record`,
    expected: "the configured SQL",
    controls: [],
    run: async (context) => {
      const found = await tableIn(context, view, database, name);
      if (found?.TableType !== "VIRTUAL_VIEW") return gone(`no view ${database}.${name}`);
      return sameText(expected, viewLines(found.ViewOriginalText));
    },
  };
}

/** Passes if both texts are equal; otherwise, lists the lines that differ. */
export function sameText(expected: readonly string[], found: readonly string[]): Finding {
  const lines = sameLines(expected, found);
  if (lines.state !== "pass") return { ...lines, found: lines.state === "fail" ? "another SQL" : lines.found };
  const isSame = expected.join("\n") === found.join("\n");
  return isSame
    ? { state: "pass", found: "the configured SQL" }
    : fail("another SQL", ["its lines are in another order"]);
}

function namesOf(environment: Environment, table: StackResource) {
  const [database, name] = [String(table.values["database_name"]), String(table.values["name"])];
  return { database, name, label: labelOf(environment, table, `${database}.${name}`) };
}

function tableIn({ aws }: Context, place: StackResource, database: string, name: string): Promise<Table | undefined> {
  return orUndefined(aws(place).queries.table(database, name));
}

/** What decides which files are read, and how. */
function tableLines({ values }: StackResource): string[] {
  const [storage] = blocks(values, "storage_descriptor");
  const [serde] = blocks(storage, "ser_de_info");
  const columns = (list: unknown) => blocksOf(list).map(({ name, type }) => columnLine("column", name, type));
  const partitions = blocks(values, "partition_keys").map(({ name, type }) => columnLine("partition", name, type));
  return [
    `location ${String(storage?.["location"])}`,
    `format ${String(storage?.["input_format"])}`,
    `SerDe ${String(serde?.["serialization_library"])}`,
    ...parameterLines(values["parameters"]),
    ...partitions,
    ...columns(storage?.["columns"]),
  ];
}

/** Glue and Athena add parameters, such as the time of a change. Those that move or hide files count. */
const DECIDING = /^(projection|storage|skip)\./;

function foundLines({ StorageDescriptor = {}, Parameters, PartitionKeys = [] }: Table, expected: readonly string[]) {
  const { Location, InputFormat, SerdeInfo, Columns = [] } = StorageDescriptor;
  const known = (line: string) => expected.some((one) => one.split(" = ")[0] === line.split(" = ")[0]);
  return [
    `location ${Location ?? "none"}`,
    `format ${InputFormat ?? "none"}`,
    `SerDe ${SerdeInfo?.SerializationLibrary ?? "none"}`,
    ...parameterLines(Parameters).filter((line) => DECIDING.test(line) || known(line)),
    ...PartitionKeys.map(({ Name, Type }) => columnLine("partition", Name, Type)),
    ...Columns.map(({ Name, Type }) => columnLine("column", Name, Type)),
  ];
}

function columnLine(kind: string, name: unknown, type: unknown): string {
  return `${kind} ${String(name)} ${String(type)}`;
}

/** Athena's placeholders look like Terraform's references, which are never a plain word. */
function parameterLines(parameters: unknown): string[] {
  if (!isObject(parameters)) return [];
  return Object.entries(parameters).map(
    ([name, value]) => `${name} = ${String(value).replaceAll(/\$?\$\{(\w+)\}/g, "{$1}")}`,
  );
}

const PRESTO_VIEW = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/;

/** The SQL of a view as Athena keeps it, and the database that it is read in. */
function viewLines(text: unknown): string[] {
  const [, packed] = PRESTO_VIEW.exec(String(text)) ?? [];
  const view = packed === undefined ? undefined : parsed(Buffer.from(packed, "base64").toString());
  if (view === undefined) return String(text).split("\n");
  const { originalSql, catalog, schema, columns, ...others } = view;
  return [
    ...String(originalSql).split("\n"),
    `in ${String(catalog)}.${String(schema)}`,
    ...blocksOf(columns).map(({ name, type }) => columnLine("column", name, type)),
    ...Object.entries(others).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
  ];
}

function parsed(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
