import { environments } from "../../fixtures/environments";
import { problemsOf, problemsOfLock, problemsOfVersions } from "../../../tools/ci/plan-allowlist";
import { synthApp } from "../../support/app";
import { COMPLETE } from "../../support/complete-environment";
import { LOCK, VERSIONS } from "../../support/terraform-files";

const ROLE = "arn:aws:iam::111122223333:role/AuditTrailDeploy";
const STATE = { bucket: "states", key: "dev/archive", region: "eu-central-1", assume_role: { role_arn: ROLE } };

/** A stack of one resource with these arguments. */
const bucket = (more: object) => ({ resource: { aws_s3_bucket: { Logs: more } } });
const provider = (more: object) => ({ provider: { aws: [{ region: "eu-central-1", ...more }] } });
const backend = (more: object) => ({ terraform: { backend: { s3: { ...STATE, ...more } } } });
const remote = (more: object) => ({
  data: { terraform_remote_state: { One: { backend: "s3", config: STATE, ...more } } },
});
const text = (value: string) => bucket({ bucket: value });

describe("what the app writes is taken", () => {
  const app = synthApp([...environments, COMPLETE]);
  test.each(app.stackNames)("%s", (name) => {
    expect(problemsOf(app.stack(name).json)).toEqual([]);
  });

  test.each([
    ["a remote state", remote({})],
    ["a backend", backend({})],
    ["the provider by its whole name", { terraform: { required_providers: { aws: { source: "hashicorp/aws" } } } }],
    ["a second provider", { ...provider({ alias: "replica" }), ...bucket({ provider: "aws.replica" }) }],
    ["a resource that moved", { moved: [{ from: "aws_s3_bucket.A", to: "aws_s3_bucket.B" }] }],
    ["a resource that is forgotten", { removed: [{ from: "aws_s3_bucket.A", lifecycle: { destroy: false } }] }],
    ["a policy variable", text("home/$${aws:username}/*")],
    ["a percent sign", text("100%%{x} 5% $5 {}")],
    ["an index", text("${aws_kms_key.Key.rules[0].arn}/*")],
  ])("%s", (_, stack) => {
    expect(problemsOf(stack)).toEqual([]);
  });
});

