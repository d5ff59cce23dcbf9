import type { TerraformProvider } from "cdktf";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogStream } from "@cdktf/provider-aws/lib/cloudwatch-log-stream";
import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { Construct } from "constructs";
import type { Alerts } from "../alerts";
import { atSynth } from "../at-synth";
import { Bucket, type BucketProps } from "../bucket";
import { LIFECYCLE_OPTIONS } from "../bucket/lifecycle-rules";
import { Key } from "../key";
import { assertKnown, type KeysOf } from "../known-options";
import { isLogGroupName, LOG_GROUP_NAME } from "../limits/formats";
import { arnsIn, policyProblems, renderPolicy, type Statement } from "../policy";
import type { CreatedPrincipal } from "../principal";
import { acceptProviderRange } from "../provider-range";
import { ROLE_OPTIONS, roleProblems, type RoleOptions } from "../role";
import { tagProblems, type Tags } from "../tags";
import { assertValid, invalidArn, invalidFormat, type Problem } from "../validation";
import { pushAlarms } from "./alarms";
import { destinationOf, DESTINATION_OPTIONS, destinationProblems, type PushDestination } from "./push-destination";
import { logsSend, pushNames, streamWorks, trustFirehose, trustLogs } from "./push-policies";
import { roleIn, takeNames } from "../taken-names";

export interface EventPushProps {
  /** What the names of the stream, the roles and the log group begin with. 1 to 40 lower-case letters, digits, dashes. */
  readonly name: string;
  /** In the account and Region of the log group. They receive the alarms about the stream. */
  readonly alerts: Alerts;
  /** The trail's log group. CloudWatch Logs allows two subscriptions of a group. */
  readonly logGroupName: string;
  readonly destination: PushDestination;
  /**
   * ARN of the secret in Secrets Manager with the destination's token, as JSON: `{"hec_token": "…"}` for Splunk,
   * `{"api_key": "…"}` for an endpoint. The token itself would be in the state.
   * @see https://docs.aws.amazon.com/firehose/latest/dev/secrets-manager-whats-secret.html
   */
  readonly secretArn: string;
  /** ARN of the customer key that encrypts the secret. @default the key of Secrets Manager */
  readonly secretKeyArn?: string;
  /** The bucket for records that the destination does not accept, with a key of its own. */
  readonly failures: Pick<BucketProps, "bucketName" | "forceDestroy" | "lifecycle" | "preventDestroy">;
  /** Path and permissions boundary of the roles. @default none */
  readonly iam?: RoleOptions;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/**
 * Pushes events from the trail's log group to Splunk's HTTP Event Collector or another HTTPS endpoint, by Firehose. For a
 * SIEM that cannot poll: events arrive about five minutes after the call, but those larger than 256 KB never do, because
 * CloudTrail does not send them to CloudWatch Logs. Prefer `LogFeed`.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
export class EventPush extends Construct {
  readonly resource: KinesisFirehoseDeliveryStream;
  readonly key: Key;
  /** Records that were not accepted. */
  readonly failures: Bucket;

  private readonly props: EventPushProps;

  constructor(scope: Construct, id: string, props: EventPushProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    acceptProviderRange(this);
    assertValid(this, pushProblems(props));
    this.props = props;
    const { alerts, destination, secretArn, provider, tags } = props;
    const location = { account: alerts.identity.account, region: alerts.identity.region };
    const names = pushNames(props.name, location);
    const { preventDestroy = !props.failures.forceDestroy, bucketName } = props.failures;
    const here = { ...location, preventDestroy, provider, tags };
    this.key = new Key(this, "Key", {
      ...here,
      aliases: [bucketName],
      description: `Encrypts what ${names.streamName} could not deliver`,
    });
    this.failures = new Bucket(this, "Failures", {
      ...props.failures,
      ...here,
      encryption: { key: this.key },
      dependsOn: [this.key.policyResource],
    });
    const errors = this.logErrors(names.logGroupName, names.logGroupArn);
    const places = { bucketArn: this.failures.arn, keyArn: this.key.arn, secretArn };
    const works = streamWorks({ ...places, location, names, secretKeyArn: props.secretKeyArn });
    const stream = this.createRole("Stream", names.streamRole, trustFirehose(location), works);
    this.key.allowBucketUsers(this.failures.arn, stream.role);
    this.resource = new KinesisFirehoseDeliveryStream(this, "Delivery", {
      name: names.streamName,
      ...destinationOf(destination, {
        ...places,
        roleArn: atSynth(() => stream.resource.arn),
        errors,
      }),
      serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" },
      dependsOn: [stream.permission, this.failures.policyResource, this.key.policyResource],
      provider,
      tags,
    });
    this.subscribe(names.logsRole, trustLogs(location), logsSend(names.streamArn));
    pushAlarms(names.streamName, destination.kind).forEach((alarm) => alerts.addAlarm(alarm));
  }

