import { resolveStacks } from "../../../cli/model/resolve";
import type { StackJson } from "../../../cli/model/stack";

const EMPTY: StackJson = {
  name: "test-archive",
  environment: "test",
  resources: {},
  remoteStates: {},
  outputs: {},
  providers: { "": { region: "eu-central-1", account: "111122223333" } },
  backend: {},
};

const BUCKET = { aws_s3_bucket: { Logs: { bucket: "audit-logs" } } };
const STATE = { bucket: "test-state", key: "archive.tfstate" };

function policyOf(text: string, more: Partial<StackJson> = {}): unknown {
  const stack = { ...EMPTY, resources: { ...BUCKET, aws_s3_bucket_policy: { Policy: { policy: text } } }, ...more };
  return resolveStacks([stack]).find(({ type }) => type === "aws_s3_bucket_policy")!.values["policy"];
}

/** A producer with one output, and a consumer that reads it from remote state. */
function across(output: unknown, reads: string, config: Record<string, string> = STATE): StackJson[] {
  return [
    { ...EMPTY, resources: BUCKET, outputs: { name: { value: output } }, backend: { s3: STATE } },
    {
      ...EMPTY,
      name: "test-trail",
      providers: { "": { region: "us-east-1", account: "444455556666" } },
      remoteStates: { archive: { backend: "s3", config } },
      resources: { aws_cloudtrail: { Trail: { name: "audit", s3_bucket_name: reads } } },
    },
  ];
}

describe("references in the same stack", () => {
  test("become what the configuration implies, inside longer text too", () => {
    expect(policyOf("all of ${aws_s3_bucket.Logs.arn}/*")).toBe("all of arn:aws:s3:::audit-logs/*");
    expect(policyOf("${aws_s3_bucket.Logs.id} and ${aws_s3_bucket.Logs.bucket}")).toBe("audit-logs and audit-logs");
  });

  test("are replaced in lists and blocks", () => {
    const rule = [{ destination: { bucket: "${aws_s3_bucket.Logs.arn}" }, count: 1, off: null }];
    const resources = { ...BUCKET, aws_s3_bucket_replication_configuration: { One: { rule } } };
    const [, replication] = resolveStacks([{ ...EMPTY, resources }]);
    expect(replication!.values["rule"]).toEqual([
      { destination: { bucket: "arn:aws:s3:::audit-logs" }, count: 1, off: null },
    ]);
  });

  test("two keys never share an ARN", () => {
    const resources = { aws_kms_key: { A: {}, B: {} }, aws_sns_topic: { T: { name: "${aws_kms_key.A.arn}" } } };
    const topic = resolveStacks([{ ...EMPTY, resources }]).find(({ type }) => type === "aws_sns_topic")!;
    expect(topic.values["name"]).toBe("arn:aws:kms:eu-central-1:111122223333:key/test-archive.aws_kms_key.A");
  });

  test("account and Region come from the resource's own provider", () => {
    const resources = { aws_s3_bucket: { Logs: { bucket: "logs", provider: "aws.replica" } } };
    const providers = { ...EMPTY.providers, replica: { region: "us-west-2", account: "444455556666" } };
    expect(resolveStacks([{ ...EMPTY, resources, providers }])).toEqual([
      {
        stack: "test-archive",
        address: "aws_s3_bucket.Logs",
        type: "aws_s3_bucket",
        account: "444455556666",
        region: "us-west-2",
        values: { bucket: "logs" },
      },
    ]);
  });

  test("a provider that is not there is an error", () => {
    const resources = { aws_s3_bucket: { Logs: { bucket: "logs", provider: "aws.replica" } } };
    expect(() => resolveStacks([{ ...EMPTY, resources }])).toThrow(
      "test-archive: nothing shows the account and the Region of aws_s3_bucket.Logs; " +
        'give its provider "replica" region and allowed_account_ids, or add --account ID and --region REGION',
    );
  });

  test("so is one without a place in a state of several accounts, whose providers another form of it names", () => {
    const resources = { aws_s3_bucket: { Logs: { bucket: "logs" } } };
    const locations = new Map(
      ["444455556666", "111122223333"].map((account) => [account, { account, region: "eu-central-1" }]),
    );
    expect(() => resolveStacks([{ ...EMPTY, resources, providers: {}, locations }])).toThrow(
      "test-archive: nothing shows the account and the Region of aws_s3_bucket.Logs; others are in 111122223333, " +
        "444455556666; of a state, give what terraform state pull prints, which names the provider of each; for a plan, " +
        "give its provider region and allowed_account_ids",
    );
  });

  test("escaped sequences are text, not references", () => {
    expect(policyOf("home/$${aws:username}/%%{x}")).toBe("home/${aws:username}/%{x}");
  });
});

describe("references to remote state", () => {
  const bucketName = (stacks: StackJson[]) =>
    resolveStacks(stacks).find(({ type }) => type === "aws_cloudtrail")!.values["s3_bucket_name"];
  const reference = "${data.terraform_remote_state.archive.outputs.name}";

  test("become the producer's output, itself resolved", () => {
    expect(bucketName(across("${aws_s3_bucket.Logs.bucket}", reference))).toBe("audit-logs");
  });

  test.each([
    ["an output that is not there", across("x", "${data.terraform_remote_state.archive.outputs.other}")],
    ["a state that is not declared", across("x", "${data.terraform_remote_state.other.outputs.name}")],
    ["a state that no stack keeps", across("x", reference, { ...STATE, key: "other.tfstate" })],
    ["a state in another bucket", across("x", reference, { ...STATE, bucket: "other" })],
    ["an output that is no text", across(["a", "b"], reference)],
  ])("%s is an error", (_, stacks) => {
    const token = (stacks[1]!.resources["aws_cloudtrail"]!["Trail"] as { s3_bucket_name: string }).s3_bucket_name;
    expect(() => resolveStacks(stacks)).toThrow(
      `test-trail: aws_cloudtrail.Trail.s3_bucket_name refers to ${token}, which cannot be derived from the configuration`,
    );
  });

  test("an output that refers to nothing names the producer", () => {
    expect(() => resolveStacks(across("${aws_s3_bucket.Gone.arn}", reference))).toThrow(
      "test-archive: output.name refers to ${aws_s3_bucket.Gone.arn}, which cannot be derived from the configuration",
    );
  });
});

describe("a reference that is left is an error that names stack and address", () => {
  test.each([
    ["${aws_s3_bucket.Gone.arn}"],
    ["${aws_s3_bucket.Logs.website_endpoint}"],
    ["${aws_s3_bucket.Logs.constructor}"],
    ["${aws_s3_bucket.__proto__.arn}"],
    ["${data.aws_caller_identity.me.account_id}"],
    ["${jsonencode(aws_s3_bucket.Logs.arn)}"],
    ["${}"],
  ])("%s", (token) => {
    expect(() => policyOf(`a ${token} b`)).toThrow(
      "test-archive: aws_s3_bucket_policy.Policy.policy refers to " +
        `${token}, which cannot be derived from the configuration`,
    );
  });
});
