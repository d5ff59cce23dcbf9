import { readPlan, readPlanOrState } from "../../../../cli/terraform/plan/read";
import { SENSITIVE } from "../../../../cli/terraform/plan/plan";
import { withFiles } from "../../../support/hcl";

const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]';

const raw = (...resources: object[]) => ({ version: 4, serial: 7, lineage: "e0", outputs: {}, resources });
const resource = (values: object) => ({
  mode: "managed",
  type: "aws_kms_key",
  name: "logs",
  provider: PROVIDER,
  instances: [{ attributes: {} }],
  ...values,
});

const read = (json: unknown) => withFiles({ "state.json": json }, ([file]) => readPlanOrState(file!));

test("addresses have modules and instance keys as terraform show writes them", async () => {
  const { resources } = await read(
    raw(
      resource({ instances: [{ attributes: {} }] }),
      resource({ module: 'module.a["x.y"].module.b', instances: [{ index_key: 0, attributes: {} }] }),
      resource({ name: "each", instances: [{ index_key: 'quo"te', attributes: {} }] }),
      resource({ mode: "data", name: "read" }),
      resource({ name: "old", instances: [{ deposed: "abcd1234", attributes: {} }] }),
    ),
  );
  expect(resources.map(({ address }) => address)).toEqual([
    "aws_kms_key.logs",
    'module.a["x.y"].module.b.aws_kms_key.logs[0]',
    'aws_kms_key.each["quo\\"te"]',
  ]);
});

test("sensitive attributes are hidden, and names with a meaning in JavaScript are names", async () => {
  const attributes = { policy: "secret", description: "shown", tags: { a: "b" } };
  const step = (value: string) => ({ type: "get_attr", value });
  const { resources } = await read(
    raw(
      resource({
        name: "constructor",
        instances: [
          {
            attributes,
            sensitive_attributes: [[step("policy")], [step("tags"), { type: "index", value: { value: "a" } }], []],
          },
        ],
      }),
    ),
  );
  expect(resources[0]!.after).toEqual({ policy: SENSITIVE, description: "shown", tags: SENSITIVE });
  await expect(read(raw(resource({ name: "__proto__" })))).rejects.toThrow("choose another name");
});

test("resources without an ARN are where their provider is, in a state of two accounts", async () => {
  const key = (account: string) => ({ attributes: { arn: `arn:aws:kms:eu-central-1:${account}:key/1` } });
  const bucket = { type: "aws_s3_bucket", instances: [{ attributes: { bucket: "logs" } }] };
  const { providers, resources } = await read(
    raw(
      resource({ instances: [key("111122223333")] }),
      resource({ provider: `module.x.${PROVIDER}.archive`, instances: [key("444455556666")] }),
      resource({ ...bucket, provider: `module.x.${PROVIDER}.archive` }),
    ),
  );
  expect(providers).toEqual({
    "": { account: "111122223333", region: "eu-central-1" },
    archive: { account: "444455556666", region: "eu-central-1" },
  });
  expect(resources.map(({ provider }) => provider)).toEqual(["", "archive", "archive"]);
});

test.each([
  [
    "another version",
    { ...raw(), version: 3 },
    "its version is 3; this tool reads 4, which Terraform writes since 0.12",
  ],
  [
    "an encrypted one",
    { serial: 1, lineage: "x", encrypted_data: "y" },
    "it is encrypted; give the JSON that tofu show",
  ],
  ["no list", { ...raw(), resources: "x" }, "its parts are not what terraform show -json writes"],
  ["no instances", raw(resource({ instances: 3 })), "its parts are not what terraform show -json writes"],
])("%s is refused in a line", async (_, json, why) => {
  await expect(read(json)).rejects.toThrow(why);
});

test("a review refuses it, because a state changes nothing", async () => {
  const review = withFiles({ "state.json": raw() }, ([file]) => readPlan(file!));
  await expect(review).rejects.toThrow("it is a state, which changes nothing");
});
