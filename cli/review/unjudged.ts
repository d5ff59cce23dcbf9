import { parseArn } from "../../modules/policy";
import type { StackJson } from "../synthesized/stack";
import type { PlannedResource } from "./plan/plan";
import type { Canonical } from "./policies/canonical";
import type { PolicyChange } from "./policies/find";
import type { PlannedStack } from "./sides";

/** Access that comes by other means than the policies that the matrix reads. */
export interface Unjudged {
  readonly address: string;
  readonly level: "gained" | "undecided";
  readonly what: string;
}

/** These give access by being there. */
const GIVERS =
  /^aws_(kms_grant|s3_bucket_acl|s3_object_acl|s3_access_point|s3control_\w*access\w*|iam_policy_attachment|iam_group_policy_attachment|iam_group_policy|iam_\w*group_membership|iam_access_key|iam_user_login_profile|ram_\w+)$/;

const ATTACHMENTS = ["aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment"];

/** Arguments that give or limit access beside the policies. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["managed_policy_arns", "permissions_boundary", "inline_policy"],
  aws_iam_user: ["permissions_boundary"],
  aws_s3_bucket: ["acl", "grant"],
};

const AUDIT = /^aws_(cloudtrail|kms_|s3_|iam_|sns_|cloudwatch_)/;

/**
 * What the planned stacks change of access without a word in the matrix. `judged` are the stacks whose policies the
 * matrix reads: none where it cannot be told.
 */
export function unjudgedChanges(planned: readonly PlannedStack[], judged: readonly StackJson[]): Unjudged[] {
  return planned.flatMap(({ name, plan }) =>
    plan.resources
      .filter(({ action }) => ["create", "update", "replace"].includes(action))
      .flatMap((resource) =>
        ofResource(resource, judged).map((one) => ({ ...one, address: `${name}/${resource.address}` })),
      ),
  );
}

function ofResource(resource: PlannedResource, judged: readonly StackJson[]): Omit<Unjudged, "address">[] {
  const { type, before, after: values, action, unknown, hidden } = resource;
  const found: Omit<Unjudged, "address">[] = [];
  const gains = (what: string) => found.push({ level: "gained", what });
  if (GIVERS.test(type)) gains("gives access that the matrix does not judge");
  if (ATTACHMENTS.includes(type) && !isMade(values?.["policy_arn"], judged)) {
    gains(
      `attaches ${JSON.stringify(values?.["policy_arn"] ?? "an unknown policy")}, a policy that the matrix does not read`,
    );
  }
  for (const argument of ARGUMENTS[type] ?? []) {
    const [was, will] = [before?.[argument], values?.[argument]].map((value) => meant(value));
    if (was !== will && (will !== "" || argument === "permissions_boundary") && Object.hasOwn(values ?? {}, argument)) {
      gains(`${argument} changes, and the matrix does not judge it`);
    }
  }
  if (!AUDIT.test(type)) return found;
  for (const meta of ["count", "for_each"]) {
    if (before && meant(before[meta]) !== meant(values?.[meta])) {
      found.push({ level: "undecided", what: `${meta} changes; only a plan says what comes of it` });
    }
  }
  if (hidden.length > 0) {
    gains(`${hidden.join(", ")} changes behind a value that Terraform marks sensitive`);
  }
  if (action === "update" && unknown.length > 0) {
    found.push({ level: "undecided", what: `${unknown.join(", ")} is known only after the apply` });
  }
  return found;
}

/** What new policies allow, where there is no matrix any longer that would say to whom it matters. */
export function unseen(policies: readonly PolicyChange[]): Unjudged[] {
  return policies
    .filter(({ kind }) => kind === "new")
    .flatMap(({ address, statements }) =>
      statements
        .filter(({ after }) => after?.effect === "Allow")
        .map(({ sid = "a statement without Sid" }): Unjudged => {
          return { address, level: "gained", what: `${sid} is new and allows what no matrix judges` };
        }),
    );
}

/** Whom a new policy lets in who has no business here: everybody, or other accounts. */
export function openings(policies: readonly PolicyChange[], accounts: ReadonlySet<string>): Unjudged[] {
  return policies
    .filter(({ kind }) => kind === "new")
    .flatMap(({ address, statements }) =>
      statements.flatMap(({ after }): Unjudged[] => {
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
  if (principals.not) return ["all but some principals"];
  return principals.values.filter((principal) => {
    if (principal === "*" || principal === "AWS:*") return conditions.length === 0;
    const account = principal.startsWith("AWS:") ? parseArn(principal.slice(4))?.account : undefined;
    return account !== undefined && accounts.size > 0 && !accounts.has(account);
  });
}

/** A policy of these stacks, whose statements the matrix reads. */
function isMade(arn: unknown, stacks: readonly StackJson[]): boolean {
  if (typeof arn !== "string") return false;
  return stacks.some(({ resources }) =>
    Object.entries(resources["aws_iam_policy"] ?? {}).some(
      ([id, { name }]) =>
        arn === `\${aws_iam_policy.${id}.arn}` || parseArn(arn)?.resource === `policy/${String(name)}`,
    ),
  );
}

function meant(value: unknown): string {
  const isNothing =
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return isNothing ? "" : JSON.stringify(value);
}
