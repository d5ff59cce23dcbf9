import { movedOutputs } from "../../../../cli/commands/review/moved-outputs";
import { comparedStacks } from "../../../../cli/commands/review/synthesized-diff";
import type { StackJson } from "../../../../cli/model/stack";
import { ACCOUNT, foundIn, reviewSmall, smallPlan, updates, type SmallChange } from "../../../support/small-plan";

const ARN = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1111`;
const OTHER = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/2222`;
const KEY = { arn: ARN, key_id: "1111", description: "logs" };
const SAME: SmallChange = { type: "aws_kms_key", actions: ["no-op"], before: KEY, after: KEY };
const reviewOutput = (change: object, key: SmallChange = SAME) =>
  reviewSmall(smallPlan([key], { output_changes: { key_arn: { actions: ["update"], before: ARN, ...change } } }));
const moved = (to: string) =>
  `gained: no longer names aws_kms_key.one, which stays, but ${to}: stacks that read the output will use that`;

test.each([
  ["another key", { after: OTHER, after_unknown: false }, JSON.stringify(OTHER)],
  ["a key that is made in the same apply", { after_unknown: true }, "a value known only after apply"],
  ["a value that is hidden", { after: OTHER, after_sensitive: true }, '"(sensitive)"'],
])("an output that moves from a key that stays to %s is gained", async (_, change, to) => {
  const found = await reviewOutput(change);
  expect(found.verdict).toBe("gained");
  expect(foundIn(found)).toEqual([moved(to)]);
  expect(found.findings[0]!.address).toMatch(/\/output\.key_arn$/);
});

test("it is also gained where the key changes in place", async () => {
  const found = await reviewOutput({ after: OTHER }, updates("aws_kms_key", KEY, { description: "other" }));
  expect(foundIn(found)).toContain(moved(JSON.stringify(OTHER)));
});

test.each<[string, object, SmallChange | undefined]>([
  ["that is removed", { after: null }, undefined],
  ["that stays", { after: ARN }, undefined],
  ["of a key that is replaced", { after_unknown: true }, { ...SAME, actions: ["delete", "create"] }],
  ["of nothing that these stacks hold", { before: "https://example.com", after: "https://example.org" }, undefined],
  ["that is a list", { before: [ARN], after: [OTHER] }, undefined],
])("an output %s moves nothing", async (_, change, key) => {
  const found = foundIn(await reviewOutput(change, key));
  expect(found.filter((line) => line.includes("stacks that read the output"))).toEqual([]);
});

test("the output of a synthesized stack moves with its template", () => {
  const stack = (id: string): StackJson => ({
    name: "prod-archive",
    environment: "prod",
    resources: { aws_kms_key: { Key: {}, Other: {} } },
    remoteStates: {},
    outputs: { key_arn: { value: `\${aws_kms_key.${id}.arn}` } },
    providers: {},
    backend: {},
  });
  const found = movedOutputs(comparedStacks([stack("Key")], [stack("Other")]));
  expect(found.map(({ address }) => address)).toEqual(["prod-archive/output.key_arn"]);
  expect(movedOutputs(comparedStacks([stack("Key")], [stack("Key")]))).toEqual([]);
});

test("plans that move different outputs have different digests", async () => {
  const digests = await Promise.all([OTHER, ARN].map(async (after) => (await reviewOutput({ after })).digest));
  expect(new Set(digests).size).toBe(2);
});
