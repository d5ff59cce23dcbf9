import { creates, destroys, foundIn, policyOf, reviewOfChanges } from "../../../../support/small-plan";

const DENY = { Sid: "Tls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
const FLAGS = { block_public_acls: true, block_public_policy: true };
const SETTINGS = [
  ["bucket policy", "aws_s3_bucket_policy", { policy: policyOf(DENY) }, { policy: policyOf() }],
  ["public access block", "aws_s3_bucket_public_access_block", FLAGS, { ...FLAGS, block_public_acls: false }],
  [
    "versioning",
    "aws_s3_bucket_versioning",
    { versioning_configuration: [{ status: "Enabled" }] },
    { versioning_configuration: [{ status: "Suspended" }] },
  ],
] as const;

const removals = async (type: string, before: object, after: object, more: object = {}) => {
  const found = await reviewOfChanges(
    destroys(type, { id: "logs", bucket: "logs", ...before }),
    creates(type, { bucket: "logs", ...after }, { name: "two", ...more }),
  );
  expect(found.verdict).toBe("weakened");
  return foundIn(found).filter((what) => what.includes("destroyed"));
};

test.each(SETTINGS)("a %s with another address is missing for a moment, or for good", async (name, type, values) => {
  expect(await removals(type, values, values)).toEqual([
    `weakened: ${name} "logs": destroyed here and created as ${type}.two, in no certain order: it is missing during the ` +
      `apply, and afterward too if Terraform destroys it last; add a moved block from ${type}.one to ${type}.two`,
  ]);
});

test.each(SETTINGS)(
  "a %s is destroyed if what comes differs or belongs to another bucket",
  async (name, type, values, weak) => {
    const destroyed = [`weakened: ${name} "logs": destroyed`];
    expect(await removals(type, values, weak)).toEqual(destroyed);
    expect(await removals(type, values, { ...values, bucket: "other" })).toEqual(destroyed);
    const [argument] = Object.keys(values);
    const late = { unknown: { [argument!]: true }, expressions: { [argument!]: { references: ["data.x.y"] } } };
    expect(await removals(type, values, { ...values, [argument!]: undefined }, late)).toEqual(destroyed);
  },
);
