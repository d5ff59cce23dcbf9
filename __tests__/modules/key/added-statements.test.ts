import { Key, type KeyStatement } from "../../../modules/key";
import { statementsOf, synthStack, type Synthesized } from "../../support/synth";

const HERE = { account: "111122223333", region: "eu-central-1" };
const OWN: KeyStatement = {
  Sid: "BackupEncrypts",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:role/Backup" },
  Action: ["kms:Encrypt", "kms:GenerateDataKey"],
};

function synthKey(...added: KeyStatement[]): Synthesized {
  return synthStack((stack) => {
    const key = new Key(stack, "Key", { ...HERE, aliases: ["audit"] });
    added.forEach((one) => key.addStatement(one));
  });
}

const last = (stack: Synthesized) => statementsOf(stack.one("aws_kms_key")["policy"]).at(-1);

test("a statement of one's own stands in the policy, for this key", () => {
  expect(last(synthKey(OWN))).toEqual({ ...OWN, Resource: "*" });
});

test("everyone under a condition is a choice of who adds it", () => {
  const organization: KeyStatement = {
    ...OWN,
    Principal: "*",
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
  };
  expect(last(synthKey(organization))?.Principal).toBe("*");
});

test.each([
  ["opens the key to everyone", { Principal: "*" }, 'test/Key: statement "BackupEncrypts": Principal must name who'],
  ["is about another service", { Action: "s3:GetObject" }, "Action must be of kms, got"],
  ["names nobody", { Principal: undefined }, 'key policy, statement "BackupEncrypts": Principal must be given'],
] as [string, Partial<KeyStatement>, string][])("one that %s is refused", (_, change, problem) => {
  expect(() => synthKey({ ...OWN, ...change })).toThrow(problem);
});

test("one with a Sid that the policy has already is found at synth", () => {
  expect(() => synthKey(OWN, OWN)).toThrow('more than one statement with Sid "BackupEncrypts"');
  expect(() => synthKey({ ...OWN, Sid: "RootAdministersKey" })).toThrow('with Sid "RootAdministersKey"');
});

test("the list of statements cannot be changed", () => {
  synthStack((stack) => {
    const key = new Key(stack, "Key", { ...HERE, aliases: ["audit"] });
    // @ts-expect-error The list is a copy, and readonly.
    key.statements.push({ ...OWN, Resource: "*" });
    expect(key.statements.map(({ Sid }) => Sid)).toEqual(["RootAdministersKey"]);
  });
});
