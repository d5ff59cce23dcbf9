import { ACCOUNT, creates, destroys, foundIn, OUTSIDER, reviewOfChanges, updates } from "../../../support/small-plan";
import { deployed, KEY_ARN, planned } from "../../../support/small-trail";

const GRANTEE = `arn:aws:iam::${ACCOUNT}:role/analyst`;
const GRANT = { key_id: KEY_ARN, grantee_principal: GRANTEE, operations: ["Decrypt", "DescribeKey"] };
const UNEVALUATED = "gained: grants access that the matrix does not evaluate";
const OF_NEW_KEY = {
  unknown: { key_id: true, grant_id: true },
  expressions: { key_id: { references: ["aws_kms_key.one.key_id", "aws_kms_key.one"] } },
};

test.each([
  ["by the ARN of its key", deployed(), creates("aws_kms_grant", GRANT)],
  ["by the id of its key", deployed(), creates("aws_kms_grant", { ...GRANT, key_id: KEY_ARN.split("/")[1] })],
])("a new grant %s gains cells that name it", async (_, trail, grant) => {
  const found = await reviewOfChanges(...trail, grant);
  expect(found.verdict).toBe("gained");
  expect(found.access.gained).toContainEqual(
    expect.objectContaining({
      subject: "role/analyst with s3:*",
      accessCase: "decrypt a log directly",
      decidedBy: expect.arrayContaining([{ source: "small/aws_kms_grant.one", sid: "(grant)" }]),
    }),
  );
  expect(foundIn(found)).not.toContain(UNEVALUATED);
});

test("the first plan counts a grant on its key, and tells outsiders apart", async () => {
  const granted = (grantee_principal: string) =>
    reviewOfChanges(
      ...planned(),
      creates("aws_kms_grant", { ...GRANT, key_id: undefined, grantee_principal }, OF_NEW_KEY),
    );
  const decrypts = {
    accessCase: "decrypt a log directly",
    decidedBy: expect.arrayContaining([{ source: "small/aws_kms_grant.one", sid: "(grant)" }]),
  };
  const inside = await granted(GRANTEE);
  expect([inside.verdict, foundIn(inside)]).toEqual(["changed", []]);
  const outside = await granted(GRANTEE.replace(ACCOUNT, OUTSIDER));
  expect(outside.verdict).toBe("gained");
  expect(outside.access.gained).toContainEqual(expect.objectContaining(decrypts));
});

test("operations that a grant gains show as cells, and a grant that goes takes them away", async () => {
  const without = { ...GRANT, operations: ["DescribeKey"] };
  const wider = await reviewOfChanges(
    ...deployed(),
    updates("aws_kms_grant", without, { operations: GRANT.operations }),
  );
  expect(wider.access.gained.map(({ accessCase }) => accessCase)).toContain("decrypt a log directly");
  const gone = await reviewOfChanges(...deployed(), destroys("aws_kms_grant", GRANT));
  expect([gone.verdict, gone.access.gained]).toEqual(["changed", []]);
  expect(gone.access.lost.map(({ accessCase }) => accessCase)).toContain("decrypt a log directly");
});

test.each([
  ["of a key that is elsewhere", { ...GRANT, key_id: KEY_ARN.replace("0f0e", "aaaa") }, {}],
  ["whose grantee only the apply tells", { ...GRANT, grantee_principal: undefined }, { grantee_principal: true }],
  ["whose constraints only the apply tells", GRANT, { constraints: true }],
])("a grant %s is gained, and not evaluated", async (_, values, unknown) => {
  const expressions = Object.fromEntries(Object.keys(unknown).map((name) => [name, { references: ["var.given"] }]));
  const found = await reviewOfChanges(...deployed(), creates("aws_kms_grant", values, { unknown, expressions }));
  expect(foundIn(found)).toContain(UNEVALUATED);
});
