import { stacksOf } from "../../../../cli/commands/review/stacks";
import type { Plan } from "../../../../cli/terraform/plan/plan";
import type { StackJson } from "../../../../cli/model/stack";
import { planned } from "../../../support/planned";

const plan = (file: string, ...types: string[]): Plan => ({
  file,
  partial: false,
  resources: types.map((type) => planned(type, {}, {})),
  drift: [],
  runs: [],
  providers: {},
  remoteStates: {},
  outputChanges: [],
  outputs: {},
  remoteOutputs: {},
});
const stack = (name: string, ...types: string[]): StackJson => ({
  name,
  environment: name.split("-")[0]!,
  resources: Object.fromEntries(types.map((type) => [type, { one: {} }])),
  remoteStates: {},
  outputs: {},
  providers: {},
  backend: {},
});

const DEV = stack("dev-archive", "aws_a");
const PROD = stack("prod-archive", "aws_a", "aws_b");

test("a plan named for its stack is of that stack, however much it is like another", () => {
  expect(stacksOf([plan("plans/dev-archive.tfplan.json", "aws_a", "aws_b")], [DEV, PROD])).toMatchObject([
    { name: "dev-archive", synthesized: DEV },
  ]);
});

test("Atlantis puts a workspace behind the name", () => {
  const files = ["dev-archive-default.json", "dev-archive-two-default.json"].map((file) => plan(file, "aws_a"));
  const two = stack("dev-archive-two", "aws_a");
  expect(stacksOf(files, [DEV, PROD, two])).toMatchObject([{ name: "dev-archive" }, { name: "dev-archive-two" }]);
});

test("any other is of the stack that has most of its resources", () => {
  expect(stacksOf([plan("x/plan.json", "aws_a", "aws_b")], [DEV, PROD])).toMatchObject([{ name: "prod-archive" }]);
});

test("says so where only the resources show the stack", () => {
  const notes: string[] = [];
  const plans = ["local-archive.json", "dev-archive.json"].map((file) => plan(file, "aws_a", "aws_b"));
  stacksOf(plans, [DEV, PROD], { note: (text) => notes.push(text) });
  expect(notes).toEqual(["local-archive.json is reviewed as prod-archive, with which it shares most resources"]);
});

describe("a plan with the ids of a stack", () => {
  const bucket = { ...PROD, resources: { aws_s3_bucket: { one: { bucket: "prod-logs" } } } };
  const withBucket = (before: object | undefined, after: object): Plan => ({
    ...plan("new.json"),
    resources: [planned("aws_s3_bucket", before as never, after as never)],
  });

  test("and other names is not of that stack", () => {
    const notes: string[] = [];
    const plans = [withBucket(undefined, { bucket: "local-logs" })];
    const found = stacksOf(plans, [bucket], { note: (text) => notes.push(text) });
    expect(found).toMatchObject([{ name: "new", environment: "new", synthesized: undefined }]);
    expect(notes).toEqual([]);
  });

  test.each([
    ["after", undefined, { bucket: "prod-logs" }],
    ["before", { bucket: "prod-logs" }, { bucket: "renamed" }],
  ])("and its name %s is of that stack", (_, before, after) => {
    expect(stacksOf([withBucket(before, after)], [bucket])).toMatchObject([{ name: "prod-archive" }]);
  });
});

test.each([
  ["out/prod-trail/plan.json", "prod-trail"],
  ["out/prod-trail/tfplan", "prod-trail"],
  ["prod-trail.tfplan.json", "prod-trail"],
  ["prod-trail.json", "prod-trail"],
])("%s without synthesized stacks is named %s", (file, name) => {
  expect(stacksOf([plan(file)], [])).toMatchObject([{ name, synthesized: undefined }]);
});

test("a plan that shares only some resources with a stack is not of that stack", () => {
  const types = ["aws_a", "aws_b", "aws_c", "aws_d"];
  expect(stacksOf([plan("more.json", ...types)], [PROD])).toMatchObject([{ name: "more", synthesized: undefined }]);
});

test("a plan is of the environment of its stack, whatever the stack is called", () => {
  const logs = { ...stack("logs", "aws_a"), environment: "prod-eu" };
  expect(stacksOf([plan("logs.json")], [logs, DEV])).toMatchObject([{ name: "logs", environment: "prod-eu" }]);
});

test("plans of stacks that are not synthesized are of the given environment, or each is one", () => {
  const plans = [plan("trail.json"), plan("archive.json"), plan("dev-archive.json")];
  const environments = (given?: string) =>
    stacksOf(plans, [DEV], { environment: given }).map(({ environment }) => environment);
  expect(environments("dev")).toEqual(["dev", "dev", "dev"]);
  expect(environments()).toEqual(["trail", "archive", "dev"]);
});

test.each([
  ["a stack", "x/prod-archive.json", "prod-archive"],
  ["a stack and a workspace", "x/prod-archive-default.json", "prod-archive-default"],
  ["an environment", "x/prod.json", "x/prod.json"],
])("a plan with the name of %s and none of its resources is no part of the environment", (_, file, environment) => {
  expect(stacksOf([plan(file, "aws_kms_key", "aws_s3_bucket")], [PROD])).toMatchObject([
    { environment, synthesized: undefined },
  ]);
});

test("a plan of a stack of another environment than the given one is refused", () => {
  expect(() => stacksOf([plan("dev-archive.json")], [DEV, PROD], { environment: "prod" })).toThrow(
    "dev-archive.json is a plan of dev-archive of environment dev",
  );
});

test("a plan is never taken for one of another environment than the given one", () => {
  expect(stacksOf([plan("x.json", "aws_a", "aws_b")], [DEV, PROD], { environment: "dev" })).toMatchObject([
    { name: "x", environment: "dev" },
  ]);
});

test("two plans of one stack are refused", () => {
  expect(() => stacksOf([plan("a/dev-archive.json"), plan("b/dev-archive.json")], [DEV])).toThrow(
    "a/dev-archive.json and b/dev-archive.json are both plans of dev-archive; give one of them",
  );
});
