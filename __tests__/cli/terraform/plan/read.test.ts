import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPlan } from "../../../../cli/terraform/plan/read";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "plan-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const written = (content: string | object | Buffer) => {
  const file = join(folder, "plan.json");
  writeFileSync(file, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return file;
};

const change = (actions: string[], more: object = {}) => ({
  address: "aws_kms_key.a",
  mode: "managed",
  type: "aws_kms_key",
  name: "a",
  change: { actions, before: null, after: {}, ...more },
});
const plan = (...resource_changes: object[]) => ({ format_version: "1.2", resource_changes });

test.each([
  ["not JSON", "{", "it is not JSON, or is cut off"],
  ["nothing", "", "it is not JSON, or is cut off"],
  ["a list", "[]", "it is not a JSON object"],
  ["another format", { format_version: "2.0" }, 'format_version is "2.0"; this tool reads 1.x'],
  ["no format", {}, "format_version is undefined; this tool reads 1.x"],
  [
    "an old format",
    { format_version: "0.2" },
    'format_version is "0.2"; this tool reads 1.x; plan with Terraform 1.0 or later',
  ],
  [
    "a state",
    { format_version: "1.0", values: {} },
    "it is a state, which changes nothing; give the output of terraform plan -out=tfplan and terraform show -json tfplan; matrix, controls and verify read a state",
  ],
  ["a text for changes", { ...plan(), resource_changes: "x" }, "its parts are not what terraform show -json writes"],
  ["a failed plan", { ...plan(), errored: true }, "Terraform could not finish it; see the output of terraform plan"],
  ["an unknown action", plan(change(["explode"])), "its parts are not what terraform show -json writes"],
  ["no change", plan({ mode: "managed", address: "a.b" }), "its parts are not what terraform show -json writes"],
])("%s is refused in a line", async (_, content, why) => {
  const file = written(content);
  await expect(readPlan(file)).rejects.toThrow(new Error(`${file} is not a plan that can be reviewed: ${why}`));
});

const HEAD = '{"format_version":"1.2","resource_changes":[],"a":"é"}';

test.each([
  ["a byte order mark", Buffer.from(`\uFEFF${HEAD}`)],
  ["UTF-16, as PowerShell redirects", Buffer.from(`\uFEFF${HEAD}`, "utf16le")],
  ["UTF-16 without a byte order mark", Buffer.from(HEAD, "utf16le")],
  ["UTF-16 without one, in the other order", Buffer.from(HEAD, "utf16le").swap16()],
  ["UTF-16 in the other order", Buffer.from(`\uFEFF${HEAD}`, "utf16le").swap16()],
])("%s is read", async (_, content) => {
  expect((await readPlan(written(content))).resources).toEqual([]);
});

test("a plan that leaves out resource_changes changes nothing", async () => {
  expect((await readPlan(written({ format_version: "1.2", configuration: {} }))).resources).toEqual([]);
});

test("deep nesting is refused, whether JSON.parse bears it or not", async () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  for (const depth of [100, 200_000]) {
    const text = JSON.stringify(plan(change(["create"], { after: "HERE" }))).replace('"HERE"', nested(depth));
    const file = written(text);
    await expect(readPlan(file)).rejects.toThrow(
      `${file} is not a plan that can be reviewed: it is nested deeper than`,
    );
  }
});

test("an absent file and a folder are refused in a line", async () => {
  const absent = join(folder, "absent.json");
  await expect(readPlan(absent)).rejects.toThrow(new Error(`${absent} cannot be read: it does not exist`));
  await expect(readPlan(folder)).rejects.toThrow(new Error(`${folder} cannot be read: it is a folder`));
});

test("a secret in a broken plan is not in the message", async () => {
  await expect(readPlan(written('{"password": hunter2'))).rejects.not.toThrow(/hunter2/);
});

test("unknown fields are ignored, and later versions of the format taken", async () => {
  const json = { ...plan({ ...change(["no-op"]), novelty: 1 }), format_version: "1.99", novelty: {} };
  expect((await readPlan(written(json))).resources).toMatchObject([{ address: "aws_kms_key.a", action: "none" }]);
});

