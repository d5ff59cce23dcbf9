import { parseArn } from "../../../modules/policy";
import type { StackJson } from "../../model/stack";
import { outsideDestinations, PASSING_ON } from "./destinations";
import { PROTECTED_TYPES } from "./protections";
import type { PlannedResource } from "../../terraform/plan/plan";
import type { Canonical } from "../../policy/canonical";
import type { PolicyChange } from "./policies";
import type { PlannedStack } from "./plan-states";

/** Access that comes by other means than the policies that the matrix reads. */
export interface OutOfScope {
  readonly address: string;
  readonly level: "gained" | "undecided";
  readonly what: string;
}

/** These give access by being there. */
const GIVERS = new RegExp(
  `^aws_(${[
    "kms_grant",
    "s3_bucket_acl|s3_object_acl|s3_access_point|s3control_\\w*access\\w*|s3_bucket_(cors|website)_configuration",
    "s3_object|s3_object_copy|s3_bucket_object",
    "iam_policy_attachment|iam_group_policy_attachment|iam_group_policy|iam_\\w*group_membership|iam_\\w+_exclusive",
    "iam_access_key|iam_user_login_profile|iam_instance_profile|iam_openid_connect_provider|iam_saml_provider",
    "ram_\\w+|ssoadmin_\\w+|organizations_\\w+|cloudtrail_organization_delegated_admin_account",
    "cloudcontrolapi_resource|cloudformation_\\w+|ssm_\\w+|eks_pod_identity_association",
  ].join("|")})$`,
);

const ATTACHMENTS = ["aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment"];

/** Arguments that give or limit access beside the policies. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["managed_policy_arns", "permissions_boundary", "inline_policy"],
  aws_iam_user: ["permissions_boundary"],
  aws_s3_bucket: ["acl", "grant"],
};

const AUDIT = /^aws_(cloudtrail|kms_|s3_|iam_|sns_|cloudwatch_)/;

/** Types without a protection that a matrix reads, or that neither open nor weaken anything. */
const JUDGED: readonly string[] = [
  ...PROTECTED_TYPES,
  ...PASSING_ON,
  ...ATTACHMENTS,
  ...["aws_iam_role", "aws_iam_role_policy", "aws_iam_user", "aws_iam_user_policy", "aws_iam_policy"],
  "aws_s3_bucket_metric",
];

/** What tags say opens nothing. */
const TAGS = ["tags", "tags_all"];

/**
 * What the planned stacks change of access without a word in the matrix. `isJudged`: whether there is a matrix that
 * reads the policies of `stacks`.
 */
export function unjudgedChanges(
  planned: readonly PlannedStack[],
  stacks: readonly StackJson[],
  isJudged: boolean,
): OutOfScope[] {
  return planned.flatMap(({ name, plan }) =>
    plan.resources.flatMap((resource) => {
      const address = `${name}/${resource.address}`;
      const found = CHANGES.includes(resource.action) ? ofChange(resource, stacks, isJudged) : [];
      return [...found, ...ofAny(resource)].map((one) => ({ ...one, address }));
    }),
  );
}

type Found = Omit<OutOfScope, "address">;

const CHANGES: readonly string[] = ["create", "update", "replace"];

/** Of a resource that is made or changed. */
function ofChange(resource: PlannedResource, stacks: readonly StackJson[], isJudged: boolean): Found[] {
  const { type, before, after: values = {}, action, unknown, hidden } = resource;
  const found: Found[] = [];
  const gains = (what: string) => found.push({ level: "gained", what });
  if (GIVERS.test(type)) gains("grants access that the matrix does not evaluate");
  if (ATTACHMENTS.includes(type) && !(isJudged && isMade(values["policy_arn"], stacks))) {
    gains(
      `attaches ${JSON.stringify(values["policy_arn"] ?? "an unknown policy")}, a policy that the matrix does not read`,
    );
  }
  for (const name of outsideDestinations(type, values, stacks)) gains(`forwards to ${JSON.stringify(name)}`);
  for (const argument of Object.hasOwn(ARGUMENTS, type) ? ARGUMENTS[type]! : []) {
    const [was, will] = [before?.[argument], values[argument]].map((value) => meant(value));
    if (was !== will && (will !== "" || argument === "permissions_boundary") && Object.hasOwn(values, argument)) {
      gains(`${argument} changes, which the matrix does not evaluate`);
    }
  }
  if (!AUDIT.test(type)) return found;
  // What is made here has its number and its provider from the beginning.
  for (const meta of [...(before ? ["count", "for_each", "provider"] : []), "dynamic", "provisioner", "connection"]) {
    if (meant(before?.[meta]) !== meant(values[meta])) {
      found.push({ level: "undecided", what: `${meta} changes; only a plan can show the effect` });
    }
  }
  if (hidden.length > 0) gains(`${hidden.join(", ")} is set behind a value that Terraform marks sensitive`);
  if (action === "update" && unknown.length > 0) {
    found.push({ level: "undecided", what: `${unknown.join(", ")} is known only after apply` });
  }
  return found;
}

