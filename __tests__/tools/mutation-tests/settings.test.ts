import type { StackJson } from "../../../cli/model/stack";
import { settingChanges, withSetting } from "../../../tools/mutation-tests/settings";

const stackOf = (resources: StackJson["resources"]): StackJson => ({
  name: "test-archive",
  environment: "test",
  resources,
  remoteStates: {},
  outputs: {},
  providers: {},
  backend: {},
});

const titles = (resources: StackJson["resources"]) =>
  settingChanges([stackOf(resources)]).map(({ address, title }) => `${address} ${title}`);

test("each public access flag goes off alone", () => {
  const flags = {
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  };
  const stack = stackOf({ aws_s3_bucket_public_access_block: { Block: flags } });
  const changed = settingChanges([stack]).map((one) => withSetting([stack], one)[0]!.resources);
  expect(changed).toEqual(
    Object.keys(flags).map((flag) => ({
      aws_s3_bucket_public_access_block: { Block: { ...flags, [flag]: false } },
    })),
  );
});

test("of the trail: logging, validation and the key", () => {
  const trail = { enable_logging: true, enable_log_file_validation: true, kms_key_id: "key" };
  expect(titles({ aws_cloudtrail: { Trail: trail } })).toEqual([
    "aws_cloudtrail.Trail enable_logging off",
    "aws_cloudtrail.Trail enable_log_file_validation off",
    "aws_cloudtrail.Trail kms_key_id removed",
  ]);
});

test("a setting deep in blocks, written as an object or as a list of one", () => {
  const sse = { apply_server_side_encryption_by_default: { kms_master_key_id: "key", sse_algorithm: "aws:kms" } };
  const type = "aws_s3_bucket_server_side_encryption_configuration";
  const stack = stackOf({ [type]: { Object: { rule: sse }, List: { rule: [sse] } } });
  const without = {
    apply_server_side_encryption_by_default: { kms_master_key_id: undefined, sse_algorithm: "aws:kms" },
  };
  expect(settingChanges([stack]).map(({ values }) => values)).toEqual([{ rule: without }, { rule: [without] }]);
});

test("Object Lock is shortened, softened and removed", () => {
  const lock = { rule: { default_retention: { mode: "COMPLIANCE", days: 365 } } };
  const stack = stackOf({ aws_s3_bucket_object_lock_configuration: { Lock: lock } });
  const all = settingChanges([stack]);
  expect(all.map(({ title }) => title)).toEqual(["for a day", "governance", "removed"]);
  expect(withSetting([stack], all[2]!)[0]!.resources).toEqual({ aws_s3_bucket_object_lock_configuration: {} });
});

test("what is weak already is not weakened", () => {
  expect(titles({ aws_s3_bucket: { Logs: { force_destroy: true } } })).toEqual([]);
  expect(titles({ aws_s3_bucket: { Logs: {} } })).toEqual(["aws_s3_bucket.Logs force_destroy on"]);
});

test("other stacks and resources stay as they are", () => {
  const stack = stackOf({ aws_s3_bucket: { Logs: {}, Other: { bucket: "other" } } });
  const state = { ...stack, name: "test-state" };
  const [first] = settingChanges([stack]);
  expect(withSetting([stack, state], first!)).toEqual([
    { ...stack, resources: { aws_s3_bucket: { Logs: { force_destroy: true }, Other: { bucket: "other" } } } },
    state,
  ]);
});
