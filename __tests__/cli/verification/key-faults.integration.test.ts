import * as kms from "@aws-sdk/client-kms";
import { dev } from "../../fixtures/environments/dev";
import { devOnMoto, foundTogether, WITHOUT_FILES } from "../../support/dev-on-moto";
import { describeWithMoto } from "../../support/moto";
import { idsOf, resultOf } from "../../support/verified";

interface Document {
  readonly Statement: readonly { readonly Sid: string; readonly Condition?: Record<string, unknown> }[];
}

describeWithMoto("faults of the key, on moto", () => {
  const world = devOnMoto();
  const client = () => world.clients().kms;

  describe("made together", () =>
    foundTogether(world, {
      "the key disabled": {
        make: () => client().send(new kms.DisableKeyCommand({ KeyId: world.keyId() })),
        failing: ["key.enabled"],
        found: /^Disabled$/,
      },
      "rotation off": {
        make: () => client().send(new kms.DisableKeyRotationCommand({ KeyId: world.keyId() })),
        failing: ["key.rotation"],
        found: /^off$/,
      },
      "a grant for a role of another account": {
        make: () =>
          client().send(
            new kms.CreateGrantCommand({
              KeyId: world.keyId(),
              GranteePrincipal: "arn:aws:iam::999999999999:role/Reader",
              Operations: ["Decrypt", "DescribeKey"],
            }),
          ),
        failing: ["key.grants"],
        found: /^arn:aws:iam::999999999999:role\/Reader may Decrypt, DescribeKey$/,
      },
      "one condition removed from the key policy": {
        make: () => openPolicy("CloudTrailEncryptsLogs"),
        failing: ["key.policy"],
        found: /^changed statement CloudTrailEncryptsLogs$/,
        details: [
          expect.stringMatching(/^changed statement CloudTrailEncryptsLogs: Condition: expected \{"StringEquals"/),
        ],
      },
    }));

  describe("made alone", () =>
    foundTogether(world, {
      "the key scheduled for deletion": {
        make: () => client().send(new kms.ScheduleKeyDeletionCommand({ KeyId: world.keyId(), PendingWindowInDays: 7 })),
        failing: ["key.enabled", "key.deletion"],
        found: /^PendingDeletion$/,
      },
    }));

  test("the alias led to another key, which nothing uses", async () => {
    await world.deploy();
    const { KeyMetadata } = await client().send(new kms.CreateKeyCommand({ KeyUsage: "ENCRYPT_DECRYPT" }));
    const AliasName = `alias/${dev.key.alias}`;
    await client().send(new kms.UpdateAliasCommand({ AliasName, TargetKeyId: KeyMetadata!.KeyId }));
    const verification = await world.verify();
    expect(idsOf(verification, "fail").filter((id) => !WITHOUT_FILES.includes(id))).toEqual([
      "key.rotation",
      "key.policy",
      "bucket.encryption",
      "bucket.policy",
      "trail.key",
      `role.${dev.readers[0].roleName}.policies`,
    ]);
    expect(resultOf(verification, "trail.key").found).toBe(world.keyArn());
  });

  test("the alias gone: one line for all that needs the key, and all else has its say", async () => {
    await world.deploy();
    await client().send(new kms.DeleteAliasCommand({ AliasName: `alias/${dev.key.alias}` }));
    const verification = await world.verify();
    expect(idsOf(verification, "fail").filter((id) => !WITHOUT_FILES.includes(id))).toEqual(["key.alias"]);
    expect(resultOf(verification, "key.alias").found).toMatch(/^not there: NotFound/);
    const explained = verification.results.filter(({ cause }) => cause === "key.alias").map(({ check }) => check.id);
    expect(explained).toEqual(expect.arrayContaining(["key.rotation", "key.grants", "bucket.encryption", "trail.key"]));
    expect(resultOf(verification, "bucket.versioning").state).toBe("pass");
  });

  test("what is mended passes again", async () => {
    await world.deploy();
    const KeyId = world.keyId();
    await client().send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await client().send(new kms.CancelKeyDeletionCommand({ KeyId }));
    await client().send(new kms.EnableKeyCommand({ KeyId }));
    expect(idsOf(await world.verify(), "fail")).toEqual(WITHOUT_FILES);
  });

  /** Puts the key policy with one statement that is no longer tied to the trail. */
  function openPolicy(sid: string) {
    const [key] = world.environment.resources.filter(
      ({ type, stack }) => type === "aws_kms_key" && stack === "dev-archive",
    );
    const policy = JSON.parse(world.deployment().real(String(key!.values["policy"]))) as Document;
    const Statement = policy.Statement.map((statement) =>
      statement.Sid === sid
        ? { ...statement, Condition: { ...statement.Condition, StringEquals: undefined } }
        : statement,
    );
    const Policy = JSON.stringify({ ...policy, Statement });
    return client().send(new kms.PutKeyPolicyCommand({ KeyId: world.keyArn(), PolicyName: "default", Policy }));
  }
});
