import type { LogQueryProps } from "../../../modules/query";
import { INCIDENT_QUERIES, PARTITION_COLUMNS, TABLE_COLUMNS, VIEW_COLUMNS } from "../../../modules/query/sql";
import { QUERY, synthQuery } from "../../support/log-query";
import { statement, statementsOf, type Synthesized } from "../../support/synth";

const READER = "arn:aws:iam::111122223333:role/audit/Reader";
const plain = synthQuery();

function table(made: Synthesized, name: "records" | "ct") {
  return made.all("aws_glue_catalog_table").find((one) => one["name"] === name)!;
}

function parameters(made: Synthesized): Record<string, string> {
  return table(made, "records")["parameters"] as Record<string, string>;
}

describe("the workgroup", () => {
  test("enforces engine 3, the limit, and encrypted results in the account's own bucket", () => {
    const key = plain.one("aws_kms_key").address;
    expect(plain.one("aws_athena_workgroup")).toMatchObject({
      name: "audit-query",
      force_destroy: false,
      configuration: {
        enforce_workgroup_configuration: true,
        publish_cloudwatch_metrics_enabled: true,
        requester_pays_enabled: false,
        bytes_scanned_cutoff_per_query: 100 * 1024 ** 3,
        engine_version: { selected_engine_version: "Athena engine version 3" },
        result_configuration: {
          output_location: "s3://audit-query-results/",
          expected_bucket_owner: "111122223333",
          encryption_configuration: { encryption_option: "SSE_KMS", kms_key_arn: `\${${key}.arn}` },
        },
      },
    });
  });

  test("stops queries at the limit that is given", () => {
    const { configuration } = synthQuery({ maxScanGigabytes: 2 }).one("aws_athena_workgroup");
    expect(configuration).toMatchObject({ bytes_scanned_cutoff_per_query: 2_147_483_648 });
  });
});

