import { camelCase, camelCaseKeys, referencesIn, toBare } from "../../../tools/bench/convert";

test.each([
  ["bucket", "bucket"],
  ["kms_key_id", "kmsKeyId"],
  ["s3_bucket_name", "s3BucketName"],
  ["is_multi_region_trail", "isMultiRegionTrail"],
  ["equals", "equalTo"],
])("the argument %s is called %s by the classes", (argument, name) => {
  expect(camelCase(argument)).toBe(name);
});

test("blocks inside blocks and lists are converted, values are not", () => {
  const args = { rule: [{ noncurrent_version_expiration: { noncurrent_days: 7 } }], sse_mode: "a_b" };
  expect(camelCaseKeys(args)).toEqual({
    rule: [{ noncurrentVersionExpiration: { noncurrentDays: 7 } }],
    sseMode: "a_b",
  });
});

test("the keys of maps stay", () => {
  const maps = {
    tags: { cost_center: "a" },
    default_tags: [{ tags: { cost_center: "b" } }],
    constraints: [{ encryption_context_equals: { aws_trail: "c" } }],
  };
  expect(camelCaseKeys(maps)).toEqual({
    tags: { cost_center: "a" },
    defaultTags: [{ tags: { cost_center: "b" } }],
    constraints: [{ encryptionContextEquals: { aws_trail: "c" } }],
  });
});

describe("references", () => {
  test("are arguments that are nothing else, at any depth", () => {
    const config = { bucket: "${aws_s3_bucket.Logs_1.id}", rule: [{ key: "${aws_kms_key.Key-2.arn}" }], name: "plain" };
    expect(referencesIn(config)).toEqual([
      { at: ["bucket"], of: "aws_s3_bucket.Logs_1", attribute: "id" },
      { at: ["rule", 0, "key"], of: "aws_kms_key.Key-2", attribute: "arn" },
    ]);
  });

  test("reach remote state", () => {
    expect(referencesIn({ kmsKeyId: "${data.terraform_remote_state.ArchiveState.outputs.key_arn}" })).toEqual([
      { at: ["kmsKeyId"], of: "data.terraform_remote_state.ArchiveState", attribute: "key_arn" },
    ]);
  });

  test("inside a policy stay text", () => {
    expect(referencesIn({ policy: '{"Resource":"${aws_kms_key.Key.arn}"}' })).toEqual([]);
    expect(referencesIn({ path: "${aws_s3_bucket.Logs.arn}/*" })).toEqual([]);
    expect(referencesIn({ name: "copy-${aws_s3_bucket.Logs.id}" })).toEqual([]);
  });
});

describe("a bare stack", () => {
  const json = {
    "//": { metadata: {} },
    terraform: {
      backend: { s3: { bucket: "state", kms_key_id: "arn", use_lockfile: true } },
      required_providers: { aws: { source: "aws", version: ">= 5.100" } },
    },
    provider: { aws: [{ allowed_account_ids: ["111122223333"] }, { alias: "replica" }] },
    data: { terraform_remote_state: { ArchiveState: { backend: "s3", config: { assume_role: { role_arn: "arn" } } } } },
    resource: {
      aws_a: { Last: { "//": {}, depends_on: ["aws_c.First"], kms_key: "${aws_b.Middle.arn}" } },
      aws_b: { Middle: { "//": {}, provider: "aws.replica", depends_on: [], bucket: "${aws_c.First.id}" } },
      aws_c: { First: { "//": {}, depends_on: ["aws_d.VeryFirst"], bucket: "logs" } },
      aws_d: { VeryFirst: {} },
    },
    output: { key_arn: { description: "key", value: "${aws_b.Middle.arn}" } },
  };
  const bare = toBare("prod-trail", json, ["prod-archive"]);

  test("has resources after those that they need", () => {
    expect(bare.resources).toEqual([
      { type: "aws_d", id: "VeryFirst", config: {}, references: [] },
      { type: "aws_c", id: "First", config: { bucket: "logs" }, references: [], dependsOn: ["aws_d.VeryFirst"] },
      {
        type: "aws_b",
        id: "Middle",
        config: { bucket: "${aws_c.First.id}" },
        references: [{ at: ["bucket"], of: "aws_c.First", attribute: "id" }],
        dependsOn: [],
        provider: "aws.replica",
      },
      {
        type: "aws_a",
        id: "Last",
        config: { kmsKey: "${aws_b.Middle.arn}" },
        references: [{ at: ["kmsKey"], of: "aws_b.Middle", attribute: "arn" }],
        dependsOn: ["aws_c.First"],
      },
    ]);
  });

  test("has the same providers, versions, backend, remote state, outputs and dependencies", () => {
    expect(bare).toMatchObject({
      name: "prod-trail",
      dependencies: ["prod-archive"],
      providers: [{ allowedAccountIds: ["111122223333"] }, { alias: "replica" }],
      providerVersions: ">= 5.100",
      backend: { bucket: "state", kmsKeyId: "arn", useLockfile: true },
      remoteStates: [{ id: "ArchiveState", config: { assumeRole: { roleArn: "arn" } } }],
      outputs: [{ id: "key_arn", config: { description: "key" }, references: [{ at: ["value"], of: "aws_b.Middle" }] }],
    });
  });

  test.each([
    ["another kind of block", { ...json, variable: { x: {} } }, "variable"],
    ["another data source", { ...json, data: { ...json.data, aws_region: {} } }, "aws_region"],
    ["another setting", { ...json, terraform: { ...json.terraform, cloud: {} } }, "cloud"],
  ])("is refused where the app makes %s, since it would be missing", (_, changed, what) => {
    expect(() => toBare("prod-trail", changed, [])).toThrow(`prod-trail: tools/bench/convert.ts does not know ${what}`);
  });
});
