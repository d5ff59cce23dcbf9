import { creates, foundIn, policyOf, reviewOfChanges, updates } from "../../../support/small-plan";
import { deployed, ENCRYPT, ROOT } from "../../../support/small-trail";

const TRUST = policyOf({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
const LATE = { unknown: { policy: true }, expressions: { policy: { references: ["data.aws_iam_policy_document.x"] } } };
const ROLE = creates("aws_iam_role", { name: "app", assume_role_policy: TRUST });
const POLICY = creates("aws_iam_role_policy", { role: "app", name: "app" }, LATE);
const UNREADABLE = "undecided: policy: known only after apply, and the plan does not contain its template";

test("a policy known only after apply leaves open what its role may do, and no other cell", async () => {
  const { verdict, access, findings } = await reviewOfChanges(...deployed(), ROLE, POLICY);
  expect([verdict, access.unknown, access.gained, access.lost]).toEqual(["undecided", undefined, [], []]);
  const subjects = new Set(access.undecided.map(({ subject }) => subject));
  expect([...subjects].filter((subject) => !/^role\/app$|^lambda /.test(subject))).toEqual([]);
  expect(access.undecided.filter(({ subject }) => subject === "role/app").map(({ accessCase }) => accessCase)).toEqual(
    expect.arrayContaining([expect.stringMatching(/decrypt/)]),
  );
  expect(findings.map(({ what }) => what)).toContainEqual(
    expect.stringMatching(
      /cannot be decided.*aws_iam_role_policy\.one .*may allow to use the key, because the key policy/,
    ),
  );
});

test("what else the plan changes is still gained", async () => {
  const key = { key: { policy: policyOf(ROOT, ENCRYPT) } };
  const open = policyOf(ROOT, { ...ENCRYPT, Condition: undefined });
  const changes = deployed(key).map((one) =>
    one.type === "aws_kms_key" ? updates(one.type, one.before!, { policy: open }) : one,
  );
  const { verdict, access } = await reviewOfChanges(...changes, ROLE, POLICY);
  expect([verdict, access.unknown]).toEqual(["gained", undefined]);
  expect(access.gained.map(({ subject }) => subject)).toContain("CloudTrail for a trail of another account");
});

test("where the key policy does not let IAM policies decide, a late policy cannot allow to use the key", async () => {
  const admin = { ...ROOT, Principal: { AWS: "arn:aws:iam::111122223333:role/admin" } };
  const found = await reviewOfChanges(...deployed({ key: { policy: policyOf(admin, ENCRYPT) } }), ROLE, POLICY);
  expect(found.access.undecided.filter(({ target }) => target === "key")).toEqual([]);
  expect(foundIn(found)).toContainEqual(expect.stringMatching(/cannot allow to use the key/));
});

test("a policy that nobody has attached leaves no cell open", async () => {
  const found = await reviewOfChanges(...deployed(), creates("aws_iam_policy", { name: "unused" }, LATE));
  expect([found.access.undecided, foundIn(found)]).toEqual([[], [UNREADABLE]]);
});

test("a late policy of the key, and one of an unknown role, still leave the whole matrix unknown", async () => {
  const references = ["data.aws_iam_policy_document.x"];
  const ofNobody = {
    unknown: { policy: true, role: true },
    expressions: { policy: { references }, role: { references } },
  };
  const unknownRole = creates("aws_iam_role_policy", { name: "app" }, ofNobody);
  const lateKey = deployed().map((one) =>
    one.type === "aws_kms_key" ? updates(one.type, one.before!, { policy: undefined }, LATE) : one,
  );
  for (const changes of [[...deployed(), ROLE, unknownRole], lateKey]) {
    expect((await reviewOfChanges(...changes)).access.unknown).toMatch(/known only after apply/);
  }
});
