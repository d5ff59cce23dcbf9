/** The effects of resources by type that the matrix does not evaluate. */
export interface TypeEffect {
  /** The effect of a resource that is created or changed. */
  readonly what: string;
  /** The effect of a removed resource: it may have denied what nothing else denies. */
  readonly whenGone: { readonly level: "gained" | "undecided"; readonly what: string };
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
      "iam_group_policy|iam_\\w+_exclusive|iam_\\w*group_membership",
    ),
    what: "grants or limits access that the matrix does not evaluate",
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
      "lambda_permission|lambda_layer_version_permission|cloudwatch_event_bus_policy|cloudwatch_event_permission",
      "cloudwatch_log_resource_policy|cloudwatch_log_destination_policy|vpc_endpoint_policy",
    ),
    what: "grants access that the matrix does not evaluate",
    whenGone: UNDONE,
  },
  {
    types: among(
      "cloudcontrolapi_resource|cloudformation_\\w+|ssm_\\w+|lambda_(invocation|function|alias|event_source_mapping)",
      "lambda_(code_signing_config|layer_version|function_\\w+)",
      "scheduler_\\w+|codebuild_\\w+|codepipeline\\w*|sfn_\\w+|glue_(job|trigger|workflow)|batch_\\w+|pipes_pipe",
    ),
    what: "runs something that the plan does not show",
    whenGone: UNDONE,
  },
  {
    types: among(
      "cloudwatch_log_account_policy|cloudwatch_log_(delivery|destination)\\w*|cloudwatch_log_data_protection_policy",
      "kinesis_firehose_delivery_stream|cloudwatch_event_(connection|api_destination|endpoint)",
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

function among(...types: readonly string[]): RegExp {
  return new RegExp(`^aws_(${types.join("|")})$`);
}
