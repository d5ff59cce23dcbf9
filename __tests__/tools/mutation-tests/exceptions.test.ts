import { review, type Exception } from "../../../tools/mutation-tests/exceptions";
import type { Survivor } from "../../../tools/mutation-tests/trials";

const exception: Exception = {
  sid: "WriteCopies",
  type: "aws_iam_role_policy",
  changes: ["statement removed", "action s3:"],
  reason: "the bucket policy says the same",
};

const survivor = (more: Partial<Survivor> = {}): Survivor => ({
  environment: "prod",
  source: "prod-archive/aws_iam_role_policy.Replication",
  sid: "WriteCopies",
  change: "statement removed",
  ...more,
});

test("excuses what an exception names, by Sid, type and beginning of the change", () => {
  const action = survivor({ change: "action s3:ReplicateTags left out" });
  expect(review([survivor(), action], [exception])).toEqual({
    survivors: [],
    excused: [
      { survivor: survivor(), exception },
      { survivor: action, exception },
    ],
    stale: [],
  });
});

test.each([
  ["another Sid", { sid: "ReadVersions" }],
  ["another type", { source: "prod-archive/aws_iam_role.Replication" }],
  ["another change", { change: "resource a widened to *" }],
  ["a setting", { sid: undefined }],
])("excuses nothing else: %s", (_, more) => {
  expect(review([survivor(more)], [exception]).survivors).toEqual([survivor(more)]);
});

test.each([
  [{ resource: "Replication" }, true],
  [{ resource: "Other" }, false],
  [{ environments: ["dev", "prod"] }, true],
  [{ environments: ["dev"] }, false],
])("is held to the resource and the environments that it names: %j", (more, isExcused) => {
  expect(review([survivor()], [{ ...exception, ...more }]).survivors).toEqual(isExcused ? [] : [survivor()]);
});

test("names what of an exception excuses nothing any more", () => {
  expect(review([survivor()], [exception]).stale).toEqual([{ exception, change: "action s3:" }]);
});
