import { readdirSync } from "node:fs";
import { join } from "node:path";
import { labelled, manifestOf } from "../support/stack-folder";
import { LOCK, VERSIONS } from "../support/terraform-files";
import { Sandbox } from "../support/workflow-scripts";

const DEPLOY = "arn:aws:iam::555555555555:role/AuditTrailDeploy";
const PLAN = "arn:aws:iam::555555555555:role/AuditTrailPlan";
const stackOf = (role: string) => ({
  ...labelled("prod"),
  provider: { aws: [{ region: "eu-central-1", assume_role: [{ role_arn: role }] }, { alias: "replica" }] },
  terraform: { backend: { s3: { bucket: "states", assume_role: { role_arn: role } } } },
  data: { terraform_remote_state: { ArchiveState: { backend: "s3", config: { assume_role: { role_arn: role } } } } },
  resource: { aws_kinesis: { One: { assume_role: { role_arn: DEPLOY } } } },
});

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write("synthesized/head/manifest.json", manifestOf(["prod-archive", "dev-archive"]));
  sandbox.write("synthesized/head/stacks/dev-archive/cdk.tf.json", labelled("dev"));
  sandbox.write(`synthesized/head/${FILE}`, stackOf(DEPLOY));
});
afterEach(() => sandbox.remove());

const FILE = "stacks/prod-archive/cdk.tf.json";
const take = (env: Record<string, string>) => sandbox.run("take-environment.sh", { ENVIRONMENT: "prod", ...env });

test("one environment is taken, as it is", () => {
  expect(take({})).toMatchObject({ status: 0, err: "" });
  expect(JSON.parse(sandbox.read(`planned/${FILE}`))).toEqual(stackOf(DEPLOY));
  expect(JSON.parse(sandbox.read("planned/manifest.json"))).toEqual({
    stacks: { "prod-archive": { dependencies: [] } },
  });
  expect(sandbox.has("planned/stacks/dev-archive")).toBe(false);
});

test("to plan, the provider, the backend and remote states take the role that reads; resources stay", () => {
  expect(take({ READ_ONLY: "true", ACCOUNT_ROLE: "AuditTrailPlan" })).toMatchObject({ status: 0, err: "" });
  expect(JSON.parse(sandbox.read(`planned/${FILE}`))).toEqual(stackOf(PLAN));
});

test.each(["", 'x", "y'])("no plan is made with the role that deploys, nor with one named %j", (role) => {
  const { status, err } = take({ READ_ONLY: "true", ACCOUNT_ROLE: role });
  expect(status).toBe(2);
  expect(err).toContain(`Error: set PLAN_ACCOUNT_ROLE: ${DEPLOY} deploys\n`);
  expect(err).toContain("prod-archive cannot be planned with a read-only role\n");
});

test("an environment without roles of its own needs no name of one", () => {
  sandbox.write(`synthesized/head/${FILE}`, { ...labelled("prod"), provider: { aws: [{ region: "eu-central-1" }] } });
  expect(take({ READ_ONLY: "true" })).toMatchObject({ status: 0, err: "" });
});

test("whatever somebody laid beside the stack stays behind", () => {
  const folder = "stacks/prod-archive";
  const paths = [".terraform/x", "terraform.d/x", "main.tf", "x_override.tf.json", "awsconfig", "a/b.zip"];
  for (const path of paths) sandbox.write(`synthesized/head/${folder}/${path}`, "{}");
  expect(take({})).toMatchObject({ status: 0 });
  expect(readdirSync(join(sandbox.work, "planned", folder))).toEqual(["cdk.tf.json"]);
  expect(readdirSync(join(sandbox.work, "planned/stacks"))).toEqual(["prod-archive"]);
});

test("the Terraform version and the provider lock come along", () => {
  const folder = "stacks/prod-archive";
  sandbox.write(`synthesized/head/${folder}/versions.tf`, VERSIONS);
  sandbox.write(`synthesized/head/${folder}/.terraform.lock.hcl`, LOCK);
  expect(take({ READ_ONLY: "true", ACCOUNT_ROLE: "AuditTrailPlan" })).toMatchObject({ status: 0, err: "" });
  expect(sandbox.read(`planned/${folder}/versions.tf`)).toBe(VERSIONS);
  expect(sandbox.read(`planned/${folder}/.terraform.lock.hcl`)).toBe(LOCK);
});

