import {
  creates,
  destroys,
  foundIn,
  policyOf,
  reviewOfChanges,
  reviewSmall,
  smallPlan,
  updates,
} from "../../../support/small-plan";
import { deployed } from "../../../support/small-trail";

const DENY = policyOf({ Sid: "Protect", Effect: "Deny", Action: "cloudtrail:StopLogging", Resource: "*" });
const UNDENIED = "gained: is removed, and it may deny access that no other policy denies";
const UNDONE = "undecided: is removed, and with it the access that it granted or limited";

test.each([
  ["a service control policy", "aws_organizations_policy", { type: "SERVICE_CONTROL_POLICY", content: DENY }],
  ["a resource control policy", "aws_organizations_policy", { type: "RESOURCE_CONTROL_POLICY", content: DENY }],
  ["its attachment", "aws_organizations_policy_attachment", { policy_id: "p-1", target_id: "r-1" }],
  ["a boundary of a permission set", "aws_ssoadmin_permissions_boundary_attachment", {}],
  ["an inline policy of a permission set", "aws_ssoadmin_permission_set_inline_policy", { inline_policy: DENY }],
  ["a membership in a group", "aws_iam_user_group_membership", { user: "ann", groups: ["denied"] }],
  ["the members of a group", "aws_iam_group_membership", { group: "denied", users: ["ann"] }],
  ["a membership of IAM Identity Center", "aws_identitystore_group_membership", { group_id: "g", member_id: "m" }],
  ["a control of Control Tower", "aws_controltower_control", { target_identifier: "ou" }],
  ["a policy of another provider", "awscc_organizations_policy", { name: "protect" }],
  ["an exclusive list", "aws_iam_role_policy_attachments_exclusive", { role_name: "ops" }],
])("%s that is destroyed or forgotten may have denied something", async (_, type, before) => {
  expect(foundIn(await reviewOfChanges(destroys(type, before)))).toContain(UNDENIED);
  expect(foundIn(await reviewOfChanges(destroys(type, before, { actions: ["forget"] })))).toContain(UNDENIED);
});

test.each(["aws_cloudformation_stack", "aws_cloudcontrolapi_resource", "aws_organizations_delegated_administrator"])(
  "nobody can say what goes with %s",
  async (type) => expect(foundIn(await reviewOfChanges(destroys(type, { name: "x" })))).toEqual([UNDONE]),
);

test("an inline Deny of a group that goes is a Deny that goes", async () => {
  const { verdict, findings } = await reviewOfChanges(destroys("aws_iam_group_policy", { group: "ops", policy: DENY }));
  expect(verdict).toBe("gained");
  expect(findings.map(({ what }) => what)).toContain("Protect: broadened (Deny removed)");
});

test.each(["role", "user", "group"])("a policy detached from a %s may have denied, whatever its name", async (kind) => {
  const type = `aws_iam_${kind}_policy_attachment`;
  const detached = (policy_arn: string) => reviewOfChanges(destroys(type, { [kind]: "ops", policy_arn }));
  const baseline = "arn:aws:iam::111122223333:policy/Baseline";
  expect(foundIn(await detached(baseline))).toEqual([
    `undecided: detaches "${baseline}", which may contain a Deny that no other policy has`,
  ]);
  expect((await detached("arn:aws:iam::aws:policy/AWSDenyAll")).verdict).toBe("gained");
});

test("what runs is gained: the plan does not show what it does", async () => {
  const what = "runs something that the plan does not show";
  const action = { address: "action.aws_lambda_invoke.stop", type: "aws_lambda_invoke" };
  const provisioners = [{ type: "local-exec", expressions: {} }];
  const external = { address: "data.external.x", mode: "data", type: "external", name: "x" };
  const withData = { configuration: { root_module: { resources: [external] } } };
  const reviews = [
    reviewSmall(smallPlan([], { action_invocations: [action] })),
    reviewSmall(smallPlan([], { deferred_action_invocations: [{ reason: "unknown", action_invocation: action }] })),
    reviewOfChanges(creates("null_resource", {}, { provisioners })),
    reviewOfChanges(creates("aws_kms_alias", { name: "alias/x" }, { module: "module.a.", provisioners })),
    reviewSmall(smallPlan([], withData)),
    reviewOfChanges(creates("aws_lambda_invocation", { function_name: "stop" })),
    reviewOfChanges(...deployed(), updates("aws_lambda_function", { function_name: "a" }, { source_code_hash: "x" })),
    reviewOfChanges(creates("aws_scheduler_schedule", { name: "stop" })),
    reviewOfChanges(...deployed(), creates("aws_codebuild_project", { name: "stop" })),
    reviewOfChanges(creates("aws_servicecatalog_provisioned_product", { name: "stop" })),
    reviewOfChanges(creates("aws_serverlessapplicationrepository_cloudformation_stack", { name: "stop" })),
  ];
  expect((await Promise.all(reviews)).map(foundIn)).toEqual([
    [`gained: action aws_lambda_invoke ${what}`],
    [`gained: action aws_lambda_invoke ${what}`],
    [`gained: provisioner local-exec ${what}`],
    [`gained: provisioner local-exec ${what}`],
    [`gained: data source external ${what}`],
    [`gained: ${what}`],
    ['weakened: source_code_hash: (none) -> "x"', `gained: ${what}`],
    ...Array<string[]>(4).fill([`gained: ${what}`]),
  ]);
});

test("a plan that weakens something is never said to contain nothing of an audit trail", async () => {
  const rule = (replica: string) => [
    {
      id: "all",
      status: "Enabled",
      destination: [{ bucket: "arn:aws:s3:::copies", encryption_configuration: [{ replica_kms_key_id: replica }] }],
    },
  ];
  const [own, foreign] = ["111122223333", "999999999999"].map((id) => `arn:aws:kms:eu-west-1:${id}:key/replica`);
  const before = { bucket: "copied", rule: rule(own!) };
  const type = "aws_s3_bucket_replication_configuration";
  const { verdict, isForeign } = await reviewOfChanges(updates(type, before, { rule: rule(foreign!) }));
  expect([verdict, isForeign]).toEqual(["weakened", false]);
});

test("a provisioner of a resource that stays does not run", async () => {
  const untouched = { type: "null_resource", actions: ["no-op"], before: {}, after: {}, provisioners: [{ type: "x" }] };
  expect(foundIn(await reviewOfChanges(untouched))).toEqual([]);
});

test("what passes logs on for a whole account is gained", async () => {
  const types = [
    "aws_cloudwatch_log_account_policy",
    "aws_cloudwatch_log_delivery",
    "aws_cloudwatch_log_destination",
    "aws_oam_link",
  ];
  for (const type of types) {
    const { verdict, findings } = await reviewOfChanges(creates(type, { policy_name: "all" }));
    expect([verdict, findings[0]?.what]).toEqual([
      "gained",
      "forwards logs or events, which the matrix does not evaluate",
    ]);
  }
});

test("resources of Terraform's own do nothing to the account", async () => {
  const types = ["terraform_data", "null_resource", "time_sleep", "time_rotating", "random_id"];
  const { verdict, findings } = await reviewOfChanges(...types.map((type) => creates(type, {})));
  expect([verdict, findings]).toEqual(["changed", []]);
});
