import { Token, type TerraformProvider } from "cdktf";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { awaitable } from "../dependencies";
import { keyRegionProblem, type LogKey } from "../key";
import { NAMED_KEY_OPTIONS } from "../key/log-key";
import type { KeysOf } from "../known-options";
import { cloudWatchRoleName } from "../derived-names";
import { isLogGroupName, isRoleName, LOG_GROUP_NAME, ROLE_NAME } from "../limits/formats";
import { LOG_RETENTION_DAYS } from "../limits/numbers";
import { arnsIn, parseArn, renderPolicy, type Statement } from "../policy";
import { ROLE_OPTIONS, roleProblems, type RoleOptions } from "../role";
import type { Tags } from "../tags";
import { invalidArn, invalidFormat, assertValid, type Problem } from "../validation";
import { formerTrails, type FormerTrails } from "./former";
import { trailNames, type TrailIdentity } from "./names";
import { inRegion, roleIn, takeNames } from "../taken-names";

/** Delivery of a trail's events to CloudWatch Logs, minutes before the log files arrive. */
export interface CloudWatchDeliveryOptions {
  /** Days, one of the values CloudWatch Logs takes. @default 365 */
  readonly retentionInDays?: number;
  /**
   * Encrypts the log group. The policy of a key of this app then allows it; that of any other key must already allow
   * it. `"serviceDefault"` uses no customer-managed key. With `logGroupArn`: the key that the log group already uses.
   * @default the trail's key; with `logGroupArn`, only if it is an `ExistingKey`, whose former policy may have allowed
   * the log group
   */
  readonly key?: LogKey | "serviceDefault";
  /**
   * Name of the log group. Keep it when you rename the trail: another name is another log group.
   * @default `/aws/cloudtrail/` and the trail's name
   */
  readonly logGroupName?: string;
  /**
   * ARN of an existing log group in the trail's account and Region, without `:*` at the end. Its owner sets its
   * retention, its key and its protection, and must allow CloudWatch Logs in the policy of a key that is not of this
   * app. @default one is created
   */
  readonly logGroupArn?: string;
  /** Name of the role with which CloudTrail writes. @default the trail's name and "-cloudwatch-logs" */
  readonly roleName?: string;
  /**
   * ARN of an existing role. Its owner must let CloudTrail assume it for this trail, and let it create streams and put
   * events in the log group. @default one is created
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
   */
  readonly roleArn?: string;
  /** Path and permissions boundary of the role. @default none */
  readonly iam?: RoleOptions;
}

export const CLOUDWATCH_OPTIONS: KeysOf<CloudWatchDeliveryOptions> = {
  iam: ROLE_OPTIONS,
  key: () => NAMED_KEY_OPTIONS,
  logGroupArn: true,
  logGroupName: true,
  retentionInDays: true,
  roleArn: true,
  roleName: true,
};

export interface CloudWatchDeliveryProps extends CloudWatchDeliveryOptions {
  readonly trail: TrailIdentity & FormerTrails;
  readonly preventDestroy: boolean;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/** The log group, and the role with which CloudTrail writes to it and nowhere else. Either may be an existing one. */
export class CloudWatchDelivery extends Construct {
  /** `undefined` for an existing one. */
  readonly logGroup: CloudwatchLogGroup | undefined;
  /** In CloudTrail's form: with `:*` at its end. */
  readonly logGroupArn: string;
  readonly roleArn: string;
  /** Exists once CloudTrail may write. `undefined` for an existing role. */
  readonly permission: IamRolePolicy | undefined;

  constructor(scope: Construct, id: string, props: CloudWatchDeliveryProps) {
    super(scope, id);
    const { trail, iam = {} } = props;
    const roleName = props.roleName ?? cloudWatchRoleName(trail.name);
    assertValid(this, [...logGroupProblems(props), ...roleNameProblems(props, roleName)]);
    this.logGroup = props.logGroupArn === undefined ? this.makeLogGroup(props) : undefined;
    this.permission = props.roleArn === undefined ? this.makeRole(props, roleName) : undefined;
    this.logGroupArn = `${props.logGroupArn ?? trailNames(trail).logGroupArn}:*`;
    this.roleArn = props.roleArn ?? arnsIn(trail).role(roleName, iam.path);
  }

  private makeLogGroup(props: CloudWatchDeliveryProps): CloudwatchLogGroup {
    const { trail, retentionInDays = 365, preventDestroy, provider, tags } = props;
    const key = keyOf(props);
    takeNames(this, inRegion("a log group", trail, trailNames(trail).logGroupName, "logGroupName"));
    return new CloudwatchLogGroup(this, "LogGroup", {
      name: trailNames(trail).logGroupName,
      retentionInDays,
      kmsKeyId: key?.arn,
      lifecycle: preventDestroy ? { preventDestroy } : undefined,
      dependsOn: awaitable(this, [key?.policyResource]),
      provider,
      tags,
    });
  }

