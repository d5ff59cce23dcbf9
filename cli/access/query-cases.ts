import { arnsIn, type Location } from "../../modules/policy";
import type { Environment } from "../model/environment";
import { idFor } from "../model/ids";
import { ofType } from "../model/resources";
import type { StackResource } from "../model/stack";
import { tablesOn, workgroupsFor } from "../model/workgroups";
import type { AccessCase } from "./access-case";

/** Athena workgroups and Glue databases: who queries, and who changes what is queried. Only IAM decides. */
export function queryCases(environment: Environment): AccessCase[] {
  const { logBucket, resources } = environment;
  const names = tablesOn(logBucket.name, resources).map(({ values }) => values["database_name"]);
  const databases = ofType(environment, "aws_glue_catalog_database").filter(({ values }) =>
    names.includes(values["name"]),
  );
  return [
    ...workgroupsFor(logBucket.name, resources).flatMap(workgroupCases),
    ...databases.flatMap((database) => databaseCases(database, environment)),
  ];
}

/** `query-workgroup-111122223333-eu-central-1-prod-audit-query-run` */
function caseOn(what: string, name: string, { account, region }: Location) {
  return (id: string, title: string, actions: readonly string[], ...resources: readonly string[]): AccessCase => ({
    id: ["query", what, account, region, idFor(name), id].join("-"),
    target: `${what} ${name} of ${account}`,
    title,
    steps: (caller) =>
      resources.flatMap((resource) =>
        actions.map((action) => ({
          caller,
          action,
          resource,
          account,
          context: {},
          resourcePolicy: undefined,
        })),
      ),
  });
}

/** Deliberately independent of the list in modules/query: it is the oracle that the policy is tested against. */
const RUN = [
  "athena:StartQueryExecution",
  "athena:StopQueryExecution",
  "athena:GetQueryExecution",
  "athena:BatchGetQueryExecution",
  "athena:ListQueryExecutions",
  "athena:GetQueryResults",
  "athena:GetQueryResultsStream",
  "athena:GetQueryRuntimeStatistics",
  "athena:GetWorkGroup",
];

const READ_CATALOG = [
  "glue:GetDatabase",
  "glue:GetTable",
  "glue:GetTables",
  "glue:GetPartition",
  "glue:GetPartitions",
  "glue:BatchGetPartition",
];

function workgroupCases(workgroup: StackResource): AccessCase[] {
  const name = String(workgroup.values["name"]);
  const arn = arnsOf(workgroup).workgroup(name);
  const on = caseOn("workgroup", name, workgroup);
  return [
    on("run", "run queries and read their results", RUN, arn),
    on("run-elsewhere", "run queries in another workgroup", ["athena:StartQueryExecution"], `${arn}-other`),
    on(
      "read-saved",
      "read saved queries",
      ["athena:ListNamedQueries", "athena:GetNamedQuery", "athena:BatchGetNamedQuery"],
      arn,
    ),
    on(
      "change-saved",
      "change saved queries",
      ["athena:CreateNamedQuery", "athena:UpdateNamedQuery", "athena:DeleteNamedQuery"],
      arn,
    ),
    on("change", "change the workgroup", ["athena:UpdateWorkGroup"], arn),
    on("delete", "delete the workgroup", ["athena:DeleteWorkGroup"], arn),
  ];
}

function databaseCases(database: StackResource, environment: Environment): AccessCase[] {
  const name = String(database.values["name"]);
  const { catalog, database: databaseArn, table } = arnsOf(database);
  const on = caseOn("database", name, database);
  const tables = ofType(environment, "aws_glue_catalog_table").filter(({ values }) => values["database_name"] === name);
  const tableArns = tables.map(({ values }) => table(name, String(values["name"])));
  return [
    on("read", "read tables and partitions", READ_CATALOG, catalog, databaseArn(name), ...tableArns),
    on("read-elsewhere", "read tables of another database", ["glue:GetTable"], table(`${name}_other`, "any")),
    on("default", "look at the default database", ["glue:GetDatabase"], databaseArn("default")),
    on("default-change", "change the default database", ["glue:UpdateDatabase"], databaseArn("default")),
    on("elsewhere", "look at another database", ["glue:GetDatabase"], databaseArn(`${name}_other`)),
    on("change", "change tables", ["glue:UpdateTable"], catalog, databaseArn(name), ...tableArns),
    on("delete", "delete tables", ["glue:DeleteTable"], catalog, databaseArn(name), ...tableArns),
  ];
}

function arnsOf({ account, region }: Location) {
  const { partition } = arnsIn({ account, region });
  const glue = (resource: string) => `arn:${partition}:glue:${region}:${account}:${resource}`;
  return {
    workgroup: (name: string) => `arn:${partition}:athena:${region}:${account}:workgroup/${name}`,
    catalog: glue("catalog"),
    database: (name: string) => glue(`database/${name}`),
    table: (database: string, name: string) => glue(`table/${database}/${name}`),
  };
}