describe("the table", () => {
  test("finds log files by account, Region and day", () => {
    expect(parameters(plain)).toEqual({
      EXTERNAL: "TRUE",
      "projection.enabled": "true",
      "projection.account.type": "enum",
      "projection.account.values": "111122223333,444455556666",
      "projection.region.type": "enum",
      "projection.region.values": "eu-central-1,us-east-1",
      "projection.day.type": "date",
      "projection.day.format": "yyyy/MM/dd",
      "projection.day.range": "NOW-3653DAYS,NOW",
      "projection.day.interval": "1",
      "projection.day.interval.unit": "DAYS",
      // Terraform writes it with single dollar signs.
      "storage.location.template": "s3://audit-logs/AWSLogs/$${account}/CloudTrail/$${region}/$${day}",
    });
    expect(table(plain, "records")).toMatchObject({
      partition_keys: PARTITION_COLUMNS,
      storage_descriptor: { location: "s3://audit-logs/AWSLogs/", columns: TABLE_COLUMNS },
    });
  });

  test("asks for the account where an organization's accounts are not listed", () => {
    const logs = {
      bucketName: "audit-logs",
      prefix: "trails",
      organizationId: "o-a1b2c3d4e5",
      accounts: "all",
      regions: ["eu-central-1"],
      days: 90,
    } as const;
    const made = synthQuery({ logs });
    expect(parameters(made)).toMatchObject({
      "projection.account.type": "injected",
      "projection.day.range": "NOW-90DAYS,NOW",
      "storage.location.template":
        "s3://audit-logs/trails/AWSLogs/o-a1b2c3d4e5/$${account}/CloudTrail/$${region}/$${day}",
    });
    expect(parameters(made)).not.toHaveProperty(["projection.account.values"]);
    const query = made.one("aws_athena_named_query", "Query_Queryobjectx2daccess");
    expect(query["query"]).toMatch(/^WITH ct AS \(SELECT \* FROM audit_query\.ct WHERE account = \? AND day BETWEEN /);
    expect(query["description"]).toContain("Parameters: account ('111122223333', account with the log files); from (");
  });
});

test("the view is one that Athena knows, with a text column for each of its columns", () => {
  const view = table(plain, "ct");
  expect(view).toMatchObject({ table_type: "VIRTUAL_VIEW", parameters: { presto_view: "true" } });
  expect(view["storage_descriptor"]).toEqual({
    columns: VIEW_COLUMNS.map(({ name }) => ({ name, type: "string" })),
  });
  const [, encoded] = /^\/\* Presto View: (\S+) \*\/$/.exec(view["view_original_text"] as string)!;
  expect(JSON.parse(Buffer.from(encoded!, "base64").toString())).toMatchObject({
    originalSql: expect.stringMatching(/ AS account,\n[^]*\nFROM audit_query\.records$/),
    catalog: "awsdatacatalog",
    schema: "audit_query",
    columns: VIEW_COLUMNS.map(({ name }) => ({ name, type: "varchar" })),
  });
});

test("each incident query is saved, bounded by days, and says what it asks for", () => {
  const saved = plain.all("aws_athena_named_query");
  expect(saved.map(({ name }) => name).sort()).toEqual(INCIDENT_QUERIES.map(({ name }) => name).sort());
  for (const { description, query, database } of saved) {
    expect(database).toBe("audit_query");
    expect(query).toMatch(/^WITH ct AS \(SELECT \* FROM audit_query\.ct WHERE day BETWEEN \? AND \?\)/);
    expect(description).toMatch(/ Parameters: from \('2026\/01\/01', first day\); to /);
    expect((description as string).length).toBeLessThanOrEqual(1024);
  }
});

describe("the results", () => {
  test("are private, encrypted with their own key, and deleted after 30 days", () => {
    const bucket = plain.one("aws_s3_bucket");
    expect(bucket).toMatchObject({ bucket: "audit-query-results", force_destroy: false });
    expect(plain.one("aws_s3_bucket_public_access_block")).toMatchObject({ restrict_public_buckets: true });
    expect(plain.one("aws_s3_bucket_server_side_encryption_configuration")["rule"]).toMatchObject([
      { apply_server_side_encryption_by_default: { kms_master_key_id: `\${${plain.one("aws_kms_key").address}.arn}` } },
    ]);
    expect(plain.one("aws_s3_bucket_lifecycle_configuration")["rule"]).toMatchObject([
      {
        expiration: [{ days: 30 }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      },
    ]);
  });

  test("are read by the readers alone, who decrypt them through S3", () => {
    const { policy } = plain.one("aws_s3_bucket_policy");
    expect(statement(policy, "DenyUnnamedReaders")["Condition"]).toMatchObject({
      ArnNotEquals: { "aws:PrincipalArn": READER },
    });
    const uses = statementsOf(plain.one("aws_kms_key")["policy"]).filter(({ Action }) =>
      Action.includes("kms:Decrypt"),
    );
    expect(uses).toEqual([
      expect.objectContaining({ Principal: { AWS: READER }, Action: ["kms:Decrypt", "kms:GenerateDataKey"] }),
    ]);
  });
});

describe("the policy", () => {
  test("is attached to the readers, and allows this workgroup, this database and these results only", () => {
    expect(plain.one("aws_iam_role_policy_attachment")).toMatchObject({ role: "Reader" });
    const { policy } = plain.one("aws_iam_policy");
    const allowed = statementsOf(policy).map(({ Sid, Resource }) => [Sid, Resource]);
    expect(allowed).toEqual([
      ["RunQueries", "arn:aws:athena:eu-central-1:111122223333:workgroup/audit-query"],
      [
        "ReadCatalog",
        [
          "arn:aws:glue:eu-central-1:111122223333:catalog",
          "arn:aws:glue:eu-central-1:111122223333:database/audit_query",
          "arn:aws:glue:eu-central-1:111122223333:table/audit_query/*",
        ],
      ],
      ["LookAtDefaultDatabase", "arn:aws:glue:eu-central-1:111122223333:database/default"],
      ["FindResults", "arn:aws:s3:::audit-query-results"],
      ["WriteAndReadResults", "arn:aws:s3:::audit-query-results/*"],
    ]);
    expect(policy).not.toMatch(/"(athena|glue|s3|kms):[A-Za-z]*\*"|:(Delete|Create|Update)/);
  });

  test("exists without readers, and then nobody decrypts results", () => {
    const made = synthQuery({ readers: [] });
    expect(made.all("aws_iam_role_policy_attachment")).toEqual([]);
    expect(made.one("aws_kms_key")["policy"]).not.toContain("kms:Decrypt");
  });
});

const { logs, results } = QUERY;

test.each<[Partial<LogQueryProps>, string]>([
  [
    { name: "2-audit" },
    'name must be 2 to 40 lower-case letters, digits and dashes, beginning with a letter, got "2-audit"',
  ],
  [
    { results: { bucketName: "audit-logs" } },
    "results.bucketName must not be the log bucket, whose trail would record each result",
  ],
  [{ results: { ...results, expireAfterDays: 0 } }, "lifecycle.expireAfterDays must be 1 to 36500 days, got 0"],
  [{ readers: ["arn:aws:iam::111122223333:user/Jo"] }, "readers must be an ARN like"],
  [
    { readers: ["arn:aws:iam::999999999999:role/R"] },
    "readers must be roles of account 111122223333, to which the policy is attached",
  ],
  [{ readers: [READER, READER] }, "readers must differ"],
  [{ maxScanGigabytes: 0.5 }, "maxScanGigabytes must be 1 to 1000000 GB, got 0.5"],
  [{ logs: { ...logs, days: 0 } }, "logs.days must be 1 to 36500 days, got 0"],
  [{ logs: { ...logs, accounts: ["1"] } }, 'logs.accounts must be 12 digits, got "1"'],
  [{ logs: { ...logs, regions: [] } }, "logs.regions must name at least one Region, got none"],
  [{ logs: { ...logs, organizationId: "o-1" } }, "logs.organizationId must be an organization id"],
  [{ logs: { ...logs, prefix: "a/" } }, "logs.prefix must be 1 to 200 letters"],
  [{ iam: { path: "audit" } }, "iam.path must be a path like"],
])("%j is refused", (options, problem) => {
  expect(() => synthQuery(options)).toThrow(problem);
});
