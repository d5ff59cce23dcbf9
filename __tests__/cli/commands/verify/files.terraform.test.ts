import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StopLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DisableKeyRotationCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { DeleteBucketPolicyCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { cloudTrailAt, credentialsOf, deployerRole, s3At } from "../../../../tools/emulator/clients";
import { startEmulator, type Emulator } from "../../../../tools/emulator/start";
import { ACCOUNT, initialized, REGION, type Terraform } from "../../../../tools/hcl-fixtures/terraform";
import { describeWithMoto } from "../../../support/moto";
import { runTool } from "../../../support/run-tool";
import { parsed } from "../../../support/verified";

const TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/cloudtrail-multi-region`;
const BUCKET = "acme-audit-logs";
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:cloudtrail-files`;

/** Nothing is recorded yet, and the emulator does not know policies of an account's log groups. */
const OF_EMULATOR = ["logs.newest", "trail.account-subscriptions"];

/** The others differ from these in nothing that verify reads. */
const CONFIGURATIONS = ["baseline-with-topic", "lists-of-statements"];

describeWithMoto("configurations in HCL that Terraform has applied", () => {
  const scratch = mkdtempSync(join(tmpdir(), "verify files "));
  afterAll(() => rmSync(scratch, { recursive: true }));

  /** Writes the state, and a plan after the apply. */
  const shown = async (name: string, terraform: Terraform) => {
    const files = { state: join(scratch, `${name}.state.json`), plan: join(scratch, `${name}.plan.json`) };
    writeFileSync(files.state, await terraform("show", "-json"));
    await terraform("plan", "-input=false", "-out=tfplan");
    writeFileSync(files.plan, await terraform("show", "-json", "tfplan"));
    return files;
  };
  const verified = async ({ endpoint }: Emulator, file: string) => {
    const access = ["--endpoint", endpoint, "--role", deployerRole(ACCOUNT)];
    const { out, err } = await runTool(["verify", file, ...access, "--format", "json"]);
    if (err !== "") throw new Error(err);
    const { checks } = parsed(out);
    const inState = (state: string) =>
      checks.filter((check) => check.state === state && !OF_EMULATOR.includes(check.id)).map(({ id }) => id);
    return { checks, failed: inState("fail"), unknown: inState("unknown") };
  };

  describe.each(CONFIGURATIONS)("%s", (name) => {
    let emulator: Emulator;
    let files: Readonly<Record<"state" | "plan", string>>;

    beforeAll(async () => {
      emulator = await startEmulator();
      const terraform = await initialized(name, join(scratch, name), emulator.endpoint);
      await terraform("apply", "-input=false", "-auto-approve");
      files = await shown(name, terraform);
    }, 600_000);

    afterAll(() => emulator.stop());

    test.each(["state", "plan"] as const)("AWS has what the %s configures", async (file) => {
      const { checks, failed, unknown } = await verified(emulator, files[file]);
      expect({ failed, unknown }).toEqual({ failed: [], unknown: [] });
      const compared = [
        "trail.arn",
        "trail.selectors",
        "key.alias",
        "key.policy",
        "bucket.policy",
        "bucket.versioning",
      ];
      expect(checks.filter(({ id }) => compared.includes(id)).map(({ id, state }) => [id, state])).toEqual(
        expect.arrayContaining(compared.map((id) => [id, "pass"])),
      );
    });

    if (name !== "baseline-with-topic") return;

    test("each fault is found, and nothing else", async () => {
      const credentials = await credentialsOf(emulator.endpoint, ACCOUNT);
      const to = { endpoint: emulator.endpoint, region: REGION, credentials };
      const before = await verified(emulator, files.state);
      const key = before.checks.find(({ id }) => id === "key.alias")!.found;
      const s3 = s3At(emulator.endpoint, REGION, credentials);
      const kms = new KMSClient(to);
      await cloudTrailAt(emulator.endpoint, REGION, credentials).send(new StopLoggingCommand({ Name: TRAIL }));
      await s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
      await s3.send(
        new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Suspended" } }),
      );
      const KeyId = key.split("/").at(-1)!;
      await kms.send(new DisableKeyRotationCommand({ KeyId }));
      const Statement = [{ Sid: "All", Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }];
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
      await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy }));
      const RoleName = "CloudTrail-CloudWatch-Delivery";
      const more = { RoleName, PolicyName: "more", PolicyDocument: Policy.replace('"Principal":"*",', "") };
      await new IAMClient(to).send(new PutRolePolicyCommand(more));
      const elsewhere = { Protocol: "sqs", Endpoint: "arn:aws:sqs:eu-central-1:999999999999:elsewhere" };
      await new SNSClient(to).send(new SubscribeCommand({ TopicArn: TOPIC, ...elsewhere }));

      const { failed } = await verified(emulator, files.state);
      expect(failed.sort()).toEqual(
        [
          ...["bucket.policy", "bucket.versioning", "key.policy", "key.rotation", "trail.logging"],
          ...["role.CloudTrail-CloudWatch-Delivery.policies", "trail.topic-subscriptions"],
        ].sort(),
      );
    }, 120_000);
  });
});
