import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { EventQueue } from "../event-queue";
import { constructId } from "../ids";
import { Key } from "../key";
import { assertKnown, unknownOptions, type KeysOf } from "../known-options";
import { LOG_RETENTION_DAYS } from "../limits/numbers";
import { partitionOf } from "../policy";
import type { Principal } from "../principal";
import { ROLE_OPTIONS, roleProblems } from "../role";
import { tagProblems } from "../tags";
import { assertValid, invalidArn, invalidFormat, locationProblems, notOneOf, type Problem } from "../validation";
import { acceptProviderRange, requireProvider } from "../provider-range";
import { ALARM_OPTIONS, ownAlarms, type AlarmProps } from "./alarm";
import { alertsArchive } from "./archive";
import { EventRule } from "./event-rule";
import { AlertFunction, RUNTIMES, type FunctionOptions } from "./function";
import { alertsNames, isAlertsName, type AlertsIdentity } from "./names";
import { ownResources } from "./own-resources";
import { servicePatterns } from "./service-patterns";
import { SERVICES } from "./services";
import type { AlertSettings } from "./settings";
import { AlertTopic, subscriberProblems, type Subscribers } from "./topic";
import {
  joinWatched,
  WATCH_OPTIONS,
  watchedProblems,
  watchedTexts,
  type Watched,
  type WatchedResources,
} from "./watched";

export interface AlertsProps extends AlertsIdentity, Subscribers, FunctionOptions {
  /**
   * Resources of this account whose changes raise an alert. The alerts also watch themselves. At least one trail is
   * required, or `recordedBy`: EventBridge receives the calls of an account only while a trail records it.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
   */
  readonly watch: Omit<WatchedResources, "accounts">;
  /** What records the account if no trail of `watch` does, such as "the trail of Control Tower". @default none */
  readonly recordedBy?: string;
  /** ARNs of roles that deploy. Alerts about what deployments do then have severity `info`. @default none */
  readonly deployRoles?: readonly string[];
  /**
   * URL of a page with a section for each alert, whose anchor is the alert's name in docs/alerts.md. @default no link
   */
  readonly runbook?: string;
  /** IAM ARNs or roles of this app that administer the key of the alerts. @default those whom IAM allows */
  readonly keyAdministrators?: readonly Principal[];
}

/**
 * Reports calls that stop a trail, hide something from it, or open its logs: EventBridge rules, a Lambda function and
 * an encrypted SNS topic, with a key of their own. With the trail's key, whoever disables that key would silence the
 * alert.
 */
export class Alerts extends Construct {
  readonly identity: AlertsIdentity;
  readonly key: Key;
  readonly topic: AlertTopic;
  readonly deadLetters: EventQueue;
  readonly function: AlertFunction;
  /** What is watched, the alerts themselves included. */
  readonly watched: Watched;

  /** What the functions of the alerts have in common. */
  readonly options: FunctionOptions;

  constructor(scope: Construct, id: string, props: AlertsProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    acceptProviderRange(this);
    const { name, account, region, watch, deployRoles = [], runbook, keyAdministrators, emails, queues } = props;
    const { runtime, logRetentionInDays, preventDestroy, iam, provider, tags } = props;
    this.options = { runtime, logRetentionInDays, preventDestroy, iam, provider, tags };
    this.identity = { name, account, region };
    assertValid(this, [
      ...locationProblems(props),
      invalidFormat("name", name, isAlertsName, "1 to 40 lower-case letters, digits and dashes"),
      ...subscriberProblems(props),
      ...optionProblems(props),
      ...watchedProblems("watch", { ...watch, accounts: [account] }),
    ]);
    // https://github.com/hashicorp/terraform-provider-aws/pull/45024
    if (runtime === "nodejs24.x") requireProvider(this, "6.19", ['runtime "nodejs24.x"']);
    const names = alertsNames(this.identity);
    this.key = this.makeKey(keyAdministrators);
    this.watched = watchedTexts(
      joinWatched(
        { ...watch, accounts: [account], keys: [...(watch.keys ?? []), this.key.arn] },
        ownResources(this.identity, iam),
      ),
    );
    const { identity, key, watched } = this;
    const rules = SERVICES.flatMap((group) => servicePatterns(group, watched));
    this.topic = new AlertTopic(this, "Topic", { identity, key, emails, queues, provider, tags });
    this.deadLetters = new EventQueue(this, "DeadLetters", {
      location: identity,
      queueName: names.queueName,
      sid: "RulesSendLetters",
      provider,
      tags,
    });
    this.deadLetters.allowRule(names.ruleArns);
    const settings: AlertSettings = {
      watched,
      deployRoles,
      runbook,
      partition: partitionOf(region),
      topicArn: names.topicArn,
    };
    this.function = new AlertFunction(this, "Function", {
      ...this.options,
      identity,
      key,
      deadLetters: this.deadLetters,
      functionName: names.functionName,
      description: "Sends an alert for each call that docs/alerts.md lists",
      archive: alertsArchive(),
      settings,
      statements: [{ Sid: "PublishAlerts", Effect: "Allow", Action: "sns:Publish", Resource: names.topicArn }],
    });
    key.allowPublishers(names.topicArn, this.function.role);
    for (const { part, ...rule } of rules) {
      const ruleName = `${name}-${part}`;
      const props = { ...rule, name: ruleName, provider, tags };
      const { resource } = new EventRule(this, constructId("Rule", part), props);
      this.function.invokeBy(part, resource, ruleName);
    }
    ownAlarms(names.functionName, names.queueName).forEach((alarm) => this.addAlarm(alarm));
  }

