import { readEnvironment } from "../../../cli/model/read";
import { queried } from "../../fixtures/environments";
import { awsError, fakeAws } from "../../support/fake-aws";
import { queriesInAws } from "../../support/queries-in-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { idsOf, NOWHERE, resultOf, verified } from "../../support/verified";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";

const { outdir, remove } = synthesizedFolder(queried);
const environment = readEnvironment(outdir, "dev");
afterAll(remove);

/** What AWS says instead. */
type Change = (answer: never, input: never) => object | Error;

function verifyWith(changes: Readonly<Record<string, Change>> = {}) {
  const answers = queriesInAws(environment, () => KEY);
  const connect = fakeAws((operation, input) => {
    if (operation === "GetCallerIdentity") return { Account: queried.accounts.archive.id };
    if (operation === "DescribeKey") return { KeyMetadata: { Arn: KEY } };
    const answer = answers[operation]?.(input) ?? awsError("AccessDenied", 403);
    return changes[operation]?.(answer as never, input as never) ?? answer;
  });
  return verified({ outdir, environment: "dev", endpoint: NOWHERE, connect, emulated: false });
}

const IDS = [
  "query.workgroup.dev-audit-query",
  "query.limits.dev-audit-query",
  "query.results.dev-audit-query",
  "query.saved.dev-audit-query",
  "query.table.dev_audit_query.records",
  "query.view.dev_audit_query.ct",
];

test("queries as configured pass", async () => {
  const verification = await verifyWith();
  const results = IDS.map((id) => [id, resultOf(verification, id).state]);
  expect(results).toEqual(IDS.map((id) => [id, "pass"]));
  expect(verification.results.map(({ check }) => check.id).filter((id) => id.startsWith("query."))).toEqual(IDS);
  expect(resultOf(verification, "query.results.dev-audit-query").found).toBe(
    "location s3://example-dev-audit-results/; owner 111122223333; encryption SSE_KMS with alias/dev-audit-query",
  );
});

interface Workgroup {
  readonly WorkGroup: { readonly Configuration: { readonly ResultConfiguration: object } };
}

const configured = (change: object) => ({
  GetWorkGroup: ({ WorkGroup }: Workgroup) => ({
    WorkGroup: { ...WorkGroup, Configuration: { ...WorkGroup.Configuration, ...change } },
  }),
});

const results = (change: object) => ({
  GetWorkGroup: ({ WorkGroup }: Workgroup) => ({
    WorkGroup: {
      ...WorkGroup,
      Configuration: {
        ...WorkGroup.Configuration,
        ResultConfiguration: { ...WorkGroup.Configuration.ResultConfiguration, ...change },
      },
    },
  }),
});

interface Found {
  readonly Table: {
    readonly Parameters: object;
    readonly StorageDescriptor: object;
    readonly PartitionKeys: readonly object[];
    readonly ViewOriginalText: string;
  };
}

const table = (change: (found: Found["Table"]) => object) => ({
  GetTable: ({ Table }: Found, { Name }: { readonly Name: string }) => ({
    Table: Name === "records" ? { ...Table, ...change(Table) } : Table,
  }),
});

const view = (change: (found: Found["Table"]) => object) => ({
  GetTable: ({ Table }: Found, { Name }: { readonly Name: string }) => ({
    Table: Name === "ct" ? { ...Table, ...change(Table) } : Table,
  }),
});

/** A view with another SQL. */
const sql = (change: (text: string) => string) =>
  view(({ ViewOriginalText }) => {
    const [, packed = ""] = /: (.*) \*/.exec(ViewOriginalText) ?? [];
    const content = JSON.parse(Buffer.from(packed, "base64").toString()) as { originalSql: string };
    const changed = JSON.stringify({ ...content, originalSql: change(content.originalSql) });
    return { ViewOriginalText: `/* Presto View: ${Buffer.from(changed).toString("base64")} */` };
  });

const saved = (change: object) => ({
  GetNamedQuery: ({ NamedQuery }: { readonly NamedQuery: { readonly Name: string } }) => ({
    NamedQuery: NamedQuery.Name === "key-use" ? { ...NamedQuery, ...change } : NamedQuery,
  }),
});

