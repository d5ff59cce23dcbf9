import { readEnvironment } from "../../../cli/model/read";
import { checksOf } from "../../../cli/verification/checks/all";
import { alerted, prod, staging } from "../../fixtures/environments";
import { alertsInAws } from "../../support/alerts-in-aws";
import { awsError } from "../../support/fake-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { idsOf, resultOf } from "../../support/verified";
import { verifiedWithChanges, type Change } from "../../support/verified-changes";

const NAME = "prod-audit-alerts";
/** The account of the trail, as the ids of checks have it. */
const TRAIL = prod.accounts.audited.id;

const { outdir, remove } = synthesizedFolder(alerted);
const environment = readEnvironment(outdir, "prod");
afterAll(remove);

/** All alerts are as configured, but for the answers that are changed in the trail's account and Region. */
const verifyWith = (changes: Readonly<Record<string, Change>> = {}, emulated = false) =>
  verifiedWithChanges(
    {
      outdir,
      answersIn: (place) => alertsInAws(environment, place),
      isChangedIn: ({ account, region }) => account === TRAIL && region === alerted.region,
      emulated,
    },
    changes,
  );

const failedAlerts = (verification: Awaited<ReturnType<typeof verifyWith>>) =>
  idsOf(verification, "fail").filter((id) => id.startsWith("alerts."));

test("alerts as configured pass, in every account and Region", async () => {
  const verification = await verifyWith();
  const ofAlerts = verification.results.filter(({ check }) => check.id.startsWith("alerts."));
  expect(ofAlerts.filter(({ state }) => state !== "pass").map(({ check, found }) => [check.id, found])).toEqual([]);
  expect(ofAlerts.map(({ check }) => check.id)).toEqual(
    expect.arrayContaining([
      ...["eu-central-1", "eu-west-1", "us-east-1"].map((region) => `alerts.rules.${region}`),
      ...["eu-central-1", "us-east-1"].map((region) => `alerts.rules.${TRAIL}/${region}`),
      ...["code", "settings", "concurrency", "callers", "retries"].flatMap((part) => [
        `alerts.function.${NAME}.${part}`,
        `alerts.function.${TRAIL}/${NAME}.${part}`,
      ]),
      `alerts.function.${TRAIL}/${NAME}-health.health`,
      ...["policy", "key", "subscriptions"].map((part) => `alerts.topic.${TRAIL}/${NAME}.${part}`),
      ...["policy", "settings", "empty"].map((part) => `alerts.queue.${TRAIL}/${NAME}-failed.${part}`),
      `alerts.alarms.${TRAIL}/eu-central-1`,
      `alerts.filters.${TRAIL}/eu-central-1`,
    ]),
  );
});

test("an environment without alerts has none of these checks, and ids stay unique with them", () => {
  const without = synthesizedFolder(staging);
  const idsIn = (folder: string, name: string) =>
    checksOf(readEnvironment(folder, name), { drift: false }).map(({ id }) => id);
  expect(idsIn(without.outdir, "staging").filter((id) => id.startsWith("alerts"))).toEqual([]);
  without.remove();
  const ids = idsIn(outdir, "prod");
  expect(new Set(ids).size).toBe(ids.length);
});

const RULES = `alerts.rules.${TRAIL}/eu-central-1`;
const FUNCTION = `alerts.function.${TRAIL}/${NAME}`;
const HEALTH = `alerts.function.${TRAIL}/${NAME}-health`;
const TOPIC = `alerts.topic.${TRAIL}/${NAME}`;
const QUEUE = `alerts.queue.${TRAIL}/${NAME}-failed`;
const ALARMS = `alerts.alarms.${TRAIL}/eu-central-1`;

const ofRule =
  (change: object | Error): Change =>
  (answer, { Name, Rule }) =>
    (Name ?? Rule) === `${NAME}-cloudtrail` ? (change instanceof Error ? change : { ...answer, ...change }) : undefined;
const ofFunction =
  (change: object | Error): Change =>
  (answer, { FunctionName }) =>
    FunctionName === NAME ? (change instanceof Error ? change : { ...answer, ...change }) : undefined;
const attributes =
  (change: object): Change =>
  ({ Attributes }) => ({ Attributes: { ...(Attributes as object), ...change } });

interface Muted {
  readonly changes: Readonly<Record<string, Change>>;
  readonly failing: string;
  readonly found: RegExp;
  /** Some of the details. */
  readonly details?: readonly (string | RegExp)[];
}

