import { differences } from "../../../tools/cdktn/differences";

const stack = (version: string, source: string, bucket: object) => ({
  name: "prod-archive",
  json: {
    "//": { metadata: { version } },
    terraform: { required_providers: { aws: { source } } },
    resource: { aws_s3_bucket: { Logs: bucket } },
  },
});
const cdktf = stack("0.21.0", "aws", { bucket: "logs", tags: ["a", "b"] });
const path = "resource.aws_s3_bucket.Logs";

test("only the version of the framework and the spelling of the provider may differ", () => {
  expect(differences([cdktf], [stack("0.24.0", "hashicorp/aws", { bucket: "logs", tags: ["a", "b"] })])).toEqual([]);
});

test.each([
  ["another value", { bucket: "other", tags: ["a", "b"] }, [`${path}.bucket: "logs" -> "other"`]],
  ["a missing value", { tags: ["a", "b"] }, [`${path}.bucket: "logs" -> nothing`]],
  ["an item of a list", { bucket: "logs", tags: ["a"] }, [`${path}.tags.1: "b" -> nothing`]],
  ["an empty object", { bucket: "logs", tags: ["a", "b"], rule: {} }, [`${path}.rule: nothing -> {}`]],
])("%s is a difference", (_, bucket, expected) => {
  const found = differences([cdktf], [stack("0.24.0", "aws", bucket)]);
  expect(found).toEqual(expected.map((one) => `prod-archive: ${one}`));
});

test("another provider is a difference, and so is a stack that one of them does not write", () => {
  const source = "prod-archive: terraform.required_providers.aws.source";
  expect(differences([cdktf], [stack("0.24.0", "evil/aws", { bucket: "logs", tags: ["a", "b"] })])).toEqual([
    `${source}: "aws" -> "evil/aws"`,
  ]);
  expect(differences([cdktf], [])).toContain(`${source}: "aws" -> nothing`);
});
