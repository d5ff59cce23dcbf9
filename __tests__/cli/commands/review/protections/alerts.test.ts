import { found } from "../../../../support/protection-findings";

const FUNCTION = {
  source_code_hash: "one",
  handler: "index.handler",
  role: "arn:role",
  layers: [],
  environment: [{ variables: { SETTINGS: "{}" } }],
  reserved_concurrent_executions: -1,
  dead_letter_config: [{ target_arn: "arn:queue" }],
};
const RETRIES = {
  maximum_retry_attempts: 2,
  maximum_event_age_in_seconds: 21600,
  destination_config: [{ on_failure: [{ destination: "arn:queue" }] }],
};
const TARGET = { arn: "arn:function", dead_letter_config: [{ arn: "arn:queue" }] };
const QUEUE = {
  message_retention_seconds: 1209600,
  sqs_managed_sse_enabled: true,
  kms_master_key_id: null,
  redrive_policy: '{"deadLetterTargetArn":"arn:queue","maxReceiveCount":5}',
};
const DETECTOR = { enable: true, finding_publishing_frequency: "FIFTEEN_MINUTES" };
const AGENT = (status: string) => [{ name: "EC2_AGENT_MANAGEMENT", status }];
const FEATURE = { name: "RUNTIME_MONITORING", status: "ENABLED", additional_configuration: AGENT("ENABLED") };
const EXPORT = { destination_arn: "arn:aws:s3:::findings", kms_key_arn: "arn:key" };

test.each<[string, object, object, string]>([
  ["aws_lambda_function", FUNCTION, { source_code_hash: "two" }, 'function-changed: source_code_hash: "one" -> "two"'],
  ["aws_lambda_function", FUNCTION, { role: "arn:other" }, 'function-changed: role: "arn:role" -> "arn:other"'],
  ["aws_lambda_function", FUNCTION, { layers: ["arn:layer"] }, 'function-changed: layers: [] -> ["arn:layer"]'],
  [
    "aws_lambda_function",
    FUNCTION,
    { environment: [] },
    'function-changed: environment: [{"variables":{"SETTINGS":"{}"}}] -> []',
  ],
  [
    "aws_lambda_function",
    FUNCTION,
    { reserved_concurrent_executions: 0 },
    "function-throttled: reserved_concurrent_executions: -1 -> 0",
  ],
  [
    "aws_lambda_function",
    FUNCTION,
    { dead_letter_config: [] },
    'dead-letters-lost: dead_letter_config.target_arn: "arn:queue" -> (none)',
  ],
  [
    "aws_lambda_function_event_invoke_config",
    RETRIES,
    { destination_config: [] },
    'dead-letters-lost: destination_config.on_failure.destination: "arn:queue" -> (none)',
  ],
  [
    "aws_lambda_function_event_invoke_config",
    RETRIES,
    { maximum_retry_attempts: 0 },
    "retries-fewer: maximum_retry_attempts: 2 -> 0",
  ],
  [
    "aws_cloudwatch_event_target",
    TARGET,
    { dead_letter_config: [] },
    'dead-letters-lost: dead_letter_config.arn: "arn:queue" -> (none)',
  ],
  [
    "aws_cloudwatch_event_target",
    TARGET,
    { retry_policy: [{ maximum_retry_attempts: 0 }] },
    "retries-fewer: retry_policy.maximum_retry_attempts: (none) -> 0",
  ],
  [
    "aws_sqs_queue",
    QUEUE,
    { message_retention_seconds: 60 },
    "retention-shortened: message_retention_seconds: 1209600 -> 60",
  ],
  ["aws_sqs_queue", QUEUE, { sqs_managed_sse_enabled: false }, "key-removed: sqs_managed_sse_enabled: true -> false"],
  [
    "aws_sqs_queue",
    QUEUE,
    { redrive_policy: "" },
    "dead-letters-lost: redrive_policy: " + '\'{"deadLetterTargetArn":"arn:queue","maxReceiveCount":5}\' -> (none)',
  ],
  ["aws_guardduty_detector", DETECTOR, { enable: false }, "detector-off: enable: true -> false"],
  [
    "aws_guardduty_detector",
    DETECTOR,
    { finding_publishing_frequency: "SIX_HOURS" },
    'findings-late: finding_publishing_frequency: "FIFTEEN_MINUTES" -> "SIX_HOURS"',
  ],
  ["aws_guardduty_detector_feature", FEATURE, { status: "DISABLED" }, 'detector-off: status: "ENABLED" -> "DISABLED"'],
  [
    "aws_guardduty_detector_feature",
    FEATURE,
    { additional_configuration: AGENT("DISABLED") },
    'detector-off: additional_configuration: [{"name":"EC2_AGENT_MANAGEMENT","status":"ENABLED"}] -> ' +
      '[{"name":"EC2_AGENT_MANAGEMENT","status":"DISABLED"}]',
  ],
  [
    "aws_guardduty_organization_configuration",
    { auto_enable_organization_members: "ALL" },
    { auto_enable_organization_members: "NEW" },
    'detector-off: auto_enable_organization_members: "ALL" -> "NEW"',
  ],
  [
    "aws_guardduty_organization_configuration_feature",
    { auto_enable: "ALL" },
    { auto_enable: "NONE" },
    'detector-off: auto_enable: "ALL" -> "NONE"',
  ],
  ["aws_guardduty_filter", { action: "NOOP" }, { action: "ARCHIVE" }, 'findings-hidden: action: "NOOP" -> "ARCHIVE"'],
  [
    "aws_guardduty_publishing_destination",
    EXPORT,
    { destination_arn: "arn:aws:s3:::elsewhere" },
    'findings-moved: destination_arn: "arn:aws:s3:::findings" -> "arn:aws:s3:::elsewhere"',
  ],
])("%s: %j with %j", (type, before, change, what) => {
  expect(found(type, before, { ...before, ...change })).toEqual([what]);
  // The way back makes it stronger, where one of the two is.
  const isEither = /^(function-changed|findings-moved)/;
  expect(found(type, { ...before, ...change }, before).filter((one) => !isEither.test(one))).toEqual([]);
  expect(found(type, before, { ...before, tags: { a: "b" } })).toEqual([]);
});

