import type { PlannedResource } from "../../terraform/plan/plan";

/** The effects of resources by type that the matrix does not evaluate. */
export interface TypeEffect {
  /** The effect of a resource that is created or changed. */
  readonly what: string;
  /** The effect of a removed resource: it may have denied what nothing else denies. */
  readonly whenGone: { readonly level: "gained" | "undecided"; readonly what: string };
  /** Without a part of an audit trail beside it, it concerns only its application: applying runs nothing. @default false */
  readonly ofApplications?: boolean;
}

const UNDONE = { level: "undecided", what: "is removed, and with it the access that it granted or limited" } as const;
const UNDENIED = { level: "gained", what: "is removed, and it may deny access that no other policy denies" } as const;

interface Row extends TypeEffect {
  readonly types: RegExp;
}

/** The first row with a type applies. */
const ROWS: readonly Row[] = [
  {
    types: among(
      "organizations_policy(_attachment)?|organizations_resource_policy",
      "ssoadmin_(permissions_boundary|permission_set_inline_policy|\\w*policy)\\w*",
      "iam_group_policy|iam_\\w+_exclusive|(iam|identitystore)_\\w*group_membership",
      "controltower_(baseline|control|landing_zone)",
    ),
    what: "grants or limits access that the matrix does not evaluate",
    whenGone: UNDENIED,
  },
  {
    // The same settings through another provider.
    types: /^awscc_(cloudtrail|iam|kms|organizations|s3|sso)_/,
    what: "is managed through Cloud Control, whose settings the matrix does not evaluate",
    whenGone: UNDENIED,
  },
  {
    types: among(
      "kms_grant",
      "s3_bucket_acl|s3_object_acl|s3_access_point|s3control_\\w*access\\w*|s3_bucket_(cors|website)_configuration",
      "s3_object|s3_object_copy|s3_bucket_object",
      "iam_access_key|iam_user_login_profile|iam_instance_profile|iam_openid_connect_provider|iam_saml_provider",
      "ram_\\w+|ssoadmin_\\w+|organizations_\\w+|cloudtrail_organization_delegated_admin_account",
      "ssm_parameter|ssm_resource_\\w+|ssm_default_patch_baseline|eks_pod_identity_association|rolesanywhere_\\w+",
      "cloudwatch_event_bus_policy|cloudwatch_event_permission",
      "cloudwatch_log_resource_policy|cloudwatch_log_destination_policy|vpc_endpoint_policy",
    ),
    what: "grants access that the matrix does not evaluate",
    whenGone: UNDONE,
  },
  {
    types: among("lambda_permission|lambda_layer_version_permission"),
    what: "grants access that the matrix does not evaluate",
    whenGone: UNDONE,
    ofApplications: true,
  },
  {
    types: among(
      "lambda_(function|alias|event_source_mapping|code_signing_config|layer_version|function_\\w+)",
      "codebuild_project|sfn_(state_machine|activity)|batch_(compute_environment|job_definition|job_queue)|glue_job",
    ),
    what: "runs something that the plan does not show",
    whenGone: UNDONE,
    ofApplications: true,
  },
  {
    types: among(
      "cloudcontrolapi_resource|cloudformation_\\w+|ssm_\\w+|lambda_invocation",
      "serverlessapplicationrepository_cloudformation_stack|servicecatalog_provisioned_product",
      "scheduler_\\w+|codebuild_\\w+|codepipeline\\w*|sfn_\\w+|glue_(job|trigger|workflow)|batch_\\w+|pipes_pipe",
    ),
    what: "runs something that the plan does not show",
    whenGone: UNDONE,
  },
  {
    types: among(
      "cloudwatch_log_account_policy|cloudwatch_log_(delivery|destination)\\w*|cloudwatch_log_data_protection_policy",
      "kinesis_firehose_delivery_stream|cloudwatch_event_(connection|api_destination|endpoint)",
      "oam_link|observabilityadmin_centralization_rule_for_organization",
    ),
    what: "forwards logs or events, which the matrix does not evaluate",
    whenGone: UNDONE,
  },
];

