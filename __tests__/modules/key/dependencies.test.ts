import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { TerraformStack } from "cdktf";
import { ExistingKey, Key, ReplicaKey, type KeyBase, type KeyPolicyProps } from "../../../modules/key";
import type { CreatedPrincipal } from "../../../modules/principal";
import { synthStack } from "../../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const ARN = "arn:aws:kms:eu-central-1:111122223333:key/mrk-0a1b2c3d";
const ELSEWHERE = "arn:aws:iam::111122223333:role/MadeElsewhere";
const BUCKET = "arn:aws:s3:::audit-logs";

function createRole(stack: TerraformStack, name: string): CreatedPrincipal {
  const resource = new IamRole(stack, name, { name, assumeRolePolicy: "{}" });
  return { arn: `arn:aws:iam::111122223333:role/${name}`, resource };
}

const KINDS: [type: string, create: (stack: TerraformStack, policy: Partial<KeyPolicyProps>) => KeyBase][] = [
  ["aws_kms_key", (stack, policy) => new Key(stack, "Key", { ...IN, aliases: ["audit"], ...policy })],
  ["aws_kms_key_policy", (stack, policy) => new ExistingKey(stack, "Key", { ...IN, arn: ARN, ...policy })],
  [
    "aws_kms_replica_key",
    (stack, policy) => {
      const provider = new AwsProvider(stack, "Other", { region: "eu-west-1", alias: "other" });
      return new ReplicaKey(stack, "Key", { ...IN, primaryKeyArn: ARN, aliases: ["audit"], provider, ...policy });
    },
  ],
];

describe.each(KINDS)("%s", (type, create) => {
  function roleNamesAwaited(build: (stack: TerraformStack) => void): string[] {
    const stack = synthStack(build);
    const names = new Map(stack.all("aws_iam_role").map(({ address, name }) => [address, name as string]));
    const expected = stack.one(type)["depends_on"] as string[];
    return expected.map((address) => names.get(address) ?? address);
  }

  test("waits for no one where all principals exist", () => {
    expect(
      roleNamesAwaited((stack) => {
        createRole(stack, "Unconcerned");
        const key = create(stack, { administrators: [ELSEWHERE] });
        key.allowUsers(ELSEWHERE);
        key.allowReplicationFrom(ELSEWHERE, BUCKET);
        key.allowReplicationInto(ELSEWHERE, BUCKET);
        key.allowBucketUsers(BUCKET, ELSEWHERE);
      }),
    ).toEqual([]);
  });

  test("waits for an administrator that this app creates, and for nothing else", () => {
    expect(
      roleNamesAwaited((stack) => {
        createRole(stack, "Unconcerned");
        create(stack, { administrators: [ELSEWHERE, createRole(stack, "Admin")] });
      }),
    ).toEqual(["Admin"]);
  });

  test.each<[string, (key: KeyBase, role: CreatedPrincipal) => void]>([
    ["a reader", (key, role) => key.allowUsers(ELSEWHERE, role)],
    ["a role that replicates from a bucket", (key, role) => key.allowReplicationFrom(role, BUCKET)],
    ["a role that replicates into a bucket", (key, role) => key.allowReplicationInto(role, BUCKET)],
    ["a bucket user", (key, role) => key.allowBucketUsers(BUCKET, ELSEWHERE, role)],
  ])("waits for %s that this app creates, though named after the key was made", (_, allow) => {
    expect(
      roleNamesAwaited((stack) => {
        const key = create(stack, {});
        allow(key, createRole(stack, "Late"));
        createRole(stack, "Unconcerned");
      }),
    ).toEqual(["Late"]);
  });

  test("waits for all of them together", () => {
    const expected = roleNamesAwaited((stack) => {
      const key = create(stack, { administrators: [createRole(stack, "Admin")] });
      key.allowUsers(createRole(stack, "First"), createRole(stack, "Second"));
      key.allowReplicationFrom(createRole(stack, "Copy"), BUCKET);
    });
    expect(expected.toSorted()).toEqual(["Admin", "Copy", "First", "Second"]);
  });
});
