import { environments } from "../fixtures/environments";
import { synthApp } from "../support/app";

const app = synthApp(environments);

type TerraformBlock = {
  backend: Record<string, Record<string, unknown>>;
  required_providers: { aws: { version: string } };
};

const terraform = (name: string, from = app) => from.stack(name).json["terraform"] as TerraformBlock;

test("each stack keeps its state under ENVIRONMENT/STACK, encrypted and locked", () => {
  for (const { name, region, state, accounts } of environments) {
    for (const kind of ["state", "archive", "trail"]) {
      expect(terraform(`${name}-${kind}`).backend).toEqual({
        s3: {
          bucket: state.bucketName,
          key: `${name}/${kind}`,
          region,
          encrypt: true,
          kms_key_id: `arn:aws:kms:${region}:${accounts.archive.id}:alias/${name}-audit-trail-state`,
          use_lockfile: true,
          allowed_account_ids: [accounts.archive.id],
          ...(accounts.archive.assumeRole && { assume_role: { role_arn: accounts.archive.assumeRole } }),
        },
      });
    }
  }
});

test("no two stacks share a state", () => {
  const places = app.stackNames.map((name) => JSON.stringify(terraform(name).backend));
  expect(new Set(places).size).toBe(app.stackNames.length);
});

test("with local state the state stores, and only they, keep theirs in a file", () => {
  const local = synthApp(environments, true);
  expect(terraform("prod-state", local).backend).toEqual({ local: { path: "../../../terraform.prod-state.tfstate" } });
  expect(Object.keys(terraform("prod-archive", local).backend)).toEqual(["s3"]);
});

test("local state changes nothing else in a protected state store", () => {
  const [local, remote] = [synthApp(environments, true), app].map((from) => from.stack("prod-state").json["resource"]);
  expect(local).toEqual(remote);
});

test("only with local state does Terraform destroy an unprotected state store", () => {
  const [local, remote] = [synthApp(environments, true), app].map((from) => from.stack("dev-state"));
  expect(remote!.one("aws_s3_bucket")).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
  expect(remote!.one("aws_kms_key")).toMatchObject({ lifecycle: { prevent_destroy: true } });
  expect(local!.one("aws_s3_bucket")).toMatchObject({ force_destroy: true });
  for (const type of ["aws_s3_bucket", "aws_kms_key"]) expect(local!.one(type)).not.toHaveProperty("lifecycle");
});

test("the state key's alias is the one by which the backend names it", () => {
  const { name } = app.stack("prod-state").one("aws_kms_alias");
  expect(terraform("prod-trail").backend["s3"]?.["kms_key_id"]).toBe(
    `arn:aws:kms:eu-central-1:555555555555:${name as string}`,
  );
});

test("the trail reads the key's ARN from the archive's state, by the name of the archive's output", () => {
  const trail = app.stack("prod-trail");
  expect(trail.json["data"]).toEqual({
    terraform_remote_state: {
      ArchiveState: expect.objectContaining({
        backend: "s3",
        config: {
          bucket: "example-prod-audit-state",
          key: "prod/archive",
          region: "eu-central-1",
          allowed_account_ids: ["555555555555"],
          assume_role: { role_arn: "arn:aws:iam::555555555555:role/AuditTrailDeploy" },
        },
      }) as unknown,
    },
  });
  expect(trail.one("aws_cloudtrail")["kms_key_id"]).toBe("${data.terraform_remote_state.ArchiveState.outputs.key_arn}");
  const key = app.stack("prod-archive").one("aws_kms_key", "Key");
  expect(app.stack("prod-archive").json["output"]).toMatchObject({ key_arn: { value: `\${${key.address}.arn}` } });
});

test("the state store is deployed first, then the archive, then the trail", () => {
  expect(app.manifest.stacks["prod-state"]?.dependencies).toEqual([]);
  expect(app.manifest.stacks["prod-archive"]?.dependencies).toEqual(["prod-state"]);
  expect(app.manifest.stacks["prod-trail"]?.dependencies).toEqual(["prod-archive"]);
});

test("output names stay", () => {
  const outputs = (name: string) => Object.keys(app.stack(name).json["output"] as object).sort();
  expect(outputs("prod-state")).toEqual(["state_bucket_name", "state_key_arn"]);
  expect(outputs("prod-archive")).toEqual([
    "access_log_bucket_name",
    "break_glass_role_arn",
    "key_arn",
    "log_bucket_name",
    "reader_role_arns",
    "replica_bucket_name",
    "replica_key_arn",
  ]);
  expect(outputs("prod-trail")).toEqual(["delivery_topic_arn", "log_group_name", "trail_arn"]);
});

test("provider 5.100 and 6 will do", () => {
  expect(terraform("dev-trail").required_providers.aws.version).toBe(">= 5.100, < 7.0");
});
