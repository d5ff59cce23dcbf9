import { keysOf, RealKeys } from "../../../cli/verification/keys";
import { changedState, environmentsOf, keptEnvironment } from "../../support/hcl";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";

test.each([
  ["an alias", "default-key-policy", { alias: "alias/acme-trail", name: "alias/acme-trail", id: ARN }],
  ["no alias", "baseline-with-topic", { alias: undefined, name: ARN, id: ARN }],
])("AWS finds a key of a state with %s by its ARN", async (_, name, expected) => {
  expect(keysOf(await keptEnvironment(name, "state"))).toMatchObject([expected]);
});

test("a key that nothing names is not guessed", async () => {
  const state = changedState("baseline-with-topic", (one) =>
    one.type === "aws_kms_key" ? { ...one, values: { ...one.values, arn: undefined, key_id: undefined } } : one,
  );
  const unkeyed = JSON.parse(JSON.stringify(state).replaceAll(ARN, "")) as unknown;
  const [environment] = await environmentsOf({ "one.json": unkeyed });
  const [key] = keysOf(environment!);
  expect(key).toMatchObject({ id: undefined, name: "one/aws_kms_key.cloudtrail[0]" });
  const keys = new RealKeys([key!], [], () => {
    throw new Error("AWS is asked");
  });
  await expect(keys.metadata(key!)).rejects.toThrow(
    "one/aws_kms_key.cloudtrail[0] has no alias, and only a state or a plan after the apply shows its ARN",
  );
});