test.each<[string, unknown, string]>([
  ["a list of stacks", [{}], "stack is not an object"],
  ["a module", { module: { x: {} } }, "stack.module is not allowed"],
  ["a variable", { variable: { x: {} } }, "stack.variable is not allowed"],
  ["an ephemeral resource", { ephemeral: {} }, "stack.ephemeral is not allowed"],
  ["an import", { import: [] }, "stack.import is not allowed"],
  ["an own prototype", JSON.parse('{"__proto__": {}}'), 'stack."__proto__" is not allowed'],
  [
    "a resource of that name",
    JSON.parse('{"resource": {"aws_s3_bucket": {"__proto__": {}}}}'),
    'stack.resource.aws_s3_bucket."__proto__" is not allowed',
  ],
  ["another provider", { provider: { external: [{}] } }, "stack.provider.external is not allowed"],
  ["providers as a block", { provider: { aws: {} } }, "stack.provider.aws is not a list"],
  ["providers as a list", { provider: [{ aws: {} }] }, "stack.provider is not an object"],
  ["a profile", provider({ profile: "x" }), "stack.provider.aws[0].profile is not allowed"],
  [
    "files with credentials",
    provider({ shared_config_files: ["x"] }),
    "stack.provider.aws[0].shared_config_files is not allowed",
  ],
  ["endpoints", provider({ endpoints: [{}] }), "stack.provider.aws[0].endpoints is not allowed"],
  ["a proxy", provider({ http_proxy: "http://x" }), "stack.provider.aws[0].http_proxy is not allowed"],
  [
    "a Region that is a host",
    provider({ region: "x.example/" }),
    'stack.provider.aws[0].region is not allowed: "x.example/"',
  ],
  [
    "a session policy",
    provider({ assume_role: [{ role_arn: ROLE, policy: "{}" }] }),
    "stack.provider.aws[0].assume_role[0].policy is not allowed",
  ],
  [
    "a role that only Terraform knows",
    provider({ assume_role: [{ role_arn: "${data.terraform_remote_state.A.outputs.role}" }] }),
    'stack.provider.aws[0].assume_role[0].role_arn is not allowed: "${data.terraform_remote_state.A.outputs.role}"',
  ],
  [
    "the provider of somebody else",
    { terraform: { required_providers: { aws: { source: "evil/aws" } } } },
    'stack.terraform.required_providers.aws.source is not allowed: "evil/aws"',
  ],
  [
    "a further provider",
    { terraform: { required_providers: { null: { source: "hashicorp/null" } } } },
    "stack.terraform.required_providers.null is not allowed",
  ],
  ["Terraform Cloud", { terraform: { cloud: {} } }, "stack.terraform.cloud is not allowed"],
  ["settings as a list", { terraform: [{ cloud: {} }] }, "stack.terraform is not an object"],
  ["another backend", { terraform: { backend: { http: {} } } }, "stack.terraform.backend.http is not allowed"],
  ["a backend's profile", backend({ profile: "x" }), "stack.terraform.backend.s3.profile is not allowed"],
  ["a backend's endpoint", backend({ endpoints: {} }), "stack.terraform.backend.s3.endpoints is not allowed"],
  ["a bucket that is a host", backend({ bucket: "x/" }), 'stack.terraform.backend.s3.bucket is not allowed: "x/"'],
  [
    "a backend's roles as a list",
    backend({ assume_role: [] }),
    "stack.terraform.backend.s3.assume_role is not an object",
  ],
  ["a data source", { data: { external: { x: {} } } }, "stack.data.external is not allowed"],
  ["a data source of AWS", { data: { aws_ssm_parameter: { x: {} } } }, "stack.data.aws_ssm_parameter is not allowed"],
  [
    "a state elsewhere",
    remote({ backend: "http" }),
    'stack.data.terraform_remote_state.One.backend is not allowed: "http"',
  ],
  [
    "a state in what ends like S3",
    remote({ backend: "oss3" }),
    'stack.data.terraform_remote_state.One.backend is not allowed: "oss3"',
  ],
  [
    "a role that is none",
    backend({ assume_role: { role_arn: "arn:aws:iam::111122223333:user/Deploy" } }),
    'stack.terraform.backend.s3.assume_role.role_arn is not allowed: "arn:aws:iam::111122223333:user/Deploy"',
  ],
  [
    "a remote state's profile",
    remote({ config: { ...STATE, profile: "x" } }),
    "stack.data.terraform_remote_state.One.config.profile is not allowed",
  ],
  ["a resource of Terraform", { resource: { terraform_data: {} } }, "stack.resource.terraform_data is not allowed"],
  [
    "a resource of another provider",
    { resource: { null_resource: {} } },
    "stack.resource.null_resource is not allowed",
  ],
  ["resources as a list", { resource: [{ null_resource: {} }] }, "stack.resource is not an object"],
  ["a resource as a list", bucket([{}]), "stack.resource.aws_s3_bucket.Logs is not an object"],
  ["a provisioner", bucket({ provisioner: {} }), "stack.resource.aws_s3_bucket.Logs.provisioner is not allowed"],
  ["a connection", bucket({ connection: {} }), "stack.resource.aws_s3_bucket.Logs.connection is not allowed"],
  [
    "a provider by name",
    bucket({ provider: "evil" }),
    'stack.resource.aws_s3_bucket.Logs.provider is not allowed: "evil"',
  ],
  [
    "blocks made of data",
    bucket({ dynamic: { versioning: {} } }),
    "stack.resource.aws_s3_bucket.Logs.dynamic is not allowed",
  ],
  [
    "changes that are ignored",
    bucket({ lifecycle: { ignore_changes: "all" } }),
    "stack.resource.aws_s3_bucket.Logs.lifecycle.ignore_changes is not allowed",
  ],
  [
    "what another change replaces",
    bucket({ lifecycle: { replace_triggered_by: [] } }),
    "stack.resource.aws_s3_bucket.Logs.lifecycle.replace_triggered_by is not allowed",
  ],
  [
    "a provisioner of what is removed",
    { removed: [{ from: "aws_s3_bucket.A", provisioner: {} }] },
    "stack.removed[0].provisioner is not allowed",
  ],
])("%s is not allowed", (_, stack, problem) => {
  expect(problemsOf(stack)).toEqual([problem]);
});

