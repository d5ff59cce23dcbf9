import type { EnvironmentConfig } from "../../environments/schema";
import { environmentWith, type Overrides } from "../support/environment";
import { stacksOf } from "../support/stacks-in-memory";
import { statement } from "../support/synth";

const READERS = [{ roleName: "test-reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/Security"] }];
const QUERY = { bucketName: "test-query-results", regions: ["eu-central-1"] };

const withQuery = (changes: Overrides = {}): EnvironmentConfig =>
  environmentWith({ readers: READERS, query: QUERY, ...changes });

const selectorsOf = (environment: EnvironmentConfig) =>
  JSON.stringify(stacksOf(environment).trail.one("aws_cloudtrail")["advanced_event_selector"]);

test("without the option there is no stack", () => {
  expect(stacksOf(environmentWith({ readers: READERS })).query).toBeUndefined();
});

test("the stack has outputs by which tools find workgroup, database and results", () => {
  const outputs = stacksOf(withQuery({ namePrefix: "acme-" })).query!.json["output"] as Record<
    string,
    { value: unknown }
  >;
  expect(Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))).toEqual({
    query_workgroup_name: "acme-test-audit-query",
    query_database_name: "acme_test_audit_query",
    query_results_bucket_name: "test-query-results",
  });
});

test("the policy is attached to the archive's roles, under their path", () => {
  const { query } = stacksOf(withQuery({ iam: { path: "/audit/" } }));
  expect(query!.one("aws_iam_role_policy_attachment")).toMatchObject({ role: "test-reader" });
  expect(query!.one("aws_iam_policy")).toMatchObject({ path: "/audit/" });
  const { Condition } = statement(query!.one("aws_s3_bucket_policy")["policy"], "DenyUnnamedReaders");
  expect(Condition).toMatchObject({
    ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/audit/test-reader" },
  });
});

test("where only readers read logs, those that query are among them", () => {
  const { archive } = stacksOf(withQuery({ logs: { onlyReaders: true } }));
  const { policy } = archive.all("aws_s3_bucket_policy").find((one) => JSON.stringify(one).includes("Unnamed"))!;
  expect(JSON.stringify(statement(policy, "DenyUnnamedReaders"))).toContain(":role/test-reader");
});

describe("the trail", () => {
  test("does not record results among all buckets", () => {
    const all = { trail: { events: { data: [{ kind: "s3", buckets: "all" }] } } };
    expect(selectorsOf(withQuery(all))).toContain("arn:aws:s3:::test-query-results/");
    expect(selectorsOf(environmentWith({ readers: READERS, ...all }))).not.toContain("query-results");
  });

  test("records results where its events list their bucket", () => {
    const listed = { trail: { events: { data: [{ kind: "s3", buckets: ["test-query-results"] }] } } };
    expect(selectorsOf(withQuery(listed))).toContain('"starts_with":["arn:aws:s3:::test-query-results/"]');
  });
});
