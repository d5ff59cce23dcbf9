import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labelled, manifestOf } from "../../../support/stack-folder";
import { kindsOf, PlanJson, reviewOfFolder, reviewOfNew } from "../../../support/disguised";

type Edit = Parameters<typeof reviewOfFolder>[0];
type Stack = Parameters<Edit>[0];

const one = (stack: Stack, type: string, start = "") => {
  const entry = Object.entries(stack.resource[type] ?? {}).find(([id]) => id.startsWith(start));
  if (!entry) throw new Error(`no ${type}.${start}`);
  return entry;
};
const ofArchive = (edit: Edit) => reviewOfFolder(edit, "full-archive");

test("two folders that are the same are unchanged, though what one stack reads of another is known late", async () => {
  expect(await ofArchive(() => undefined)).toMatchObject({ verdict: "unchanged", findings: [] });
});

test("a stack that the base has not is new, and nothing to stumble over", async () => {
  const found = await ofArchive(({ provider, terraform }, folder) => {
    const name = join(folder, "stacks", "full-more");
    mkdirSync(name);
    const resource = { aws_s3_bucket: { More: { bucket: "example-more" } } };
    const json = { ...labelled("full"), provider, terraform, resource };
    writeFileSync(join(name, "cdk.tf.json"), JSON.stringify(json));
    const names = ["full-archive", "full-trail", "full-more"];
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifestOf(names)));
  });
  expect(found.verdict).toBe("changed");
  expect(found.changes).toMatchObject([{ stack: "full-more", address: "aws_s3_bucket.More", action: "create" }]);
});

test("a new environment is new, and nobody is said to gain", async () => {
  const found = await reviewOfNew();
  expect([found.verdict, found.findings]).toEqual(["changed", []]);
  expect([...new Set(found.policies.map(({ kind }) => kind))]).toEqual(["new"]);
});

test("a plan shows no lifecycle: beside a base its loss is seen", async () => {
  const found = await reviewOfFolder(
    (stack) => Reflect.deleteProperty(one(stack, "aws_s3_bucket", "LogBucket")[1], "lifecycle"),
    "full-archive",
    new PlanJson("no-change-full", "full-archive"),
  );
  expect(kindsOf(found)).toEqual(["weakened prevent-destroy-lost"]);
});

test("a moved block is no destruction", async () => {
  const found = await ofArchive((stack) => {
    const [id, values] = one(stack, "aws_s3_bucket_versioning", "LogBucket");
    Reflect.deleteProperty(stack.resource["aws_s3_bucket_versioning"]!, id);
    stack.resource["aws_s3_bucket_versioning"]!["Renamed"] = values;
    stack["moved"] = [{ from: `aws_s3_bucket_versioning.${id}`, to: "aws_s3_bucket_versioning.Renamed" }];
  });
  expect([found.verdict, found.findings.filter(({ protection }) => protection === "removal")]).toEqual(["changed", []]);
});

test("what moves keeps its policy, and whoever names it", async () => {
  const found = await ofArchive((stack) => {
    for (const type of ["aws_s3_bucket", "aws_s3_bucket_policy"]) {
      const [id, values] = one(stack, type, "LogBucket");
      Reflect.deleteProperty(stack.resource[type]!, id);
      stack.resource[type]!["Renamed"] = values;
      stack["moved"] = [...((stack["moved"] ?? []) as object[]), { from: `${type}.${id}`, to: `${type}.Renamed` }];
      stack.resource = JSON.parse(
        JSON.stringify(stack.resource).replaceAll(`\${${type}.${id}.`, `\${${type}.Renamed.`),
      ) as Stack["resource"];
    }
  });
  expect([found.verdict, found.findings, found.policies]).toEqual(["changed", [], []]);
});

test.each<[string, string, (stack: Stack) => void]>([
  [
    "force_destroy as a text",
    "weakened force-destroy-on",
    (stack) => (one(stack, "aws_s3_bucket")[1]["force_destroy"] = "true"),
  ],
  ["is_enabled as a text", "weakened key-disabled", (stack) => (one(stack, "aws_kms_key")[1]["is_enabled"] = "false")],
  [
    "days as a text",
    "weakened deletion-window-shortened",
    (stack) => (one(stack, "aws_kms_key")[1]["deletion_window_in_days"] = "7"),
  ],
  [
    "changes that are ignored",
    "weakened changes-ignored",
    (stack) => (one(stack, "aws_s3_bucket_policy", "LogBucket")[1]["lifecycle"] = { ignore_changes: ["policy"] }),
  ],
  [
    "prevent_destroy lost",
    "weakened prevent-destroy-lost",
    (stack) => Reflect.deleteProperty(one(stack, "aws_s3_bucket", "LogBucket")[1], "lifecycle"),
  ],
  [
    "none of a resource",
    "weakened removal",
    (stack) => (one(stack, "aws_s3_bucket_policy", "LogBucket")[1]["count"] = 0),
  ],
  [
    "another key of the same stack",
    "weakened key-changed",
    (stack) => {
      const [values] = one(stack, "aws_s3_bucket_server_side_encryption_configuration", "LogBucket")[1][
        "rule"
      ] as Stack[];
      const [key] = one(stack, "aws_kms_key", "ReplicaKey");
      const kms_master_key_id = `\${aws_kms_key.${key}.arn}`;
      values!["apply_server_side_encryption_by_default"] = { kms_master_key_id, sse_algorithm: "aws:kms" };
    },
  ],
  [
    "blocks that are made of data",
    "undecided",
    (stack) => (one(stack, "aws_s3_bucket_lifecycle_configuration")[1]["dynamic"] = { rule: {} }),
  ],
  [
    "another provider",
    "undecided",
    (stack) => (one(stack, "aws_s3_bucket_versioning", "LogBucket")[1]["provider"] = "aws.replica"),
  ],
  ["a module", "undecided", (stack) => (stack["module"] = { more: { source: "./more" } })],
])("%s is reported: %s", async (_, kind, edit) => {
  expect(kindsOf(await ofArchive(edit))).toContain(kind);
});
