import { moduleOf } from "../../../../cli/model/references";
import { MAX_STEPS, referencesIn } from "../../../../cli/terraform/plan/references";
import type { ModuleConfigJson, PlanJson, ResourceConfigJson } from "../../../../cli/terraform/plan/plan-json";

/** As a plan lists them: the attribute, then what it belongs to. */
const references = (...all: readonly string[]) => ({ references: all });
const resource = (type: string, expressions: Record<string, unknown> = {}): ResourceConfigJson => ({
  ...{ address: `${type}.this`, mode: "managed", type, name: "this" },
  expressions,
});

const KEY: ModuleConfigJson = {
  resources: [resource("aws_kms_key")],
  outputs: {
    arn: { expression: references("aws_kms_key.this.arn", "aws_kms_key.this") },
    key: { expression: references("aws_kms_key.this") },
    either: {
      expression: references(
        ...["aws_kms_key.this[0].arn", "aws_kms_key.this[0]", "aws_kms_key.this"],
        ...["aws_kms_key.spare[0].arn", "aws_kms_key.spare[0]", "aws_kms_key.spare"],
      ),
    },
    twice: { expression: references("aws_kms_key.this[0].arn", "aws_kms_key.this[1].arn") },
  },
};
const BUCKET: ModuleConfigJson = {
  resources: [resource("aws_s3_bucket_policy", { bucket: references("var.name") }), resource("aws_s3_bucket_acl")],
  outputs: {
    id: { expression: references("aws_s3_bucket_policy.this.id", "aws_s3_bucket_policy.this") },
    acl: { expression: references("aws_s3_bucket_acl.this.id", "aws_s3_bucket_acl.this") },
    policies: { expression: references("aws_s3_bucket_policy.this[0].id") },
  },
};

function plan(calls: ModuleConfigJson["module_calls"], planned: Record<string, object> = {}): PlanJson {
  return {
    format_version: "1.2",
    resource_changes: Object.entries(planned).map(([address, after]) => ({
      ...{ address, mode: "managed", type: "", name: "this" },
      change: { actions: ["create"], after: after as Record<string, unknown> },
    })),
    configuration: { root_module: { resources: [resource("aws_s3_bucket")], module_calls: calls! } },
  };
}

/** What a reference in a module becomes, in an argument that names a key or a bucket. */
const resolved = (json: PlanJson, module: string, ...all: readonly string[]) =>
  referencesIn(json)("aws_cloudtrail", module)(all, "kms_key_id");

test.each([
  ["an output of a module", ["module.key.arn", "module.key"], "module.key.aws_kms_key.this.arn"],
  ["an output of an instance", ['module.key["a"].arn', 'module.key["a"]'], 'module.key["a"].aws_kms_key.this.arn'],
  ["an attribute of an output", ["module.key.key.arn", "module.key.key"], "module.key.aws_kms_key.this.arn"],
  ["what of two is planned", ["module.key.either", "module.key"], "module.key.aws_kms_key.this[0].arn"],
  ["one of two", ["module.key.twice", "module.key"], undefined],
  ["a whole resource, of which nothing is taken", ["module.key.key", "module.key"], undefined],
  ["a whole module", ["module.key"], undefined],
  ["an output that is not there", ["module.key.constructor", "module.key"], undefined],
  ["an output and more", ["module.key.arn", "module.key", "local.suffix"], undefined],
])("%s", (_, all, expected) => {
  const planned = { "module.key.aws_kms_key.this[0]": {}, "module.key.aws_kms_key.this[1]": {} };
  expect(resolved(plan({ key: { module: KEY } }, planned), "", ...all)).toBe(expected && `\${${expected}}`);
});

test.each([
  ["a reference", references("aws_kms_key.a.arn", "aws_kms_key.a"), ["var.x"], "${aws_kms_key.a.arn}"],
  ["a template in JSON", { constant_value: "${aws_kms_key.a.arn}" }, ["var.x"], "${aws_kms_key.a.arn}"],
  ["a constant", { constant_value: "alias/a" }, ["var.x"], "alias/a"],
  ["a whole resource", references("aws_kms_key.a"), ["var.x.arn", "var.x"], "${aws_kms_key.a.arn}"],
  ["an object that contains one", references("aws_kms_key.a"), ["var.x.key.arn", "var.x"], "${aws_kms_key.a.arn}"],
  ["a module", references("module.key"), ["var.x.arn", "var.x"], "${module.key.aws_kms_key.this.arn}"],
  ["an object of two keys", references("aws_kms_key.a.arn", "aws_kms_key.b.arn"), ["var.x.a", "var.x"], undefined],
  ["a local value", references("local.key"), ["var.x"], undefined],
  ["nothing", undefined, ["var.x"], undefined],
])("a variable that the call sets to %s", (_, expression, all, expected) => {
  const calls = { key: { module: KEY }, trail: { module: {}, expressions: { x: expression } } };
  expect(resolved(plan(calls), "module.trail[0].", ...all)).toBe(expected);
});