/** Types of other providers that have no effect on an account; their provisioners are checked separately. */
const INERT = /^(null_resource|terraform_data|(time|random)_\w+)$/;

export function effectOf(type: string): TypeEffect | undefined {
  return ROWS.find(({ types }) => types.test(type));
}

export function isInert(type: string): boolean {
  return INERT.test(type);
}

/**
 * Services whose resources move packets, hold an application's data or judge settings: none of them grants access to a
 * log, a key or a role, and none delivers logs.
 */
const HARMLESS_SERVICES = [
  ...[
    "vpc",
    "subnet",
    "route",
    "route_table",
    "internet_gateway",
    "nat_gateway",
    "egress_only_internet_gateway",
    "eip",
  ],
  ...["security_group", "network_acl", "network_interface", "default", "ec2_transit_gateway", "route53", "acm"],
  ...["lb", "alb", "elb", "globalaccelerator", "ebs", "volume", "placement_group", "elasticache", "dax", "memorydb"],
  ...["dynamodb", "db", "rds", "wafv2", "waf", "shield", "config_config_rule", "inspector2", "accessanalyzer", "ce"],
  ...["budgets_budget", "cloudwatch_dashboard", "resourcegroups", "servicequotas", "xray", "efs"],
];

/** What runs a program under a role: creating it may give access, and destroying it ends what ran. */
const COMPUTE_SERVICES = ["instance", "spot", "autoscaling", "launch", "ecs", "eks", "emr", "apprunner", "lightsail"];

/** In the name of a type: it grants, passes on, or runs something, whatever its service. */
const ACTIVE_TYPE =
  /polic|permission|role|grant|access|shar|member|invit|accept|authoriz|identity|log|stream|destination|function|action|task|trigger|schedul|notification|subscription|endpoint|remediation|export|deliver|replicat|peering|attachment_accepter/;

/** In the name of an argument: a role that the resource gets, a policy, a receiver or a source of data, or a program. */
const ACTIVE_ARGUMENT =
  /role|polic|profile|log|destination|user_data|function|topic|stream|s3|bucket|import|provisioner/;

/** In a value: what the resource may call, take, or deliver to. */
const ACTIVE_VALUE = /arn:[\w-]+:(iam|lambda|s3|logs|firehose|kinesis|sns|sqs|states)|\$\{aws_(iam|lambda|s3|sfn)_/;

/** AWS Config calls the function that this names. */
const CALLED = /source_identifier/;

/** Whether a resource of an unsupported type can neither give access, pass on logs, delete nor run anything. */
export function isHarmless({ type, action, before, after, unknown, hidden }: PlannedResource): boolean {
  if (ACTIVE_TYPE.test(type.replace("aws_accessanalyzer", ""))) return false;
  if (action === "destroy" || action === "forget") return isOf([...HARMLESS_SERVICES, ...COMPUTE_SERVICES], type);
  if (!isOf(HARMLESS_SERVICES, type)) return false;
  const used = [before, after].map((values) =>
    JSON.stringify(Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => isUsed(value)))),
  );
  const names = used.flatMap((text) => [...text.matchAll(/"(\w+)":/g)].map(([, name]) => name!));
  return (
    !used.some((text) => ACTIVE_VALUE.test(text)) &&
    ![...names, ...unknown, ...hidden].some((name) => ACTIVE_ARGUMENT.test(name)) &&
    !unknown.some((name) => CALLED.test(name))
  );
}

function isOf(services: readonly string[], type: string): boolean {
  return services.some((service) => type === `aws_${service}` || type.startsWith(`aws_${service}_`));
}

function isUsed(value: unknown): boolean {
  return ![undefined, null, "", false].includes(value as never) && JSON.stringify(value) !== "[]";
}

function among(...types: readonly string[]): RegExp {
  return new RegExp(`^aws_(${types.join("|")})$`);
}
