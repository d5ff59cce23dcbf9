import { asTable } from "../../../../cli/commands/review/formats/table";
import { PLAIN } from "../../../../cli/render/terminal";
import {
  creates,
  foundIn,
  reviewOfChanges,
  reviewSmall,
  smallPlan,
  updates,
  type SmallChange,
} from "../../../support/small-plan";
import { BUCKET_POLICY, deployed, KEY_POLICY, planned, withChange } from "../../../support/small-trail";

const LATE = {
  unknown: { policy: true },
  expressions: { policy: { references: ["data.external.x.result", "data.external.x"] } },
};
const late = (change: SmallChange): SmallChange => {
  const { policy: _, ...after } = change.after!;
  return { ...change, ...LATE, actions: change.before ? ["update"] : ["create"], after };
};
const of = (changes: readonly SmallChange[], type: string) => changes.find((one) => one.type === type)!;
const levels = async (changes: readonly SmallChange[]) =>
  (await reviewOfChanges(...changes)).findings
    .filter(({ kind }) => kind === "policy")
    .map(({ level, what }) => `${level}: ${what.split(":")[0]}`);

test.each(["aws_kms_key", "aws_s3_bucket_policy"])(
  "a policy of %s that is known only after apply is gained",
  async (type) => {
    expect(await levels(withChange(deployed(), late(of(deployed(), type))))).toEqual(["gained: policy"]);
    expect(await levels(withChange(planned(), late(of(planned(), type))))).toEqual(["gained: policy"]);
  },
);

test("the table names the policy that cannot be read, and why", async () => {
  const found = await reviewOfChanges(...withChange(planned(), late(of(planned(), "aws_s3_bucket_policy"))));
  const table = asTable([found], undefined, PLAIN);
  expect(table).toMatch(/small\/aws_s3_bucket_policy\.one +unreadable +policy: known only after apply/);
});

test("a policy that is no policy is gained, too", async () => {
  const key = of(deployed(), "aws_kms_key");
  const broken = { ...key, actions: ["update"], after: { ...key.after, policy: "{" } };
  expect(await levels(withChange(deployed(), broken))).toEqual(["gained: policy"]);
});

test("whom a role trusts, only after apply, is gained", async () => {
  const role = creates(
    "aws_iam_role",
    { name: "reader" },
    {
      unknown: { assume_role_policy: true },
      expressions: { assume_role_policy: { references: ["data.external.x.result", "data.external.x"] } },
    },
  );
  expect(await levels([...deployed(), role])).toEqual(["gained: assume_role_policy"]);
});

test("a policy of another bucket, and one where there is no trail, is undecided", async () => {
  const other = late(creates("aws_s3_bucket_policy", { bucket: "app", policy: BUCKET_POLICY }, { name: "app" }));
  expect(await levels([...deployed(), other])).toEqual(["undecided: policy"]);
  expect(await levels([late(creates("aws_kms_key", { policy: KEY_POLICY }))])).toEqual(["undecided: policy"]);
});

test("without the configuration, what is known only after apply is not what AWS computes", async () => {
  const bare = (changes: readonly SmallChange[]) => reviewSmall(smallPlan(changes, { configuration: undefined }));
  const change = late(of(deployed(), "aws_s3_bucket_policy"));
  expect(foundIn(await bare(withChange(deployed(), change)))).toContainEqual(
    expect.stringMatching(/^gained: policy: known only after apply/),
  );
  const tagged = updates("aws_s3_bucket", of(deployed(), "aws_s3_bucket").after!, { tags: { a: "b" } });
  expect(foundIn(await bare(withChange(deployed(), { ...tagged, unknown: { tags_all: true } })))).toEqual([]);
});

test("a plan with deferred changes is partial", async () => {
  const plan = smallPlan(deployed(), { deferred_changes: [{ reason: "provider_config_unknown" }] });
  expect(foundIn(await reviewSmall(plan))).toEqual(["undecided: the plan is partial: Terraform left changes out"]);
});