test("the key of an instance may contain what separates the parts of an address", () => {
  const key = '["module.a[0].x"]';
  const expressions = { x: references("module.key.arn") };
  const json = plan({ key: { module: KEY }, trail: { module: {}, expressions } });
  expect(moduleOf(`module.trail${key}.aws_cloudtrail.this`)).toBe(`module.trail${key}.`);
  expect(resolved(json, `module.trail${key}.`, "var.x")).toBe("${module.key.aws_kms_key.this.arn}");
  expect(resolved(json, "", `module.key${key}.arn`)).toBe(`\${module.key${key}.aws_kms_key.this.arn}`);
});

test("variables and outputs are followed through modules in modules", () => {
  const inner = { module: BUCKET, expressions: { name: references("var.bucket") } };
  const storage: ModuleConfigJson = {
    module_calls: { bucket: inner },
    outputs: { id: { expression: references('module.bucket["logs"].id', 'module.bucket["logs"]', "module.bucket") } },
  };
  const expressions = { bucket: references("aws_s3_bucket.this.id", "aws_s3_bucket.this") };
  const json = plan({ storage: { module: storage, expressions } });
  expect(resolved(json, "", "module.storage[0].id", "module.storage[0]")).toBe("${aws_s3_bucket.this.id}");
});

test("the id of a bucket's part is the name of the bucket, unless it contains more", () => {
  const name = references("aws_s3_bucket.this.id", "aws_s3_bucket.this");
  const calls = { bucket: { module: BUCKET, expressions: { name } } };
  expect(resolved(plan(calls), "", "module.bucket.id")).toBe("${aws_s3_bucket.this.id}");
  expect(resolved(plan(calls), "", "module.bucket.acl")).toBe("${module.bucket.aws_s3_bucket_acl.this.id}");
  const planned = { "module.bucket.aws_s3_bucket_policy.this[0]": { bucket: "logs-${x}" } };
  expect(resolved(plan(calls, planned), "", "module.bucket.policies")).toBe("logs-$${x}");
});

test("the name of a bucket may contain that of another, other arguments name one", () => {
  const ofType = (type: string) => referencesIn(plan({}))(type, "")(["aws_s3_bucket.this.id"], "bucket");
  expect(ofType("aws_s3_bucket_policy")).toBe("${aws_s3_bucket.this.id}");
  expect(ofType("aws_s3_bucket")).toBeUndefined();
  expect(referencesIn(plan({}))("aws_kms_key", "")(["aws_s3_bucket.this.id"], "description")).toBeUndefined();
});

test("modules that refer in a circle, and more steps than anybody writes, have no value", () => {
  const circle = (name: string) => ({ module: { outputs: { x: { expression: references(`module.${name}.x`) } } } });
  expect(resolved(plan({ a: circle("a") }), "", "module.a.x")).toBeUndefined();
  const nested = (depth: number): ModuleConfigJson =>
    depth === 0
      ? KEY
      : {
          module_calls: { a: { module: nested(depth - 1) } },
          outputs: { arn: { expression: references("module.a.arn") } },
        };
  const longest = plan({ a: { module: nested(MAX_STEPS - 1) } });
  expect(resolved(longest, "", "module.a.arn")).toBe(`\${${"module.a.".repeat(MAX_STEPS)}aws_kms_key.this.arn}`);
  expect(resolved(plan({ a: { module: nested(MAX_STEPS) } }), "", "module.a.arn")).toBeUndefined();
});

const instance = (address: string) => ({ [address]: {} });

test.each([
  ["of its own key", ["aws_s3_bucket.this", "each.key"], `aws_s3_bucket.this["a"].id`],
  ["of its own number", ["aws_s3_bucket.this", "count.index"], `aws_s3_bucket.this["a"].id`],
  ["that it repeats", ["each.value.id", "each.value"], `aws_s3_bucket.this["a"].id`],
  ["of its key and more", ["aws_s3_bucket.this", "each.key", "local.x"], undefined],
  ["that each is itself", ["each.value"], undefined],
  ["that only its key names", ["each.key"], undefined],
])("an instance of a resource names the instance %s", (_, all, expected) => {
  const json = plan({}, { ...instance('aws_s3_bucket.this["a"]'), ...instance('aws_s3_bucket.this["b"]') });
  const versioning = { ...resource("aws_s3_bucket_versioning"), for_each_expression: references("aws_s3_bucket.this") };
  const root = { resources: [resource("aws_s3_bucket"), versioning] };
  const resolve = referencesIn({ ...json, configuration: { root_module: root } });
  const address = 'aws_s3_bucket_versioning.this["a"]';
  expect(resolve("aws_s3_bucket_versioning", address)(all, "bucket")).toBe(expected && `\${${expected}}`);
});

