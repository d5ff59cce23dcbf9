import { arnsIn, type Location } from "../policy";

/** Name of the table on the log files; the view is `VIEW`. */
export const TABLE = "records";

/** What names must be: Athena takes a database without quotes only if it begins with a letter. */
export const QUERY_NAME = "2 to 40 lower-case letters, digits and dashes, beginning with a letter";

export function isQueryName(name: string): boolean {
  return /^[a-z][a-z0-9-]{1,39}$/.test(name);
}

/** What is known of a query's resources before they exist. */
export function queryNames(name: string, location: Location) {
  // A dash would have to be quoted in every query.
  const databaseName = name.replaceAll("-", "_");
  const { partition } = arnsIn(location);
  const { account, region } = location;
  const glue = (resource: string) => `arn:${partition}:glue:${region}:${account}:${resource}`;
  return {
    workgroup: name,
    databaseName,
    workgroupArn: `arn:${partition}:athena:${region}:${account}:workgroup/${name}`,
    /** The catalog, the database and its tables; Athena also looks at the database `default`. */
    catalogArns: [glue("catalog"), glue(`database/${databaseName}`), glue(`table/${databaseName}/*`)],
    defaultDatabaseArn: glue("database/default"),
  };
}