test("a filter that archives findings hides them from the beginning", () => {
  expect(found("aws_guardduty_filter", undefined, { action: "ARCHIVE" })).toEqual([
    'findings-hidden: action is "ARCHIVE"',
  ]);
  expect(found("aws_guardduty_filter", undefined, { action: "NOOP" })).toEqual([]);
});

test("a filter that archives more hides more", () => {
  const criteria = (equals: string) => ({
    action: "ARCHIVE",
    finding_criteria: [{ criterion: [{ field: "type", equals: [equals] }] }],
  });
  expect(found("aws_guardduty_filter", criteria("one"), criteria("two"))).toEqual([
    expect.stringMatching(/^findings-hidden: finding_criteria: /),
  ]);
});

test("a queue whose key replaces that of SQS stays encrypted", () => {
  const withKey = { ...QUEUE, sqs_managed_sse_enabled: false, kms_master_key_id: "arn:key" };
  expect(found("aws_sqs_queue", QUEUE, withKey)).toEqual([]);
});

test.each([
  ["aws_lambda_function", "function"],
  ["aws_lambda_permission", "permission to call a function"],
  ["aws_lambda_function_event_invoke_config", "retries of a function"],
  ["aws_sqs_queue", "queue"],
  ["aws_sqs_queue_policy", "queue policy"],
  ["aws_guardduty_detector", "GuardDuty detector"],
  ["aws_guardduty_detector_feature", "GuardDuty feature"],
  ["aws_guardduty_publishing_destination", "export of GuardDuty's findings"],
  ["aws_guardduty_organization_admin_account", "GuardDuty administrator"],
])("%s is missed", (type, name) => {
  expect(found(type, {}, undefined)).toEqual([`removal: ${name}: destroyed`]);
});