/** Of a resource whatever becomes of it. */
function ofAny({ type, action, before, after }: PlannedResource): Found[] {
  if (action === "none" || action === "read") return [];
  if (action === "destroy" && ATTACHMENTS.includes(type)) {
    const arn = before?.["policy_arn"];
    // A policy that denies is nearly always one of AWS, or of whoever keeps the account.
    const mayDeny = typeof arn === "string" && /deny/i.test(arn);
    return mayDeny
      ? [
          {
            level: "gained",
            what: `detaches ${JSON.stringify(arn)}, which may contain a Deny that no other policy has`,
          },
        ]
      : [];
  }
  if (JUDGED.includes(type) || GIVERS.test(type)) return [];
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const isOnlyTags =
    before !== undefined &&
    after !== undefined &&
    keys.every((key) => TAGS.includes(key) || meant(before[key]) === meant(after[key]));
  return isOnlyTags
    ? []
    : [{ level: "undecided", what: `unsupported resource type: its effect on access was not evaluated` }];
}

/** What new policies allow, where there is no matrix any longer that would say to whom it matters. */
export function unseen(policies: readonly PolicyChange[]): OutOfScope[] {
  return policies
    .filter(({ kind }) => kind === "new")
    .flatMap(({ address, statements }) =>
      statements
        .filter(({ after }) => after?.effect === "Allow")
        .map(({ sid = "a statement without Sid" }): OutOfScope => {
          return {
            address,
            level: "gained",
            what: `${sid} is new and allows access that the matrix does not evaluate`,
          };
        }),
    );
}

/** Whom a new policy lets in who has no business here: everybody, or other accounts. */
export function openings(policies: readonly PolicyChange[], accounts: ReadonlySet<string>): OutOfScope[] {
  return policies
    .filter(({ kind }) => kind === "new")
    .flatMap(({ address, statements }) =>
      statements.flatMap(({ after }): OutOfScope[] => {
        const who = after?.effect === "Allow" ? outsidersIn(after, accounts) : [];
        if (who.length === 0) return [];
        return [
          { address, level: "gained", what: `${after!.sid ?? "a statement without Sid"} lets in ${who.join(", ")}` },
        ];
      }),
    );
}

function outsidersIn({ principals, conditions }: Canonical, accounts: ReadonlySet<string>): string[] {
  if (!principals) return [];
  if (principals.not) return ["everyone except some principals"];
  return principals.values.filter((principal) => {
    if (principal === "*") return conditions.length === 0;
    const [, name = ""] = /^AWS:(.*)$/.exec(principal) ?? [];
    const account = /^\d{12}$/.test(name) ? name : parseArn(name)?.account;
    return account !== undefined && accounts.size > 0 && !accounts.has(account);
  });
}

/** A policy of these stacks, whose statements the matrix reads. */
function isMade(arn: unknown, stacks: readonly StackJson[]): boolean {
  if (typeof arn !== "string") return false;
  const { account, resource } = parseArn(arn) ?? {};
  return stacks.some(({ resources, providers }) =>
    Object.entries(resources["aws_iam_policy"] ?? {}).some(([id, { name, path }]) => {
      if (arn === `\${aws_iam_policy.${id}.arn}`) return true;
      const isOurs = Object.values(providers).some((provider) => provider.account === account);
      return isOurs && resource === `policy${typeof path === "string" && path !== "" ? path : "/"}${String(name)}`;
    }),
  );
}

function meant(value: unknown): string {
  const isNothing =
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return isNothing ? "" : JSON.stringify(value);
}
