import { TerraformVariable } from "cdktf";
import { AccessLogBucket } from "../../modules/bucket";
import { Key } from "../../modules/key";
import { Trail } from "../../modules/trail";
import type { Tags } from "../../modules/tags";
import { synthStack } from "../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };

const CONSTRUCTS: Record<string, (tags: Tags) => unknown> = {
  Key: (tags) => synthStack((stack) => new Key(stack, "One", { ...IN, aliases: ["audit"], tags })),
  Bucket: (tags) => synthStack((stack) => new AccessLogBucket(stack, "One", { ...IN, bucketName: "logs", tags })),
  Trail: (tags) =>
    synthStack((stack) => {
      const bucket = { bucketName: "logs" };
      return new Trail(stack, "One", { ...IN, name: "audit", bucket, key: "bucketDefault", tags });
    }),
};

describe.each(Object.entries(CONSTRUCTS))("the tags of a %s", (_, make) => {
  test("are taken where every service takes them", () => {
    expect(() => make({ "cost center": "größe 42", "a_.:/=+-@1": "", long: "x".repeat(256) })).not.toThrow();
  });

  test("are refused where one service refuses them, all problems at once", () => {
    expect(() => make({ Owner: "R&D", owner: "x", "aws:x": "y" })).toThrow(
      new Error(
        'test/One: tags must differ in more than upper and lower case, got "Owner" and "owner"\n' +
          'test/One: tags: each key must be 1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with "aws:", got "aws:x"\n' +
          'test/One: tags: Owner must be at most 256 letters, digits, spaces and _.:/=+-@, not beginning with "aws:", got "R&D"',
      ),
    );
    const many = Object.fromEntries(Array.from({ length: 51 }, (__, at) => [`key${at}`, ""]));
    expect(() => make(many)).toThrow(new Error("test/One: tags must be at most 50, got 51"));
  });
});

test("a value that only Terraform knows is taken", () => {
  const stack = synthStack((scope) => {
    const owner = new TerraformVariable(scope, "owner", { type: "string" }).stringValue;
    new Key(scope, "Key", { ...IN, aliases: ["audit"], tags: { Owner: owner } });
  });
  expect(stack.one("aws_kms_key")["tags"]).toEqual({ Owner: "${var.owner}" });
});