describe("a template is not allowed", () => {
  test.each([
    '${file("/proc/self/environ")}',
    "${~ file(1) ~}",
    "${env}",
    "${path.module}",
    "${path.module}/../secret.zip",
    "${path.module}/secret.json",
    "${path.module}/a.zip${file(1)}",
    "${var.x}",
    "${aws_s3_bucket.Logs}",
    "${aws_s3_bucket.Logs.arn",
    "${aws_s3_bucket.Logs.arn + 1}",
    "${data.aws_ssm_parameter.x.value}",
    "${provider::x::y()}",
    "%{ if true }x%{ endif }",
    "${aws_kms_key.Key.arn}${file(1)}",
    "$${a}${file(1)}",
    "$$${file(1)}",
    "%$${file(1)}",
    "$%{if true}",
    "$$%{if true}",
  ])("%j", (value) => {
    const shown = `stack.resource.aws_s3_bucket.Logs.bucket has a template: ${JSON.stringify(value)}`;
    expect(problemsOf(text(value))).toEqual([shown]);
  });

  test("wherever it stands: in a list, a key, an output, a comment", () => {
    const evil = "${file(1)}";
    expect(problemsOf({ ...bucket({ tags: { [evil]: [evil] } }), output: { x: { value: evil } }, "//": evil })).toEqual(
      [
        'stack.resource.aws_s3_bucket.Logs.tags has a template: "${file(1)}"',
        'stack.resource.aws_s3_bucket.Logs.tags."${file(1)}"[0] has a template: "${file(1)}"',
        'stack.output.x.value has a template: "${file(1)}"',
        'stack.// has a template: "${file(1)}"',
      ].map((line) => line.replace("stack.//", 'stack."//"')),
    );
  });

  test("a long one is cut", () => {
    expect(problemsOf(text(`\${${"x".repeat(200)}}`))).toEqual([
      `stack.resource.aws_s3_bucket.Logs.bucket has a template: "\${${"x".repeat(97)}...`,
    ]);
  });
});

describe("the provider lock", () => {
  const oneHash = LOCK.replace(/ {4}"zh:.*\n/, "");
  const withoutConstraints = LOCK.replace(/ {2}constraints.*\n/, "");

  test.each([
    ["as Terraform writes it", LOCK],
    ["with one checksum", oneHash],
    ["without constraints", withoutConstraints],
  ])("is taken %s", (_, text) => {
    expect(problemsOfLock(text)).toEqual([]);
  });

  test.each([
    ["another provider", LOCK.replace("hashicorp/aws", "evil/aws")],
    ["another registry", LOCK.replace("registry.terraform.io", "registry.example.com")],
    ["a second provider", `${LOCK}\n${LOCK.replace("hashicorp/aws", "hashicorp/external")}`],
    ["no checksum", LOCK.replace(/ {4}"(h1|zh):.*\n/g, "")],
    ["a template", LOCK.replace("5.100.0", '${file("x")}')],
    ["a resource", `${LOCK}resource "x" "y" {}\n`],
    ["nothing", ""],
  ])("with %s is not allowed", (_, text) => {
    expect(problemsOfLock(text)).toEqual([".terraform.lock.hcl is not allowed: it locks more than hashicorp/aws"]);
  });
});

describe("the Terraform version", () => {
  test("is taken as the app writes it", () => {
    expect(problemsOfVersions(VERSIONS)).toEqual([]);
  });

  test.each([
    ["a provider", 'provider "aws" {\n  profile = "x"\n}\n'],
    ["more", `${VERSIONS}data "external" "x" {}\n`],
    ["a template", VERSIONS.replace(">= 1.10", '${file("x")}')],
    ["nothing", ""],
  ])("with %s is not allowed", (_, text) => {
    expect(problemsOfVersions(text)).toEqual(["versions.tf is not allowed: it contains more than required_version"]);
  });
});
