import { foundIn, policyOf, reviewOfChanges, updates } from "../../../../support/small-plan";
import { deployed, ENCRYPT, ROOT } from "../../../../support/small-trail";

const withKeyPolicy = (...statements: readonly object[]) =>
  reviewOfChanges(
    ...deployed().map((one) =>
      one.type === "aws_kms_key" ? updates(one.type, one.before!, { policy: policyOf(...statements, ENCRYPT) }) : one,
    ),
  );

test("a key policy that nobody may change any more is weakened, and says what KMS checks", async () => {
  const found = await withKeyPolicy();
  expect([found.verdict, found.access.gained]).toEqual(["weakened", []]);
  expect(foundIn(found)).toEqual([
    "weakened: key: nobody in these stacks may change its policy any more. KMS accepts that only from a caller who still " +
      "may; without that caller, only AWS Support can change it",
  ]);
});

test.each(["arn:aws:iam::111122223333:role/admin", "arn:aws:iam::111122223333:user/ann"])(
  "a key policy that leaves itself to %s loses access and locks nobody out",
  async (AWS) => {
    const found = await withKeyPolicy({ ...ROOT, Principal: { AWS } });
    expect(found.findings.filter(({ protection }) => protection === "key-locked-out")).toEqual([]);
    expect(found.access.lost.length).toBeGreaterThan(0);
  },
);