  /** Adds an alarm that goes directly to the topic, without the function. */
  addAlarm(props: AlarmProps): void {
    assertValid(this, unknownOptions(props, ALARM_OPTIONS, `alarm ${props.name}: `));
    const { name, description, namespace, metric, dimensions, statistic = "Sum", threshold = 1 } = props;
    const { comparison = "GreaterThanOrEqualToThreshold", missingData = "notBreaching" } = props;
    const { provider, tags } = this.options;
    new CloudwatchMetricAlarm(this, constructId("Alarm", name), {
      alarmName: `${alertsNames(this.identity).alarmPrefix}${name}`,
      alarmDescription: description,
      namespace,
      metricName: metric,
      dimensions,
      statistic,
      comparisonOperator: comparison,
      threshold,
      period: props.period ?? 300,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: missingData,
      alarmActions: [this.topic.arn],
      dependsOn: [this.topic.policyResource],
      provider,
      tags,
    });
  }

  private makeKey(administrators: readonly Principal[] | undefined): Key {
    const { name, account, region } = this.identity;
    const { preventDestroy, provider, tags } = this.options;
    return new Key(this, "Key", {
      account,
      region,
      aliases: [name],
      description: `Encrypts the alerts ${name}`,
      administrators,
      preventDestroy,
      provider,
      tags,
    });
  }
}

function optionProblems(props: AlertsProps): Problem[] {
  const { account, watch, recordedBy = "", deployRoles = [], runbook, tags } = props;
  const { runtime = RUNTIMES[0], logRetentionInDays = 365, iam = {} } = props;
  return [
    (watch.trails ?? []).length === 0 &&
      recordedBy === "" &&
      "watch.trails must name the trail that records this account, or recordedBy say what does, got none: no call raises an alert in an account that nothing records",
    ...deployRoles.map((arn) => invalidArn("deployRoles", arn, "iam", "role/")),
    runbook !== undefined &&
      invalidFormat("runbook", runbook, isPage, "an address like https://wiki.example.com/alerts"),
    notOneOf("runtime", runtime, RUNTIMES),
    !LOG_RETENTION_DAYS.includes(logRetentionInDays) &&
      `logRetentionInDays must be one of ${LOG_RETENTION_DAYS.join(", ")}, got ${logRetentionInDays}`,
    ...roleProblems(iam, account, "iam."),
    ...tagProblems(tags),
  ];
}

/** The name of the alert is appended as a fragment. */
function isPage(address: string): boolean {
  return /^https:\/\/[^\s#{}]+$/.test(address);
}

/** What is the alerts' own, whatever they watch. */
export const OWN_ALERTS_OPTIONS = {
  deployRoles: "list",
  emails: "list",
  keyAdministrators: "list",
  logRetentionInDays: true,
  preventDestroy: "flag",
  queues: "list",
  recordedBy: true,
  runbook: true,
  runtime: true,
} as const;

const OPTIONS: KeysOf<AlertsProps> = {
  ...OWN_ALERTS_OPTIONS,
  account: true,
  iam: ROLE_OPTIONS,
  name: true,
  provider: true,
  region: true,
  tags: true,
  watch: WATCH_OPTIONS,
};