  private makeRole({ trail, iam = {}, provider, tags }: CloudWatchDeliveryProps, name: string): IamRolePolicy {
    takeNames(this, roleIn(trail.account, name));
    const role = new IamRole(this, "Role", {
      name,
      path: iam.path,
      permissionsBoundary: iam.permissionsBoundary,
      description: `CloudTrail writes the events of ${trail.name} to CloudWatch Logs`,
      assumeRolePolicy: renderPolicy([trustTrail(trail)]),
      provider,
      tags,
    });
    return new IamRolePolicy(this, "Permission", {
      name: "write-events",
      role: atSynth(() => role.name),
      policy: renderPolicy([writeEvents(trail)]),
      dependsOn: this.logGroup ? [this.logGroup] : undefined,
      provider,
    });
  }
}

/** The name in the ARN of an existing log group, or the name given to a new one. */
export function givenLogGroupName({ logGroupArn, logGroupName }: CloudWatchDeliveryOptions): string | undefined {
  return logGroupArn === undefined ? logGroupName : parseArn(logGroupArn)?.resource.replace(/^log-group:/, "");
}

function keyOf({ key }: CloudWatchDeliveryOptions): LogKey | undefined {
  return key === "serviceDefault" ? undefined : key;
}

function logGroupProblems(props: CloudWatchDeliveryProps): Problem[] {
  const { trail, retentionInDays = 365, logGroupName, logGroupArn } = props;
  const key = keyOf(props);
  if (logGroupArn === undefined) {
    return [
      !LOG_RETENTION_DAYS.includes(retentionInDays) &&
        `retentionInDays must be one of ${LOG_RETENTION_DAYS.join(", ")}, got ${retentionInDays}`,
      logGroupName !== undefined && invalidFormat("logGroupName", logGroupName, isLogGroupName, LOG_GROUP_NAME),
      key && keyRegionProblem("key", key, trail.region, 'the log group, or "serviceDefault"'),
    ];
  }
  const { account, region } = parseArn(logGroupArn) ?? {};
  return [
    Token.isUnresolved(logGroupArn) && "logGroupArn must be known at synth, got a token",
    invalidArn("logGroupArn", logGroupArn, "logs", "log-group:"),
    logGroupArn.endsWith(":*") && `logGroupArn must not end with ":*", got "${logGroupArn}"`,
    account !== undefined &&
      (account !== trail.account || region !== trail.region) &&
      `logGroupArn must be in account ${trail.account} and Region ${trail.region} of the trail, got "${logGroupArn}"`,
    ...notWith("logGroupArn", { retentionInDays: props.retentionInDays, logGroupName }),
  ];
}

function roleNameProblems({ trail, roleArn, roleName, iam }: CloudWatchDeliveryProps, name: string): Problem[] {
  if (roleArn !== undefined)
    return [invalidArn("roleArn", roleArn, "iam", "role/"), ...notWith("roleArn", { roleName, iam })];
  return [
    roleName === undefined ? derivedRoleProblem(name) : invalidFormat("roleName", roleName, isRoleName, ROLE_NAME),
    ...roleProblems(iam ?? {}, trail.account, "iam."),
  ];
}

/** The owner of an existing resource sets these options, so they cannot be set here. */
function notWith(option: string, others: Readonly<Record<string, unknown>>): Problem[] {
  return Object.entries(others).map(
    ([name, value]) => value !== undefined && `${name} must not be given with ${option}: the owner sets it`,
  );
}

function derivedRoleProblem(roleName: string): Problem {
  const problem = `roleName must be given for a trail of this name: "${roleName}" has ${roleName.length} characters`;
  return !isRoleName(roleName) && `${problem}, and IAM allows 64`;
}

/** Only this trail may use the role: without the conditions, CloudTrail would assume it for anyone's trail. */
function trustTrail(trail: TrailIdentity & FormerTrails): Statement {
  const trails = [trail, ...formerTrails(trail)];
  const owner = ({ organization, account }: TrailIdentity) => organization?.managementAccount ?? account;
  return {
    Sid: "TrailTakesRole",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: {
        "aws:SourceArn": trails.map((one) => trailNames(one).trailArn),
        "aws:SourceAccount": trails.map(owner),
      },
    },
  };
}

/** CloudTrail names its streams ACCOUNT_CloudTrail_REGION, for an organization's accounts ORGANIZATION_ACCOUNT_…. */
function writeEvents(trail: TrailIdentity): Statement {
  const { account, region, organization } = trail;
  const { logGroupName } = trailNames(trail);
  const owner = organization?.managementAccount ?? account;
  const streams = (pattern: string) => arnsIn(trail).logStreams(logGroupName, pattern);
  return {
    Sid: "WriteEvents",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [streams(`${owner}_CloudTrail_${region}*`), ...(organization ? [streams(`${organization.id}_*`)] : [])],
  };
}