test.each<[string, Muted]>([
  [
    "a rule that is off",
    {
      changes: { DescribeRule: ofRule({ State: "DISABLED" }) },
      failing: RULES,
      found: /^1 difference in prod-audit-alerts-cloudtrail$/,
      details: [`${NAME}-cloudtrail: missing: state ENABLED`, `${NAME}-cloudtrail: added: state DISABLED`],
    },
  ],
  [
    "a rule with a narrower pattern",
    {
      changes: { DescribeRule: ofRule({ EventPattern: '{"detail":{"eventName":["StopLogging"]}}' }) },
      failing: RULES,
      found: /cloudtrail$/,
      details: [`${NAME}-cloudtrail: added: pattern {"detail":{"eventName":["StopLogging"]}}`],
    },
  ],
  [
    "a rule that is gone",
    {
      changes: { DescribeRule: ofRule(awsError("ResourceNotFoundException", 400)) },
      failing: RULES,
      found: /cloudtrail$/,
      details: [`${NAME}-cloudtrail: not there`],
    },
  ],
  [
    "a rule without its target",
    {
      changes: { ListTargetsByRule: ofRule({ Targets: [] }) },
      failing: RULES,
      found: /cloudtrail$/,
      details: [/missing: target function: arn:aws:lambda:\S+, dead letters to arn:aws:sqs:/],
    },
  ],
  [
    "other code",
    {
      changes: { GetFunctionConfiguration: ofFunction({ CodeSha256: "bm90aGluZw==" }) },
      failing: `${FUNCTION}.code`,
      found: /^bm90aGluZw==$/,
    },
  ],
  [
    "another role, and a layer",
    {
      changes: {
        GetFunctionConfiguration: ofFunction({
          Role: `arn:aws:iam::${TRAIL}:role/powerless`,
          Layers: [{ Arn: "arn:aws:lambda:eu-central-1:999999999999:layer:wrap:1" }],
        }),
      },
      failing: `${FUNCTION}.settings`,
      found: /^other settings$/,
      details: [
        `added: role arn:aws:iam::${TRAIL}:role/powerless`,
        "added: layer arn:aws:lambda:eu-central-1:999999999999:layer:wrap:1",
      ],
    },
  ],
  [
    "settings that watch nothing",
    {
      changes: { GetFunctionConfiguration: ofFunction({ Environment: { Variables: { SETTINGS: "{}" } } }) },
      failing: `${FUNCTION}.settings`,
      found: /^other settings$/,
      details: ["added: variable SETTINGS: {}"],
    },
  ],
  [
    "a function throttled to nothing",
    {
      changes: { GetFunctionConcurrency: ofFunction({ ReservedConcurrentExecutions: 0 }) },
      failing: `${FUNCTION}.concurrency`,
      found: /^throttled: at most 0 at a time$/,
    },
  ],
  [
    "a function that nobody may call",
    {
      changes: { GetPolicy: ofFunction(awsError("ResourceNotFoundException", 404)) },
      failing: `${FUNCTION}.callers`,
      found: /^not there/,
    },
  ],
  [
    "failed events that are lost",
    {
      changes: { GetFunctionEventInvokeConfig: ofFunction({ DestinationConfig: {} }) },
      failing: `${FUNCTION}.retries`,
      found: /failures to nobody/,
    },
  ],
  [
    "a trail that its function finds unhealthy",
    {
      changes: { GetMetricStatistics: () => ({ Datapoints: [{ Timestamp: new Date(), Minimum: 0 }] }) },
      failing: `${HEALTH}.health`,
      found: /^not healthy$/,
    },
  ],
  [
    "a trail whose function is silent",
    { changes: { GetMetricStatistics: () => ({ Datapoints: [] }) }, failing: `${HEALTH}.health`, found: /^none$/ },
  ],
  [
    "a topic whose policy lets no alarm publish",
    {
      changes: { GetTopicAttributes: attributes({ Policy: '{"Version":"2012-10-17","Statement":[]}' }) },
      failing: `${TOPIC}.policy`,
      found: /missing statement AlarmsPublish/,
    },
  ],
  [
    "a topic without encryption",
    {
      changes: { GetTopicAttributes: attributes({ KmsMasterKeyId: undefined }) },
      failing: `${TOPIC}.key`,
      found: /^no key$/,
    },
  ],
  [
    "an address that unsubscribed",
    {
      changes: { ListSubscriptionsByTopic: () => ({ Subscriptions: [] }) },
      failing: `${TOPIC}.subscriptions`,
      found: /^none$/,
      details: [/^missing: email security@example\.com: /],
    },
  ],
  [
    "an address that never confirmed",
    {
      changes: {
        ListSubscriptionsByTopic: () => ({
          Subscriptions: [
            { Protocol: "email", Endpoint: "security@example.com", SubscriptionArn: "PendingConfirmation" },
          ],
        }),
      },
      failing: `${TOPIC}.subscriptions`,
      found: /^not confirmed: email security@example\.com$/,
      details: [/^not confirmed: email security@example\.com; whoever reads it must follow the link/],
    },
  ],
  [
    "a subscription filtered to nothing",
    {
      changes: { GetSubscriptionAttributes: attributes({ FilterPolicy: '{"severity":["none"]}' }) },
      failing: `${TOPIC}.subscriptions`,
      found: /^email security@example\.com: \{"severity":\["none"\]\}$/,
    },
  ],
  [
    "a queue whose policy lets anybody send",
    {
      changes: {
        GetQueueAttributes: attributes({
          Policy: JSON.stringify({
            Statement: { Sid: "All", Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*" },
          }),
        }),
      },
      failing: `${QUEUE}.policy`,
      found: /added statement All/,
    },
  ],
  [
    "a queue that forgets after a minute",
    {
      changes: { GetQueueAttributes: attributes({ MessageRetentionPeriod: "60" }) },
      failing: `${QUEUE}.settings`,
      found: /for 60 s/,
    },
  ],
  [
    "events that failed",
    {
      changes: { GetQueueAttributes: attributes({ ApproximateNumberOfMessages: "3" }) },
      failing: `${QUEUE}.empty`,
      found: /^3 messages$/,
    },
  ],
  [
    "alarms with their actions off",
    {
      changes: {
        DescribeAlarms: ({ MetricAlarms }) => ({
          MetricAlarms: (MetricAlarms as object[]).map((one) => ({ ...one, ActionsEnabled: false })),
        }),
      },
      failing: ALARMS,
      found: /^21 differences in /,
      details: [`${NAME}-delivery: added: actions off`],
    },
  ],
  [
    "no alarm at all",
    {
      changes: { DescribeAlarms: () => ({ MetricAlarms: [] }) },
      failing: ALARMS,
      found: /^21 differences in /,
      details: [`${NAME}-delivery: not there`],
    },
  ],
  [
    "a metric filter that counts nothing",
    {
      changes: {
        DescribeMetricFilters: ({ metricFilters }) => ({
          metricFilters: (metricFilters as { filterName: string }[]).map((one) =>
            one.filterName.endsWith("cis-5-5-1") ? { ...one, filterPattern: "{ $.eventName = none }" } : one,
          ),
        }),
      },
      failing: `alerts.filters.${TRAIL}/eu-central-1`,
      found: /^1 difference in prod-audit-alerts-cis-5-5-1$/,
    },
  ],
])("%s: one check fails", async (_, { changes, failing, found, details = [] }) => {
  const verification = await verifyWith(changes);
  const result = resultOf(verification, failing);
  expect([failing, result.state, result.found]).toEqual([failing, "fail", expect.stringMatching(found)]);
  const lines = result.details ?? [];
  expect(
    details.filter((one) => !lines.some((line) => (one instanceof RegExp ? one.test(line) : one === line))),
  ).toEqual([]);
  expect(failedAlerts(verification)).toEqual([failing]);
});

test("an alarm that is raised warns, with its reason", async () => {
  const raised = { StateValue: "ALARM", StateReason: "Threshold Crossed: 1 datapoint" };
  const verification = await verifyWith({
    DescribeAlarms: ({ MetricAlarms }) => {
      const [first, ...others] = MetricAlarms as object[];
      return { MetricAlarms: [{ ...first, ...raised }, ...others] };
    },
  });
  expect(resultOf(verification, ALARMS)).toMatchObject({
    state: "warn",
    found: "1 raised",
    details: [expect.stringMatching(/: Threshold Crossed: 1 datapoint$/)],
  });
});

test("a function deployed a moment ago may have no result yet", async () => {
  const verification = await verifyWith({
    GetMetricStatistics: () => ({ Datapoints: [] }),
    GetFunctionConfiguration: (answer) => ({ ...answer, LastModified: new Date().toISOString() }),
  });
  expect(resultOf(verification, `${HEALTH}.health`).state).toBe("warn");
});

test("an emulator runs no functions, which is neither right nor wrong", async () => {
  const verification = await verifyWith({ GetMetricStatistics: () => ({ Datapoints: [] }) }, true);
  expect(resultOf(verification, `${HEALTH}.health`).state).toBe("not enforced");
});

test("without permissions the checks are unknown, each permission once", async () => {
  const denied = () => awsError("AccessDenied", 403);
  const verification = await verifyWith({ DescribeRule: denied, GetQueueUrl: denied });
  expect(resultOf(verification, RULES)).toMatchObject({ state: "unknown", missingPermission: "events:DescribeRule" });
  expect(resultOf(verification, `${QUEUE}.policy`)).toMatchObject({
    state: "unknown",
    missingPermission: "sqs:GetQueueUrl",
  });
  expect(resultOf(verification, `alerts.rules.eu-central-1`).state).toBe("pass");
});
