import type { GlueCatalogTableConfig } from "@cdktf/provider-aws/lib/glue-catalog-table";
import type { ReaderScope } from "../access/log-scope";
import { accountsFolder } from "../log-keys";
import { TABLE } from "./names";
import { athenaView, PARTITION_COLUMNS, TABLE_COLUMNS, VIEW, VIEW_COLUMNS } from "./sql";

/** The log files that are queried. */
export interface QueriedLogs extends ReaderScope {
  readonly bucketName: string;
  /** Regions with log files. Each query that names no Region looks into all of them. */
  readonly regions: readonly string[];
  /** How many days back the table reaches. @default 3653 */
  readonly days?: number;
}

const DEFAULT_DAYS = 3653;

type Config = Omit<GlueCatalogTableConfig, "databaseName" | "provider">;

/**
 * The table on the log files. Partition projection tells Athena where they are: no crawler, and no partition to add.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export function logTable(logs: QueriedLogs): Config {
  const folder = `s3://${logs.bucketName}/${accountsFolder(logs)}`;
  return {
    name: TABLE,
    description: `CloudTrail log files in ${logs.bucketName}`,
    tableType: "EXTERNAL_TABLE",
    parameters: { EXTERNAL: "TRUE", ...projection(logs, folder) },
    partitionKeys: [...PARTITION_COLUMNS],
    storageDescriptor: {
      location: folder,
      inputFormat: "com.amazon.emr.cloudtrail.CloudTrailInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
      serDeInfo: {
        serializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe",
        parameters: { "serialization.format": "1" },
      },
      columns: [...TABLE_COLUMNS],
    },
  };
}

/** Terraform would evaluate `${…}`; it writes `$${…}` as that. */
function projection({ accounts, regions, days = DEFAULT_DAYS }: QueriedLogs, folder: string) {
  return {
    "projection.enabled": "true",
    // An organization's accounts come and go: a query then names those that it reads.
    ...(accounts === "all"
      ? { "projection.account.type": "injected" }
      : { "projection.account.type": "enum", "projection.account.values": accounts.join(",") }),
    "projection.region.type": "enum",
    "projection.region.values": regions.join(","),
    "projection.day.type": "date",
    "projection.day.format": "yyyy/MM/dd",
    "projection.day.range": `NOW-${days}DAYS,NOW`,
    "projection.day.interval": "1",
    "projection.day.interval.unit": "DAYS",
    "storage.location.template": `${folder}$\${account}/CloudTrail/$\${region}/$\${day}`,
  };
}

/**
 * The view of events, in the form that Athena writes for `CREATE VIEW`: nobody has to run a statement by hand. No
 * `serDeInfo`: an empty one would be a change in every plan.
 */
export function eventView(databaseName: string): Config {
  const columns = VIEW_COLUMNS.map(({ name }) => name);
  const view = {
    originalSql: athenaView(`${databaseName}.${TABLE}`),
    catalog: "awsdatacatalog",
    schema: databaseName,
    columns: columns.map((name) => ({ name, type: "varchar" })),
  };
  return {
    name: VIEW,
    description: "Events as text columns, for queries that also run on DuckDB",
    tableType: "VIRTUAL_VIEW",
    parameters: { presto_view: "true", comment: "Presto View" },
    viewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString("base64")} */`,
    viewExpandedText: "/* Presto View */",
    storageDescriptor: { columns: columns.map((name) => ({ name, type: "string" })) },
  };
}