  /** Firehose reports here why a record was not accepted. */
  private logErrors(name: string, arn: string) {
    const { provider, tags } = this.props;
    this.key.allowLogGroup(arn);
    const group = new CloudwatchLogGroup(this, "Errors", {
      name,
      retentionInDays: 365,
      kmsKeyId: this.key.arn,
      dependsOn: [this.key.policyResource],
      provider,
      tags,
    });
    const logGroupName = atSynth(() => group.name);
    const stream = new CloudwatchLogStream(this, "ErrorStream", { name: "delivery", logGroupName, provider });
    return { enabled: true, logGroupName, logStreamName: atSynth(() => stream.name) };
  }

  private subscribe(roleName: string, trust: Statement, permission: Statement): void {
    const { name, logGroupName, provider } = this.props;
    const logs = this.createRole("Logs", roleName, trust, [permission]);
    new CloudwatchLogSubscriptionFilter(this, "Subscription", {
      name,
      logGroupName,
      filterPattern: "",
      destinationArn: atSynth(() => this.resource.arn),
      roleArn: atSynth(() => logs.resource.arn),
      dependsOn: [logs.permission],
      provider,
    });
  }

  private createRole(id: string, name: string, trust: Statement, statements: readonly Statement[]) {
    const { iam = {}, alerts, provider, tags } = this.props;
    assertValid(this, policyProblems(statements, "inline"));
    takeNames(this, roleIn(alerts.identity.account, name, "name"));
    const resource = new IamRole(this, `${id}Role`, {
      name,
      path: iam.path,
      permissionsBoundary: iam.permissionsBoundary,
      description: `Pushes events to ${this.props.name}`,
      assumeRolePolicy: renderPolicy([trust]),
      provider,
      tags,
    });
    const permission = new IamRolePolicy(this, `${id}Permission`, {
      name: "push",
      role: atSynth(() => resource.name),
      policy: renderPolicy(statements),
      provider,
    });
    const role: CreatedPrincipal = { arn: arnsIn(alerts.identity).role(name, iam.path), resource };
    return { resource, permission, role };
  }
}

function pushProblems(props: EventPushProps): Problem[] {
  const { name, alerts, logGroupName, destination, secretArn, secretKeyArn, iam = {}, tags } = props;
  return [
    invalidFormat(
      "name",
      name,
      (text) => /^[a-z0-9-]{1,40}$/.test(text),
      "1 to 40 lower-case letters, digits and dashes",
    ),
    invalidFormat("logGroupName", logGroupName, isLogGroupName, LOG_GROUP_NAME),
    ...destinationProblems(destination),
    invalidArn("secretArn", secretArn, "secretsmanager", "secret:"),
    secretKeyArn !== undefined && invalidArn("secretKeyArn", secretKeyArn, "kms", "key/"),
    ...roleProblems(iam, alerts.identity.account, "iam."),
    ...tagProblems(tags),
  ];
}

const OPTIONS: KeysOf<EventPushProps> = {
  alerts: true,
  destination: DESTINATION_OPTIONS,
  failures: { bucketName: true, forceDestroy: "flag", lifecycle: LIFECYCLE_OPTIONS, preventDestroy: "flag" },
  iam: ROLE_OPTIONS,
  logGroupName: true,
  name: true,
  provider: true,
  secretArn: true,
  secretKeyArn: true,
  tags: true,
};
