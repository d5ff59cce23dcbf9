import { withOwnParts } from "../../../cli/access/own-parts";
import { assess } from "../../../cli/controls/assess";
import { controls } from "../../../cli/controls/catalogue";
import { withAuditBuckets } from "../../../cli/controls/environment";
import { changedState, environmentsOf, keptEnvironment, type StateJson } from "../../support/hcl";
import type { Environment } from "../../../cli/model/environment";

function violated(environment: Environment): string[] {
  const assessed = assess(controls, [withAuditBuckets(withOwnParts(environment), [])]);
  return assessed.flatMap(({ control, verdicts }) => (verdicts[0]!.status === "violates" ? [control.id] : []));
}

/** Compared by hand with the configurations in __tests__/fixtures/hcl. Only the second ties its key to one trail. */
test.each([
  [
    "enabled-by-count",
    ["trail-encryption", "trail-confused-deputy", "bucket-access-logging", "bucket-no-acl", "bucket-encryption"],
  ],
  [
    "values-through-modules",
    [
      ...["bucket-access-logging", "bucket-encryption", "bucket-no-acl", "bucket-public-access-block"],
      ...["bucket-tls-only", "bucket-versioning"],
    ],
  ],
  [
    "default-key-policy",
    [
      ...["trail-encryption", "trail-log-group-encryption", "trail-confused-deputy"],
      ...["bucket-access-logging", "bucket-no-acl", "bucket-encryption"],
    ],
  ],
  [
    "baseline-with-topic",
    [
      ...["trail-encryption", "trail-log-group-encryption", "trail-confused-deputy", "bucket-public-access-block"],
      ...["bucket-tls-only", "bucket-no-acl", "bucket-encryption", "bucket-versioning"],
    ],
  ],
  [
    "lists-of-statements",
    [
      ...["trail-encryption", "trail-confused-deputy", "bucket-access-logging", "bucket-tls-only"],
      ...["bucket-versioning", "access-logs-only", "access-named-principals"],
    ],
  ],
])("%s violates what it lacks, from its state and from a plan", async (name, ids) => {
  const expected = [...ids, "bucket-lifecycle"].sort();
  expect(violated(await keptEnvironment(name, "state")).sort()).toEqual(expected);
  expect(violated(await keptEnvironment(name, "plan")).sort()).toEqual(expected);
});

const statusOf = async (id: string, state: StateJson) => {
  const [environment] = await environmentsOf({ "one.json": state });
  const found = assess(controls, [withAuditBuckets(withOwnParts(environment!), [])]);
  return found.find(({ control }) => control.id === id)!.verdicts[0]!.status;
};
const withTrail = (values: object) =>
  changedState("default-key-policy", (one) =>
    one.type === "aws_cloudtrail" ? { ...one, values: { ...one.values, ...values } } : one,
  );

test.each([
  ["without selectors", {}, "complies"],
  ["with writes only", { event_selector: [{ read_write_type: "WriteOnly" }] }, "violates"],
  [
    "without the events of KMS",
    { event_selector: [{ exclude_management_event_sources: ["kms.amazonaws.com"] }] },
    "violates",
  ],
  ["with data events only", { event_selector: [{ include_management_events: false }] }, "violates"],
])("all management events are recorded: a trail %s", async (_, values, status) => {
  expect(await statusOf("trail-management-events", withTrail(values))).toBe(status);
});

test("a role with an attached policy may write to the log group", async () => {
  expect(await statusOf("trail-cloudwatch-logs", withTrail({}))).toBe("complies");
  const detached = changedState("default-key-policy", (one) =>
    one.type === "aws_iam_policy_attachment" ? undefined : one,
  );
  expect(await statusOf("trail-cloudwatch-logs", detached)).toBe("off by choice");
});

test("everyone of one account is not everyone", async () => {
  expect(await statusOf("key-nobody-unnamed", withTrail({}))).toBe("complies");
  const open = changedState("default-key-policy", (one) =>
    one.type === "aws_kms_key"
      ? {
          ...one,
          values: { ...one.values, policy: String(one.values["policy"]).replaceAll("kms:CallerAccount", "aws:x") },
        }
      : one,
  );
  expect(await statusOf("key-nobody-unnamed", open)).toBe("violates");
});
