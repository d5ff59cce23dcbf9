import { ACCOUNT, creates, destroys, foundIn, policyOf, reviewOfChanges } from "../../../support/small-plan";
import { deployed } from "../../../support/small-trail";

const TRUST = policyOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
const ROLE = {
  name: "one",
  path: "/",
  arn: `arn:aws:iam::${ACCOUNT}:role/one`,
  assume_role_policy: TRUST,
};
const trail = [
  ...deployed(),
  { type: "aws_iam_role", actions: ["no-op"], before: ROLE, after: ROLE },
  {
    type: "aws_iam_role_policy",
    actions: ["no-op"],
    ...{ before: { role: "one", policy: LIST() }, after: { role: "one", policy: LIST() } },
  },
];

/** A policy that makes the role a subject of the matrix. */
function LIST(): string {
  return policyOf({ Effect: "Allow", Action: "s3:ListBucket", Resource: "*" });
}

const attachment = (name: string) => ({ role: "one", policy_arn: `arn:aws:iam::aws:policy/${name}` });
const attached = (name: string) =>
  reviewOfChanges(...trail, creates("aws_iam_role_policy_attachment", attachment(name)));

test("what an attached policy of AWS allows is gained cell by cell, if its statements are known", async () => {
  const { verdict, access, findings } = await attached("AWSCloudTrail_FullAccess");
  expect(verdict).toBe("gained");
  expect(access.gained.map(({ accessCase }) => accessCase)).toContain("stop the trail");
  expect(findings.filter(({ what }) => what.startsWith("attaches"))).toEqual([]);
});

test("one that allows nothing with the logs is no finding", async () => {
  expect(foundIn(await attached("AWSCloudTrail_ReadOnlyAccess"))).toEqual([]);
  const gone = await reviewOfChanges(
    ...trail,
    destroys("aws_iam_role_policy_attachment", attachment("AWSCloudTrail_ReadOnlyAccess")),
  );
  expect(foundIn(gone)).toEqual([]);
});

test.each(["ReadOnlyAccess", "SecurityAudit"])("%s, whose statements are not known, stays gained", async (name) => {
  expect(foundIn(await attached(name))).toEqual([
    `gained: attaches "arn:aws:iam::aws:policy/${name}", a policy that the matrix does not read`,
  ]);
});

test("who is in a group may be elsewhere, so that its new policy stays gained", async () => {
  const values = { ...attachment("PowerUserAccess"), role: undefined, group: "ops" };
  const found = await reviewOfChanges(...trail, creates("aws_iam_group_policy_attachment", values));
  expect(foundIn(found)).toContain(
    'gained: attaches "arn:aws:iam::aws:policy/PowerUserAccess", a policy that the matrix does not read',
  );
});
