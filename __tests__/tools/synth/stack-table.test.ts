import type { SynthesizedStack } from "../../../cli/model/folder";
import { summaryLines } from "../../../tools/synth/stack-table";

const stack = (name: string, json: SynthesizedStack["json"] = {}): SynthesizedStack => {
  const [environment = "", kind] = name.split("-");
  return { name, environment, isNamed: true, kind, folder: "", dependencies: [], json };
};
const s3 = (bucket: string, key: string) => ({ backend: { s3: { bucket, key, region: "eu-central-1" } } });

test("each stack has its environment, kind, number of resources and backend", () => {
  const archive = stack("dev-archive", {
    resource: { aws_kms_key: { A: {}, B: {} }, aws_s3_bucket: { C: {} } },
    data: { aws_caller_identity: { D: {} } },
    terraform: s3("example-dev-audit-state", "dev/archive"),
  });
  expect(summaryLines([archive], "cdktf.out")).toEqual([
    "environment  stack    resources  backend",
    "dev          archive          3  s3 example-dev-audit-state/dev/archive",
    "",
    "1 stack in cdktf.out. " +
      'Next: npm run validate checks them with Terraform. To deploy, see "Deploy" in the README.',
  ]);
});

test("a state in a file shows its path from here, and a stack without a backend says so", () => {
  const path = "../../../terraform.dev-state.tfstate";
  const state = stack("dev-state", { terraform: { backend: { local: { path } } } });
  const lines = summaryLines([{ ...state, folder: "cdktf.out/stacks/dev-state" }, stack("dev-trail")], "cdktf.out");
  expect(lines.slice(1, 3)).toEqual([
    "dev          state          0  local terraform.dev-state.tfstate",
    "dev          trail          0  none",
  ]);
});

test("environments stand in the order of their names, their stacks in the order of deployment", () => {
  const names = ["prod-trail", "dev-archive", "prod-archive", "dev-state", "prod-state", "dev-trail"];
  const lines = summaryLines(
    names.map((name) => stack(name)),
    "cdktf.out",
  );
  expect(lines.slice(1, 7).map((line) => line.split(/\s+/).slice(0, 2).join("-"))).toEqual([
    "dev-state",
    "dev-archive",
    "dev-trail",
    "prod-state",
    "prod-archive",
    "prod-trail",
  ]);
  expect(lines.at(-1)).toContain("6 stacks in cdktf.out.");
});

test("environment and kind are those of the label, whatever the stack is called; a stack without one stands by its name", () => {
  const logs = { ...stack("logs"), environment: "prod-eu", kind: "archive" };
  const lines = summaryLines([logs, stack("network")], "cdktf.out");
  expect(lines.slice(1, 3).map((line) => line.split(/\s+/).slice(0, 2))).toEqual([
    ["network", "0"],
    ["prod-eu", "archive"],
  ]);
});
