import type { GlueClient, TableInput } from "@aws-sdk/client-glue";
import { CreateDatabaseCommand, CreateTableCommand } from "@aws-sdk/client-glue";
import { CreateNamedQueryCommand, CreateWorkGroupCommand, type AthenaClient } from "@aws-sdk/client-athena";
import { at, blocksOf } from "../../cli/model/blocks";
import type { Environment } from "../../cli/model/environment";
import type { Arguments } from "../../cli/model/stack";

type Answers = Readonly<Record<string, (input: Record<string, unknown>) => object>>;

/** As Terraform unescapes it. */
const stored = (value: unknown) => String(value).replaceAll("$${", "${");

const valuesOf = ({ resources }: Environment, type: string) =>
  resources.filter((one) => one.type === type).map(({ values }) => values);

/** What Athena says of a workgroup, with the real keys. */
function workgroupOf(values: Arguments, real: (text: string) => string) {
  const of = (path: string) => at(values, `configuration.${path}`);
  return {
    Name: String(values["name"]),
    Configuration: {
      EnforceWorkGroupConfiguration: of("enforce_workgroup_configuration") === true,
      PublishCloudWatchMetricsEnabled: of("publish_cloudwatch_metrics_enabled") === true,
      RequesterPaysEnabled: of("requester_pays_enabled") === true,
      BytesScannedCutoffPerQuery: Number(of("bytes_scanned_cutoff_per_query")),
      EngineVersion: { SelectedEngineVersion: String(of("engine_version.selected_engine_version")) },
      ResultConfiguration: {
        OutputLocation: String(of("result_configuration.output_location")),
        ExpectedBucketOwner: String(of("result_configuration.expected_bucket_owner")),
        EncryptionConfiguration: {
          EncryptionOption: "SSE_KMS" as const,
          KmsKey: real(String(of("result_configuration.encryption_configuration.kms_key_arn"))),
        },
      },
    },
  };
}

function queryOf(values: Arguments) {
  const text = (name: string) => stored(values[name]);
  return { Name: text("name"), Database: text("database"), QueryString: text("query"), WorkGroup: text("workgroup") };
}

function tableOf(values: Arguments): TableInput {
  const columns = (list: unknown) =>
    blocksOf(list).map(({ name, type }) => ({ Name: String(name), Type: String(type) }));
  const storage = (path: string) => at(values, `storage_descriptor.${path}`);
  const serde = storage("ser_de_info.serialization_library");
  const [parameters] = blocksOf(values["parameters"]);
  return {
    Name: String(values["name"]),
    TableType: String(values["table_type"]),
    Parameters: Object.fromEntries(Object.entries(parameters ?? {}).map(([name, value]) => [name, stored(value)])),
    PartitionKeys: columns(values["partition_keys"]),
    ...(values["view_original_text"] !== undefined && { ViewOriginalText: stored(values["view_original_text"]) }),
    StorageDescriptor: {
      ...(storage("location") !== undefined && { Location: String(storage("location")) }),
      ...(storage("input_format") !== undefined && { InputFormat: String(storage("input_format")) }),
      Columns: columns(storage("columns")),
      ...(serde !== undefined && { SerdeInfo: { SerializationLibrary: String(serde) } }),
    },
  };
}

/** The answers of Athena and Glue where queries are as an environment's stacks define them. */
export function queriesInAws(environment: Environment, real: (text: string) => string): Answers {
  const queries = valuesOf(environment, "aws_athena_named_query").map(queryOf);
  const tables = valuesOf(environment, "aws_glue_catalog_table").map(tableOf);
  const [workgroup] = valuesOf(environment, "aws_athena_workgroup");
  return {
    GetWorkGroup: () => ({ WorkGroup: { State: "ENABLED", ...workgroupOf(workgroup!, real) } }),
    ListNamedQueries: () => ({ NamedQueryIds: queries.map((_, index) => String(index)) }),
    GetNamedQuery: ({ NamedQueryId }) => ({ NamedQuery: queries[Number(NamedQueryId)] }),
    GetTable: ({ Name }) => ({ Table: tables.find((one) => one.Name === Name) }),
  };
}

/** Creates the queries of an environment's stacks. */
export async function createQueries(
  { athena, glue }: { readonly athena: AthenaClient; readonly glue: GlueClient },
  environment: Environment,
  real: (text: string) => string,
): Promise<void> {
  for (const workgroup of valuesOf(environment, "aws_athena_workgroup")) {
    // moto does not find a workgroup without tags.
    const Tags = [{ Key: "Project", Value: "audit-trail" }];
    await athena.send(new CreateWorkGroupCommand({ ...workgroupOf(workgroup, real), Tags }));
  }
  for (const query of valuesOf(environment, "aws_athena_named_query")) {
    await athena.send(new CreateNamedQueryCommand(queryOf(query)));
  }
  for (const { name } of valuesOf(environment, "aws_glue_catalog_database")) {
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: String(name) } }));
  }
  for (const table of valuesOf(environment, "aws_glue_catalog_table")) {
    const DatabaseName = String(table["database_name"]);
    await glue.send(new CreateTableCommand({ DatabaseName, TableInput: tableOf(table) }));
  }
}
