import type { TerraformProvider } from "cdktf";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { awaitable } from "../dependencies";
import { keyRegionProblem, type LogKey } from "../key";
import { cloudWatchRoleName } from "../derived-names";
import { isRoleName, LOG_RETENTION_DAYS } from "../limits";
import { arnsIn, renderPolicy, type Statement } from "../policy";
import { roleProblems, type RoleOptions } from "../role";
import type { Tags } from "../tags";
import { invalidFormat, assertValid, type Problem } from "../validation";
import { formerTrails, type FormerTrails } from "./former";
import { trailNames, type TrailIdentity } from "./names";

/** Delivery of a trail's events to CloudWatch Logs, minutes before the log files arrive. */
export interface CloudWatchDeliveryOptions {
  /** Days, one of the values CloudWatch Logs takes. @default 365 */
  readonly retentionInDays?: number;
  /**
   * Encrypts the log group. A key of this app then allows it; another must already. `"serviceDefault"` gives up the
   * customer key. @default the trail's key
   */
  readonly key?: LogKey | "serviceDefault";
  /** Keep the name when you rename the trail: another name is another log group. @default `/aws/cloudtrail/` and the trail's name */
  readonly logGroupName?: string;
  /** @default the trail's name and "-cloudwatch-logs" */
  readonly roleName?: string;
  /** Path and permissions boundary of the role. @default none */
  readonly iam?: RoleOptions;
}

export interface CloudWatchDeliveryProps extends CloudWatchDeliveryOptions {
  readonly trail: TrailIdentity & FormerTrails;
  readonly preventDestroy: boolean;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/** The log group, and the role by which CloudTrail writes into it and nowhere else. */
export class CloudWatchDelivery extends Construct {
  readonly logGroup: CloudwatchLogGroup;
  /** As CloudTrail takes it: with `:*` at its end. */
  readonly logGroupArn: string;
  readonly roleArn: string;
  /** Exists once CloudTrail may write. */
  readonly permission: IamRolePolicy;

  constructor(scope: Construct, id: string, props: CloudWatchDeliveryProps) {
    super(scope, id);
    const { trail, retentionInDays = 365, iam = {}, preventDestroy, provider, tags } = props;
    const key = props.key === "serviceDefault" ? undefined : props.key;
    const roleName = props.roleName ?? cloudWatchRoleName(trail.name);
    assertValid(this, [
      !LOG_RETENTION_DAYS.includes(retentionInDays) &&
        `retentionInDays must be one of ${LOG_RETENTION_DAYS.join(", ")}, got ${retentionInDays}`,
      key && keyRegionProblem("key", key, trail.region, 'the log group, or "serviceDefault"'),
      props.roleName === undefined
        ? derivedRoleProblem(roleName)
        : invalidFormat("roleName", roleName, isRoleName, "1 to 64 letters, digits and +=,.@_-"),
      ...roleProblems(iam, trail.account, "iam."),
    ]);
    const { logGroupName, logGroupArn } = trailNames(trail);
    this.logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: logGroupName,
      retentionInDays,
      kmsKeyId: key?.arn,
      lifecycle: preventDestroy ? { preventDestroy } : undefined,
      dependsOn: awaitable(this, [key?.policyResource]),
      provider,
      tags,
    });
    const role = new IamRole(this, "Role", {
      name: roleName,
      path: iam.path,
      permissionsBoundary: iam.permissionsBoundary,
      description: `CloudTrail writes the events of ${trail.name} to CloudWatch Logs`,
      assumeRolePolicy: renderPolicy([trustTrail(trail)]),
      provider,
      tags,
    });
    this.permission = new IamRolePolicy(this, "Permission", {
      name: "write-events",
      role: role.name,
      policy: renderPolicy([writeEvents(trail)]),
      dependsOn: [this.logGroup],
      provider,
    });
    this.logGroupArn = `${logGroupArn}:*`;
    this.roleArn = arnsIn(trail).role(roleName, iam.path);
  }
}

function derivedRoleProblem(roleName: string): Problem {
  const problem = `roleName must be given for a trail of this name: "${roleName}" has ${roleName.length} characters`;
  return !isRoleName(roleName) && `${problem}, and IAM takes 64`;
}

/** Only this trail may take the role: without the conditions, CloudTrail would take it for anyone's. */
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
