import { copy, copying, found, lifecycle } from "../../../../support/protection-findings";
import { creates, foundIn, reviewOfChanges } from "../../../../support/small-plan";

const TYPE = "aws_s3_bucket_replication_configuration";
const ROLE = { role: "arn:aws:iam::111122223333:role/replication" };
const to = (destination: object, rule: object = {}) => ({
  ...copying(copy("replica", { destination: [{ bucket: "arn:aws:s3:::replica", ...destination }], ...rule })),
  ...ROLE,
});
const key = (account: string) => ({
  encryption_configuration: [{ replica_kms_key_id: `arn:aws:kms:eu-west-1:${account}:key/k` }],
});
const markers = (status: string) => ({ delete_marker_replication: [{ status }] });

test.each<[string, object, object, string]>([
  [
    "another replica key",
    to(key("111122223333")),
    to(key("999999999999")),
    'replica key: "arn:aws:kms:eu-west-1:111122223333:key/k" -> "arn:aws:kms:eu-west-1:999999999999:key/k"',
  ],
  ["another account", to({ account: "" }), to({ account: "999999999999" }), 'account: (none) -> "999999999999"'],
  [
    "another owner of the copies",
    to({}),
    to({ access_control_translation: [{ owner: "Destination" }] }),
    'owner of the copies: (none) -> "Destination"',
  ],
  [
    "copied deletions",
    to({}, markers("Disabled")),
    to({}, markers("Enabled")),
    'delete markers: "Disabled" -> "Enabled"',
  ],
])("replication with %s is weakened", (_, before, after, what) => {
  expect(found(TYPE, before, after)).toEqual([`replication-changed: rule "replica": ${what}`]);
});

test("replication under another role is weakened, and what stays or stops copying deletions is not", () => {
  expect(found(TYPE, to({}), { ...to({}), role: "arn:aws:iam::111122223333:role/other" })).toEqual([
    'replication-changed: role: "arn:aws:iam::111122223333:role/replication" -> "arn:aws:iam::111122223333:role/other"',
  ]);
  expect(found(TYPE, to(key("111122223333")), to(key("111122223333")))).toEqual([]);
  expect(found(TYPE, to({}, markers("Enabled")), to({}, markers("Disabled")))).toEqual([]);
});

test("new replication to an account or under a key of a stranger is gained", async () => {
  const { verdict, findings } = await reviewOfChanges(
    creates("aws_s3_bucket", { bucket: "replica" }),
    creates("aws_s3_bucket", { bucket: "logs" }, { name: "logs" }),
    creates(TYPE, to({ account: "999999999999", ...key("999999999999") })),
  );
  expect(verdict).toBe("gained");
  expect(findings.map(({ what }) => what)).toEqual([
    'forwards to "999999999999"',
    'forwards to "arn:aws:kms:eu-west-1:999999999999:key/k"',
  ]);
  const ours = await reviewOfChanges(
    creates("aws_s3_bucket", { bucket: "replica" }),
    creates("aws_s3_bucket", { bucket: "logs" }, { name: "logs" }),
    creates(TYPE, to({ account: "111122223333", ...key("111122223333") })),
  );
  expect(foundIn(ours)).toEqual([]);
});

const moving = (days: number, storage_class = "DEEP_ARCHIVE") => lifecycle({ transition: [{ days, storage_class }] });
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration";

test("log files that go offline at once are out of reach, later or elsewhere they are not", () => {
  const what = "retention-shortened: transition to an offline storage class: never -> 0 days";
  expect(found(LIFECYCLE, lifecycle(), moving(0))).toEqual([what]);
  expect(found(LIFECYCLE, lifecycle(), moving(0, "STANDARD_IA"))).toEqual([]);
  expect(found(LIFECYCLE, lifecycle(), moving(365))).toEqual([]);
  expect(found(LIFECYCLE, moving(0), moving(365))).toEqual([]);
});

test("where events are searched, and how long a session lasts", () => {
  const store = "aws_cloudtrail_event_data_store";
  expect(found(store, { name: "all" }, undefined)).toEqual(['removal: event data store "all": destroyed']);
  expect(found(store, { retention_period: 2555 }, { retention_period: 7 })).toEqual([
    "retention-shortened: retention_period: 2555 -> 7",
  ]);
  expect(found(store, { termination_protection_enabled: true }, { termination_protection_enabled: false })).toEqual([
    "deletion-protection-off: termination_protection_enabled: true -> false",
  ]);
  const group = "aws_cloudwatch_log_group";
  expect(found(group, { log_group_class: "STANDARD" }, { log_group_class: "INFREQUENT_ACCESS" })).toEqual([
    'log-group-class-changed: log_group_class: "STANDARD" -> "INFREQUENT_ACCESS"',
  ]);
  const role = "aws_iam_role";
  expect(found(role, { max_session_duration: 3600 }, { max_session_duration: 43200 })).toEqual([
    "session-lengthened: max_session_duration: 3600 -> 43200",
  ]);
  expect(found(role, { max_session_duration: 43200 }, { max_session_duration: 3600 })).toEqual([]);
});