test("an instance of a module does, too, and otherwise has a value of its own", () => {
  const call = (forEach: string) => ({
    module: {},
    expressions: { name: references("each.value.id", "each.value") },
    for_each_expression: references(forEach),
  });
  const calls = { part: call("aws_s3_bucket.this"), other: call("local.buckets") };
  const json = plan(calls, instance('aws_s3_bucket.this["a"]'));
  expect(resolved(json, 'module.part["a"].', "var.name")).toBe('${aws_s3_bucket.this["a"].id}');
  expect(resolved(json, 'module.other["a"].', "var.name")).toBeUndefined();
  expect(resolved(json, "module.part.", "var.name")).toBeUndefined();
});

test.each([
  ["s3_bucket_name", "aws_s3_bucket.this", "aws_s3_bucket.this[0].id"],
  ["kms_key_id", "aws_kms_key.this", 'aws_kms_key.this["a.b[0]"].arn'],
  ["role", "aws_iam_role.this", "aws_iam_role.this[0].name"],
  ["cloud_watch_logs_role_arn", "aws_iam_role.this", "aws_iam_role.this[0].arn"],
  ["bucket", "aws_s3_bucket.two", undefined],
  ["bucket", "aws_s3_bucket.none", undefined],
  ["bucket", "aws_instance.this", undefined],
])("the %s of all instances of %s is that of the only one", (argument, whole, expected) => {
  const planned = [
    ...["aws_s3_bucket.this[0]", 'aws_kms_key.this["a.b[0]"]', "aws_iam_role.this[0]", "aws_instance.this[0]"],
    ...["aws_s3_bucket.two[0]", "aws_s3_bucket.two[1]", "aws_s3_bucket.thisother[0]"],
  ];
  const json = plan({}, Object.fromEntries(planned.map((address) => [`module.m[0].${address}`, {}])));
  const found = referencesIn(json)("aws_cloudtrail", "module.m[0].aws_cloudtrail.this[0]")([whole], argument);
  expect(found).toBe(expected && `\${module.m[0].${expected}}`);
});

test.each([
  ["a switch", { constant_value: true }, "aws_kms_key.this[0].arn"],
  ["a number", { constant_value: 1 }, "aws_kms_key.this[0].arn"],
  ["an empty text", { constant_value: "" }, "aws_kms_key.this[0].arn"],
  ["null", {}, "aws_kms_key.this[0].arn"],
  ["a variable that is a switch", references("var.outer"), "aws_kms_key.this[0].arn"],
  ["nothing, with a default of null", undefined, "aws_kms_key.this[0].arn"],
  ["a key", { constant_value: "alias/a" }, undefined],
  ["a resource", references("aws_kms_key.a.arn", "aws_kms_key.a"), undefined],
  ["an attribute of a variable", references("var.outer.x", "var.outer"), undefined],
])("a condition on a variable that is %s", (_, expression, expected) => {
  const calls = { trail: { module: {}, expressions: expression === undefined ? {} : { x: expression } } };
  const json = { ...plan(calls, instance("module.trail.aws_kms_key.this[0]")), variables: { outer: { value: false } } };
  const all = ["var.x", "aws_kms_key.this[0].arn", "aws_kms_key.this[0]", "aws_kms_key.this"];
  expect(resolved(json, "module.trail.", ...all)).toBe(expected && `\${module.trail.${expected}}`);
});

test("a variable that no call sets has its default", () => {
  const module = (fallback: unknown) => ({ module: { variables: { x: { default: fallback } } } });
  const json = (fallback: unknown) => plan({ trail: module(fallback) }, instance("module.trail.aws_kms_key.this"));
  const all = ["var.x", "aws_kms_key.this.arn"];
  expect(resolved(json(true), "module.trail.", ...all)).toBe("${module.trail.aws_kms_key.this.arn}");
  expect(resolved(json("alias/a"), "module.trail.", ...all)).toBeUndefined();
});

test("the only instance of a part of a bucket passes on the name of the bucket", () => {
  const json = plan({}, { "aws_s3_bucket_policy.this[0]": { bucket: "logs" } });
  expect(resolved(json, "", "aws_s3_bucket_policy.this")).toBe("logs");
});