test.each<[string, Readonly<Record<string, Change>>, string, readonly string[]]>([
  [
    "a workgroup that is off",
    { GetWorkGroup: ({ WorkGroup }: Workgroup) => ({ WorkGroup: { ...WorkGroup, State: "DISABLED" } }) },
    "query.workgroup.dev-audit-query",
    ["missing: state ENABLED", "added: state DISABLED"],
  ],
  [
    "settings that a caller may override",
    configured({ EnforceWorkGroupConfiguration: false }),
    "query.limits.dev-audit-query",
    ["missing: enforced true", "added: enforced false"],
  ],
  [
    "a query without a limit",
    configured({ BytesScannedCutoffPerQuery: undefined }),
    "query.limits.dev-audit-query",
    [`missing: at most ${100 * 1024 ** 3} bytes a query`, "added: at most any bytes a query"],
  ],
  [
    "no metrics",
    configured({ PublishCloudWatchMetricsEnabled: false }),
    "query.limits.dev-audit-query",
    ["missing: metrics true", "added: metrics false"],
  ],
  [
    "another engine",
    configured({ EngineVersion: { SelectedEngineVersion: "AUTO" } }),
    "query.limits.dev-audit-query",
    ["missing: engine Athena engine version 3", "added: engine AUTO"],
  ],
  [
    "results in somebody's bucket",
    results({ OutputLocation: "s3://elsewhere/", ExpectedBucketOwner: undefined }),
    "query.results.dev-audit-query",
    [
      "missing: location s3://example-dev-audit-results/",
      "missing: owner 111122223333",
      "added: location s3://elsewhere/",
      "added: owner any",
    ],
  ],
  [
    "results under another key",
    results({ EncryptionConfiguration: { EncryptionOption: "SSE_KMS", KmsKey: "arn:aws:kms:x:1:key/2" } }),
    "query.results.dev-audit-query",
    ["missing: encryption SSE_KMS with alias/dev-audit-query", "added: encryption SSE_KMS with arn:aws:kms:x:1:key/2"],
  ],
  [
    "results without encryption",
    results({ EncryptionConfiguration: undefined }),
    "query.results.dev-audit-query",
    ["missing: encryption SSE_KMS with alias/dev-audit-query", "added: encryption none"],
  ],
  [
    "a table of other files",
    table(({ StorageDescriptor }) => ({ StorageDescriptor: { ...StorageDescriptor, Location: "s3://elsewhere/" } })),
    "query.table.dev_audit_query.records",
    ["missing: location s3://example-dev-audit-logs/AWSLogs/", "added: location s3://elsewhere/"],
  ],
  [
    "a table that misses days",
    table(({ Parameters }) => ({ Parameters: { ...Parameters, "projection.day.range": "2026/01/01,NOW" } })),
    "query.table.dev_audit_query.records",
    ["missing: projection.day.range = NOW-30DAYS,NOW", "added: projection.day.range = 2026/01/01,NOW"],
  ],
  [
    "a table whose folders are named otherwise",
    table(({ Parameters }) => ({
      Parameters: { ...Parameters, "storage.location.template": "s3://example-dev-audit-logs/${day}" },
    })),
    "query.table.dev_audit_query.records",
    [
      "missing: storage.location.template = " +
        "s3://example-dev-audit-logs/AWSLogs/{account}/CloudTrail/{region}/{day}",
      "added: storage.location.template = s3://example-dev-audit-logs/{day}",
    ],
  ],
  [
    "a table that skips lines",
    table(({ Parameters }) => ({ Parameters: { ...Parameters, "skip.header.line.count": "1" } })),
    "query.table.dev_audit_query.records",
    ["added: skip.header.line.count = 1"],
  ],
  [
    "a view that leaves records out",
    sql((text) => `${text}\nWHERE useridentity.arn <> 'arn:aws:iam::111122223333:user/mallory'`),
    "query.view.dev_audit_query.ct",
    ["added: WHERE useridentity.arn <> 'arn:aws:iam::111122223333:user/mallory'"],
  ],
  [
    "a view with its lines in another order",
    sql((text) => text.replace(/^(SELECT\n)(.*\n)(.*\n)/, "$1$3$2")),
    "query.view.dev_audit_query.ct",
    ["its lines are in another order"],
  ],
  [
    "a view that is none of Athena's",
    view(() => ({ ViewOriginalText: "SELECT 1" })),
    "query.view.dev_audit_query.ct",
    expect.arrayContaining(["added: SELECT 1"]) as never,
  ],
  [
    "a saved query that was changed",
    saved({ QueryString: "SELECT 1" }),
    "query.saved.dev-audit-query",
    expect.arrayContaining(["key-use: added: SELECT 1"]) as never,
  ],
  ["a saved query that is gone", saved({ Name: "other" }), "query.saved.dev-audit-query", ["key-use: not there"]],
])("%s fails", async (_, changes, id, details) => {
  const verification = await verifyWith(changes);
  expect(idsOf(verification, "fail").filter((one) => one.startsWith("query."))).toEqual([id]);
  expect(resultOf(verification, id)).toMatchObject({ state: "fail", details });
});

test("parameters that Glue and Athena add are no difference", async () => {
  const verification = await verifyWith(
    table(({ Parameters }) => ({ Parameters: { ...Parameters, transient_lastDdlTime: "1", classification: "json" } })),
  );
  expect(resultOf(verification, "query.table.dev_audit_query.records").state).toBe("pass");
});

test("a workgroup that does not exist is reported once", async () => {
  const missing = awsError("InvalidRequestException", 400, "WorkGroup dev-audit-query is not found.");
  const verification = await verifyWith({ GetWorkGroup: () => missing });
  expect(resultOf(verification, "query.workgroup.dev-audit-query")).toMatchObject({
    state: "fail",
    found: "111122223333 has no workgroup dev-audit-query in eu-central-1",
  });
  expect(resultOf(verification, "query.limits.dev-audit-query").cause).toBe("query.workgroup.dev-audit-query");
});

test("a table that does not exist fails", async () => {
  const verification = await verifyWith({ GetTable: () => awsError("EntityNotFoundException", 400) });
  expect(resultOf(verification, "query.table.dev_audit_query.records")).toMatchObject({
    state: "fail",
    found: "no table dev_audit_query.records",
  });
  expect(resultOf(verification, "query.view.dev_audit_query.ct").found).toBe("no view dev_audit_query.ct");
});

test("missing permissions are named", async () => {
  const denied = () => awsError("AccessDeniedException", 400);
  const verification = await verifyWith({ GetWorkGroup: denied, ListNamedQueries: denied, GetTable: denied });
  const missing = (id: string) => resultOf(verification, id).missingPermission;
  expect(missing("query.workgroup.dev-audit-query")).toBe("athena:GetWorkGroup");
  expect(missing("query.table.dev_audit_query.records")).toBe("glue:GetTable");
});
