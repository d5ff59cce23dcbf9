import type { TerraformProvider } from "cdktf";
import type { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import type { EventQueue } from "../event-queue";
import { constructId } from "../ids";
import type { Key } from "../key";
import { arnsIn, policyProblems, renderPolicy, type Statement } from "../policy";
import type { CreatedPrincipal } from "../principal";
import type { RoleOptions } from "../role";
import type { Tags } from "../tags";
import { assertValid } from "../validation";
import type { FunctionArchive } from "./archive";
import { functionNames, type AlertsIdentity } from "./names";
import { synthesizedFile } from "./synthesized-file";
import { sizeWithTokens, WATCH_FEWER } from "./sizes";
import { roleIn, takeNames } from "../taken-names";

/** Runtimes that can run the functions. */
export const RUNTIMES = ["nodejs22.x", "nodejs24.x"] as const;

export type Runtime = (typeof RUNTIMES)[number];

/** What the functions of the alerts have in common. */
export interface FunctionOptions {
  /** `nodejs24.x` requires AWS provider 6.19, which the stack then demands. @default "nodejs22.x" */
  readonly runtime?: Runtime;
  /** Days for which the functions' own logs are kept, one of the values CloudWatch Logs takes. @default 365 */
  readonly logRetentionInDays?: number;
  /** Terraform refuses to destroy the key of the alerts and the functions' own logs. @default false */
  readonly preventDestroy?: boolean;
  /** Path and permissions boundary of the functions' roles. @default none */
  readonly iam?: RoleOptions;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

export interface AlertFunctionProps extends FunctionOptions {
  readonly identity: AlertsIdentity;
  readonly functionName: string;
  readonly description: string;
  readonly archive: FunctionArchive;
  /** Becomes JSON in the variable `SETTINGS`; may contain tokens. */
  readonly settings: object;
  /** What the function may do, besides writing its own logs and dead letters. */
  readonly statements: readonly Statement[];
  /** Encrypts the function's logs. */
  readonly key: Key;
  readonly deadLetters: EventQueue;
}

/**
 * Largest size of all variables of a function, in bytes.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const LARGEST_ENVIRONMENT = 4096;

/**
 * A Lambda function with a role and a log group of its own. Events that it fails to process go to the dead-letter
 * queue.
 */
export class AlertFunction extends Construct {
  readonly resource: LambdaFunction;
  readonly role: CreatedPrincipal;

  private readonly props: Pick<AlertFunctionProps, "identity" | "deadLetters" | "provider">;

  constructor(scope: Construct, id: string, props: AlertFunctionProps) {
    super(scope, id);
    this.props = props;
    const { identity, functionName, description, archive, statements, key, deadLetters, provider, tags } = props;
    const { runtime = "nodejs22.x", logRetentionInDays = 365, preventDestroy = false, iam = {} } = props;
    const arns = arnsIn(identity);
    const { logGroupName, roleName } = functionNames(functionName);
    const permissions = [...ownPermissions(arns.logGroup(logGroupName), deadLetters.arn), ...statements];
    const variables = { SETTINGS: JSON.stringify(props.settings) };
    const size = sizeWithTokens(`SETTINGS${variables.SETTINGS}`);
    assertValid(this, [
      ...policyProblems(permissions, "inline"),
      size > LARGEST_ENVIRONMENT &&
        `what is watched must fit into the ${LARGEST_ENVIRONMENT} bytes of a function's variables, got ${size}; ${WATCH_FEWER}`,
    ]);
    key.allowLogGroup(arns.logGroup(logGroupName));
    const logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: logGroupName,
      retentionInDays: logRetentionInDays,
      kmsKeyId: key.arn,
      dependsOn: [key.policyResource],
      lifecycle: preventDestroy ? { preventDestroy } : undefined,
      provider,
      tags,
    });
    takeNames(this, roleIn(identity.account, roleName, "functionName"));
    const role = new IamRole(this, "Role", {
      name: roleName,
      path: iam.path,
      permissionsBoundary: iam.permissionsBoundary,
      description: `Role of the function ${functionName}`,
      assumeRolePolicy: renderPolicy([trustFunction(arns.function(functionName), identity.account)]),
      provider,
      tags,
    });
    const permission = new IamRolePolicy(this, "Permission", {
      name: "function",
      role: atSynth(() => role.name),
      policy: renderPolicy(permissions),
      provider,
    });
    this.role = { arn: arns.role(roleName, iam.path), resource: role };
    this.resource = new LambdaFunction(this, "Function", {
      functionName,
      description,
      role: atSynth(() => role.arn),
      runtime,
      handler: archive.handler,
      filename: synthesizedFile(this, `${functionName}.zip`, archive.bytes),
      sourceCodeHash: archive.sha256,
      memorySize: 128,
      timeout: 30,
      environment: { variables },
      loggingConfig: { logFormat: "JSON", logGroup: atSynth(() => logGroup.name) },
      deadLetterConfig: { targetArn: deadLetters.resourceArn },
      dependsOn: [permission],
      provider,
      tags,
    });
    new LambdaFunctionEventInvokeConfig(this, "Retries", {
      functionName: atSynth(() => this.resource.functionName),
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 6 * 3600,
      destinationConfig: { onFailure: { destination: deadLetters.resourceArn } },
      provider,
    });
  }

  /** Lets this rule, and no other, call the function. Events that it cannot deliver go to the dead-letter queue. */
  invokeBy(id: string, rule: CloudwatchEventRule, ruleName: string): void {
    const { identity, deadLetters, provider } = this.props;
    const ruleArn = arnsIn(identity).eventRule(ruleName);
    const permission = new LambdaPermission(this, constructId("Permission", id), {
      statementId: ruleName,
      action: "lambda:InvokeFunction",
      functionName: atSynth(() => this.resource.functionName),
      principal: "events.amazonaws.com",
      sourceArn: ruleArn,
      sourceAccount: identity.account,
      provider,
    });
    new CloudwatchEventTarget(this, constructId("Target", id), {
      rule: atSynth(() => rule.name),
      targetId: "function",
      arn: atSynth(() => this.resource.arn),
      deadLetterConfig: { arn: deadLetters.resourceArn },
      dependsOn: [permission],
      provider,
    });
  }
}

/**
 * Does not include creating the log group, which exists already: the function would create it without key and
 * retention.
 */
function ownPermissions(logGroupArn: string, queueArn: string): Statement[] {
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:*`,
    },
    { Sid: "SendLetters", Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn },
  ];
}

function trustFunction(functionArn: string, account: string): Statement {
  return {
    Sid: "FunctionTakesRole",
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { ArnEquals: { "aws:SourceArn": functionArn }, StringEquals: { "aws:SourceAccount": account } },
  };
}