test.each([
  ["versions.tf", 'data "external" "x" {}\n', "versions.tf is not allowed: it contains more than required_version"],
  [".terraform.lock.hcl", LOCK + LOCK, ".terraform.lock.hcl is not allowed: it locks more than hashicorp/aws"],
])("a %s that the app never writes ends the job", (file, text, problem) => {
  sandbox.write(`synthesized/head/stacks/prod-archive/${file}`, text);
  const { status, err } = take({});
  expect(status).toBe(2);
  expect(err).toContain(`| ${problem}\nnot planned, because the app never writes this: prod-archive.`);
  expect(sandbox.has("planned")).toBe(false);
});

test("a stack that would run a command beside the credentials ends the job; of its environment nothing is planned", () => {
  const manifest = manifestOf(["prod-archive", "prod-trail"], { "prod-trail": ["prod-archive"] });
  sandbox.write("synthesized/head/manifest.json", manifest);
  const aws = [{ region: "eu-central-1", profile: "x", shared_config_files: ["awsconfig\n::add-mask::x"] }];
  sandbox.write("synthesized/head/stacks/prod-trail/cdk.tf.json", { ...labelled("prod"), provider: { aws } });
  expect(take({ READ_ONLY: "true", ACCOUNT_ROLE: "AuditTrailPlan" })).toEqual({
    status: 2,
    out: "",
    err:
      "| stack.provider.aws[0].profile is not allowed\n" +
      "| stack.provider.aws[0].shared_config_files is not allowed\n" +
      "not planned, because the app never writes this: prod-trail. The review of the job offline still applies\n",
  });
  expect(sandbox.has("planned")).toBe(false);
});

test.each(["{", "null", undefined])("a folder with a stack that contains %j is refused", (text) => {
  sandbox.write("synthesized/head/manifest.json", manifestOf(["prod-archive", "prod-trail"]));
  if (text !== undefined) sandbox.write("synthesized/head/stacks/prod-trail/cdk.tf.json", text);
  const { status, err } = take({});
  expect(status).toBe(2);
  expect(err).toContain("/stacks/prod-trail/cdk.tf.json cannot be read as Terraform JSON");
  expect(sandbox.has("planned")).toBe(false);
});

test("the environment's stacks may have any names", () => {
  sandbox.write("synthesized/head/manifest.json", manifestOf(["logs", "dev-archive"]));
  sandbox.write("synthesized/head/stacks/logs/cdk.tf.json", stackOf(DEPLOY));
  sandbox.write("synthesized/head/stacks/dev-archive/cdk.tf.json", labelled("dev"));
  expect(take({})).toMatchObject({ status: 0, err: "" });
  expect(readdirSync(join(sandbox.work, "planned/stacks"))).toEqual(["logs"]);
});

test("another environment whose name begins the same way is not copied", () => {
  sandbox.write("synthesized/head/manifest.json", manifestOf(["prod-archive", "prod-eu-archive"]));
  sandbox.write("synthesized/head/stacks/prod-eu-archive/cdk.tf.json", labelled("prod-eu"));
  expect(take({})).toMatchObject({ status: 0, err: "" });
  expect(readdirSync(join(sandbox.work, "planned/stacks"))).toEqual(["prod-archive"]);
});

test.each(["prod-/../../x", "..", "-chdir", "a b", "$(id)"])("a stack that is called %j is refused", (name) => {
  sandbox.write("synthesized/head/manifest.json", manifestOf(["prod-archive", name]));
  const { status, err } = take({});
  expect(status).toBe(2);
  expect(err).toContain(
    `${sandbox.work}/synthesized/head has the stack ${JSON.stringify(name)}; a name must consist of letters`,
  );
});

test("an environment that is not there is refused", () => {
  expect(take({ ENVIRONMENT: "test" })).toMatchObject({
    status: 2,
    err: `${sandbox.work}/synthesized/head has no stack of test\n`,
  });
});
