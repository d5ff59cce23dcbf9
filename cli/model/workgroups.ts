import { at } from "./blocks";
import type { StackResource } from "./stack";

/** Tables on the files of a bucket. */
export function tablesOn(bucketName: string, resources: readonly StackResource[]): StackResource[] {
  return resources.filter(
    ({ type, values }) =>
      type === "aws_glue_catalog_table" &&
      String(at(values, "storage_descriptor.location")).startsWith(`s3://${bucketName}/`),
  );
}

/**
 * Athena workgroups for the files of a bucket: those with a saved query in a database that has a table on them. A state
 * of a whole account has workgroups of applications besides.
 */
export function workgroupsFor(bucketName: string, resources: readonly StackResource[]): StackResource[] {
  const databases = tablesOn(bucketName, resources).map(({ values }) => values["database_name"]);
  const names = resources
    .filter(({ type, values }) => type === "aws_athena_named_query" && databases.includes(values["database"]))
    .map(({ values }) => values["workgroup"]);
  return resources.filter(({ type, values }) => type === "aws_athena_workgroup" && names.includes(values["name"]));
}

/** The saved queries of a workgroup. */
export function savedIn(workgroup: StackResource, resources: readonly StackResource[]): StackResource[] {
  return resources.filter(
    ({ type, values, account, region }) =>
      type === "aws_athena_named_query" &&
      values["workgroup"] === workgroup.values["name"] &&
      account === workgroup.account &&
      region === workgroup.region,
  );
}

/** Views in the databases that have a table on the files of a bucket. */
export function viewsOn(bucketName: string, resources: readonly StackResource[]): StackResource[] {
  const databases = tablesOn(bucketName, resources).map(({ values }) => values["database_name"]);
  return resources.filter(
    ({ type, values }) =>
      type === "aws_glue_catalog_table" &&
      values["table_type"] === "VIRTUAL_VIEW" &&
      databases.includes(values["database_name"]),
  );
}
