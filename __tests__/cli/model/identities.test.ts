import { readIdentities } from "../../../cli/model/identities";
import type { StackResource } from "../../../cli/model/stack";

const PLACE = { stack: "audit", account: "111122223333", region: "eu-central-1" };
const policy = (Sid: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid, Effect: "Allow", Action: "s3:*", Resource: "*" }] });
const TRUST = JSON.stringify({ Version: "2012-10-17", Statement: [] });

let count = 0;
const resource = (type: string, values: object): StackResource => ({
  ...PLACE,
  type,
  address: `${type}.r${(count += 1)}`,
  values: values as StackResource["values"],
});
const ROLE = resource("aws_iam_role", { name: "reader", path: "/audit/", assume_role_policy: TRUST });
const USER = resource("aws_iam_user", { name: "ann", path: "/people/" });
const MANAGED = resource("aws_iam_policy", { name: "p", path: "/", policy: policy("Managed") });
const MANAGED_ARN = "arn:aws:iam::111122223333:policy/p";
const MEMBERSHIP = resource("aws_iam_group_membership", { group: "ops", users: ["ann"] });

/** Sids of what each identity holds, by its ARN. */
const held = (...resources: readonly StackResource[]) =>
  Object.fromEntries(
    readIdentities([ROLE, USER, MANAGED, ...resources]).map(({ arn, policies }) => [
      arn.replace("arn:aws:iam::111122223333:", ""),
      policies.flatMap(({ statements }) => statements.map(({ Sid }) => Sid)),
    ]),
  );

test.each<[string, StackResource[]]>([
  ["an inline policy", [resource("aws_iam_role_policy", { role: "reader", policy: policy("Managed") })]],
  ["an attachment", [resource("aws_iam_role_policy_attachment", { role: "reader", policy_arn: MANAGED_ARN })]],
  ["an attachment for many", [resource("aws_iam_policy_attachment", { policy_arn: MANAGED_ARN, roles: ["reader"] })]],
])("a role with a path gets %s under its own ARN", (_, resources) => {
  expect(held(...resources)).toEqual({ "role/audit/reader": ["Managed"], "user/people/ann": [] });
});

test("policies in the role itself are the role's", () => {
  const role = {
    ...ROLE.values,
    managed_policy_arns: [MANAGED_ARN],
    inline_policy: [{ name: "i", policy: policy("In") }],
  };
  const [reader] = readIdentities([{ ...ROLE, values: role }, MANAGED]);
  expect(reader!.policies.flatMap(({ statements }) => statements.map(({ Sid }) => Sid))).toEqual(["In", "Managed"]);
});

test.each<[string, StackResource[]]>([
  ["an inline policy", [resource("aws_iam_user_policy", { user: "ann", policy: policy("Managed") })]],
  ["an attachment", [resource("aws_iam_user_policy_attachment", { user: "ann", policy_arn: MANAGED_ARN })]],
  ["an attachment for many", [resource("aws_iam_policy_attachment", { policy_arn: MANAGED_ARN, users: ["ann"] })]],
  [
    "a group's inline policy",
    [MEMBERSHIP, resource("aws_iam_group_policy", { group: "ops", policy: policy("Managed") })],
  ],
  [
    "a group's attachment",
    [
      resource("aws_iam_user_group_membership", { user: "ann", groups: ["ops"] }),
      resource("aws_iam_group_policy_attachment", { group: "ops", policy_arn: MANAGED_ARN }),
    ],
  ],
])("a user with a path gets %s", (_, resources) => {
  expect(held(...resources)).toEqual({ "role/audit/reader": [], "user/people/ann": ["Managed"] });
});

test("a policy of a group is of nobody outside it", () => {
  expect(held(resource("aws_iam_group_policy", { group: "ops", policy: policy("Managed") }))).toEqual({
    "role/audit/reader": [],
    "user/people/ann": [],
  });
});

test("what is given to a role that these stacks do not make is given to it all the same", () => {
  const given = resource("aws_iam_role_policy", { role: "elsewhere", policy: policy("Managed") });
  expect(held(given)["role/elsewhere"]).toEqual(["Managed"]);
});
