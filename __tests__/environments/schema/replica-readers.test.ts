import { accountId } from "../../support/fleet";
import { environmentWith, problemsOf, uncheckedWith } from "../../support/environment";
import { matrixOf } from "../../support/matrix";
import { stacksOf } from "../../support/stacks-in-memory";
import { statement } from "../../support/synth";

const READER = { roleName: "recovery", trustedPrincipals: ["arn:aws:iam::111122223333:role/Recovery"] };
const replica = (changes: object = {}) => ({
  replica: {
    region: "eu-west-1",
    bucketName: "test-replica",
    keyAlias: "test-replica-key",
    account: { id: accountId(9) },
    readers: [READER],
    ...changes,
  },
});

test("a reader of the replica has a role in its account, which its key lets decrypt copies", () => {
  const { archive } = stacksOf(environmentWith(replica()));
  const arn = `arn:aws:iam::${accountId(9)}:role/recovery`;
  const role = archive.all("aws_iam_role").find(({ name }) => name === "recovery")!;
  expect(role["provider"]).toBe("aws.replica");
  const { policy } = archive.one("aws_kms_key", "ReplicaKey");
  expect(statement(policy, "ReadersDecryptObjectsOftestZ2dreplica")).toMatchObject({
    Principal: { AWS: arn },
    Action: "kms:Decrypt",
    Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
  });
  const output = (archive.json["output"] as Record<string, { value: unknown }>)["replica_reader_role_arns"];
  expect(output!.value).toEqual([arn]);
});

test("it reads copies and no log files; nobody else reads copies", () => {
  const { subjects, accessCases, cells } = matrixOf(
    environmentWith({ ...replica(), logs: { onlyReaders: true }, readers: [{ ...READER, roleName: "reader" }] }),
  );
  const who = (id: string) => {
    const row = accessCases.findIndex((accessCase) => accessCase.id === id);
    return subjects.flatMap((subject, column) => (cells[row]![column]!.decision === "allowed" ? subject.id : []));
  };
  expect(who("replica-bucket-read-copy")).toEqual([`${accountId(9)}-role-recovery`]);
  expect(who("log-bucket-read")).toEqual(["111122223333-role-reader"]);
});

test("without readers the replica is sealed, as it was", () => {
  const { archive } = stacksOf(environmentWith(replica({ readers: undefined })));
  expect(JSON.stringify(archive.json)).not.toContain("ReadersDecryptObjectsOf");
  expect(archive.json["output"]).not.toHaveProperty("replica_reader_role_arns");
});

test.each<[string, object, string]>([
  ["nobody", replica({ readers: [] }), "replica.readers must be a list of at least one, got an empty list"],
  [
    "an account that nothing records",
    replica({ readers: [{ ...READER, accounts: [accountId(5)] }] }),
    `replica.readers[0].accounts[0] must be an account that the environment records (111122223333), got "${accountId(5)}"`,
  ],
  [
    "the role of no one",
    replica({ readers: [{ roleName: "recovery" }] }),
    "replica.readers[0].trustedPrincipals must name at least one user or role, or trustedPermissionSets a permission set, got none",
  ],
  [
    "its own account as a whole",
    replica({ readers: [{ ...READER, externalId: "id-1", trustedPrincipals: [`arn:aws:iam::${accountId(9)}:root`] }] }),
    `replica.readers[0].trustedPrincipals[0] must be a user or role of that account, got "arn:aws:iam::${accountId(9)}:root": ` +
      "only a third party's account is trusted as a whole",
  ],
  [
    "the name of another role of the account",
    { ...replica({ account: undefined }), readers: [READER] },
    'replica.readers[0].roleName must differ from readers[0].roleName, got "recovery"',
  ],
  [
    "a boundary of another account",
    { ...replica(), iam: { permissionsBoundary: "arn:aws:iam::111122223333:policy/Boundary" } },
    `iam.permissionsBoundary must be a policy of account ${accountId(9)}, which has roles too; give the name alone where each ` +
      'account has a policy of that name, got "arn:aws:iam::111122223333:policy/Boundary"',
  ],
])("%s is refused", (_, changes, problem) => {
  expect(problemsOf(uncheckedWith({ ...changes }))).toEqual([`test: ${problem}`]);
});