test.each([
  [["create", "delete"], "replace"],
  [["delete", "create"], "replace"],
  [["create", "forget"], "replace"],
  [["forget", "create"], "replace"],
  [["delete"], "destroy"],
  [["forget"], "forget"],
  [["update"], "update"],
])("actions %j are a %s", async (actions, action) => {
  expect((await readPlan(written(plan(change(actions))))).resources[0]!.action).toBe(action);
});

test("where all of a resource is sensitive, whatever changes is hidden", async () => {
  const more = { before: { a: 1, b: 1 }, after: { a: 2, b: 1 }, after_sensitive: true };
  expect((await readPlan(written(plan(change(["update"], more))))).resources[0]!.hidden).toEqual(["a"]);
});

test("accounts and Regions come from the providers, also through a variable", async () => {
  const json = {
    ...plan(),
    variables: { region: { value: "eu-west-1" } },
    configuration: {
      provider_config: {
        aws: {
          name: "aws",
          expressions: {
            region: { references: ["var.region"] },
            allowed_account_ids: { constant_value: ["111122223333"] },
          },
        },
        "aws.replica": {
          name: "aws",
          alias: "replica",
          expressions: {
            region: { constant_value: "us-east-1" },
            allowed_account_ids: { constant_value: ["444455556666"] },
          },
        },
        random: { name: "random" },
      },
    },
  };
  expect((await readPlan(written(json))).providers).toEqual({
    "": { region: "eu-west-1", account: "111122223333" },
    replica: { region: "us-east-1", account: "444455556666" },
  });
});

test("resources in modules and with instance keys find their templates", async () => {
  const address = 'module.log["a.b"].aws_s3_bucket_policy.p[0]';
  const json = {
    ...plan({ ...change(["create"], { after_unknown: { policy: true } }), address, type: "aws_s3_bucket_policy" }),
    configuration: {
      root_module: {
        module_calls: {
          log: {
            module: {
              resources: [
                { address: "aws_s3_bucket_policy.p", expressions: { policy: { constant_value: "{}" } }, type: "x" },
              ],
            },
          },
        },
      },
    },
  };
  expect((await readPlan(written(json))).resources[0]!.after).toEqual({ policy: "{}" });
});

test("drift names the configured arguments that differ, and nothing of their values", async () => {
  const before = { a: 1, b: "secret", tags: null, computed: 1 };
  const after = { a: 1, b: "other", tags: {}, computed: 2 };
  const expressions = { a: {}, b: {}, tags: {} };
  const json = {
    ...plan(),
    resource_drift: [change(["update"], { before, after }), change(["update"], { before, after: { ...before } })],
    configuration: { root_module: { resources: [{ address: "aws_kms_key.a", type: "aws_kms_key", expressions }] } },
  };
  expect((await readPlan(written(json))).drift).toEqual([
    { address: "aws_kms_key.a", type: "aws_kms_key", action: "update", changed: ["b"] },
  ]);
});

test.each([
  ["a reference", "${aws_kms_key.a.arn}", ["aws_kms_key.a.arn", "aws_kms_key.a"], "${module.m.aws_kms_key.a.arn}"],
  ["more than one", "${aws_kms_key.a.arn}${aws_kms_key.b.arn}", ["aws_kms_key.a.arn", "aws_kms_key.b.arn"], undefined],
])("%s in a module's template names what the module contains", async (_, template, references, expected) => {
  const expression = { constant_value: template, references };
  const trail = { address: "aws_cloudtrail.a", mode: "managed", type: "aws_cloudtrail", name: "a" };
  const resources = [{ ...trail, expressions: { kms_key_id: expression, name: { constant_value: "audit" } } }];
  const json = {
    format_version: "1.2",
    resource_changes: [
      {
        ...{ ...trail, address: "module.m.aws_cloudtrail.a" },
        change: { actions: ["create"], before: null, after: { name: "audit" }, after_unknown: { kms_key_id: true } },
      },
    ],
    configuration: { root_module: { module_calls: { m: { module: { resources } } } } },
  };
  const [read] = (await readPlan(written(json))).resources;
  expect(read!.after).toEqual({ name: "audit", ...(expected && { kms_key_id: expected }) });
  expect(read!.unknown).toEqual(expected ? [] : ["kms_key_id"]);
});
