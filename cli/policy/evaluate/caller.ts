import { parseArn } from "../../../modules/policy";
import type { Policy } from "../document";
import type { Context, Principal } from "./request";

/** Who makes a call, as far as the stacks show. */
export type Caller = PrincipalCaller | ServiceCaller | AnonymousCaller;

/**
 * A role, a user or an account's root.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export interface PrincipalCaller {
  readonly kind: "principal";
  /**
   * The ARN of a role stands for any session of it. The ARN of a session shows neither the path of its role nor, for a
   * federated user, who started it: what depends on that is undecided.
   */
  readonly arn: string;
  /** Organization of the account, where it is in one. */
  readonly organizationId: string | undefined;
  /** What IAM allows it. */
  readonly policies: readonly Policy[];
  /** Permissions boundary. @default none */
  readonly boundary?: Policy | undefined;
}

/**
 * An AWS service that acts for a resource.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export interface ServiceCaller {
  readonly kind: "service";
  /** `cloudtrail.amazonaws.com` */
  readonly service: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}

export interface AnonymousCaller {
  readonly kind: "anonymous";
}

/** An administrator's own policy: IAM lets them do anything. */
export const EVERYTHING: Policy = {
  source: "IAM",
  statements: [{ Sid: "AdministratorAccess", Effect: "Allow", Action: "*", Resource: "*" }],
};

const principals = new WeakMap<Caller, Principal>();

export function principalOf(caller: Caller): Principal {
  const principal = principals.get(caller) ?? toPrincipal(caller);
  principals.set(caller, principal);
  return principal;
}

function toPrincipal(caller: Caller): Principal {
  if (caller.kind === "service") return { kind: "service", name: caller.service };
  if (caller.kind === "anonymous") return { kind: "anonymous" };
  const { arn } = caller;
  const { partition, account, resource } = parseArn(arn) ?? {};
  const [kind, name] = resource?.split("/") ?? [];
  switch (kind) {
    case "root":
      return { kind: "root", arn };
    case "assumed-role":
      return { kind: "role", arn: `arn:${partition}:iam::${account}:role/${name}`, isPathUnknown: true, session: arn };
    case "federated-user":
      return { kind: "federated user", arn };
    case "role":
      return { kind: "role", arn };
    default:
      return { kind: "user", arn };
  }
}

/**
 * Condition keys that AWS fills in from who calls, besides those of the principal itself. Only services send keys about
 * their source.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
 */
export function callerContext(caller: Caller): Context {
  switch (caller.kind) {
    case "principal":
      return { "aws:PrincipalOrgID": caller.organizationId ?? [], ...OF_NO_SOURCE };
    case "service":
      return {
        "aws:PrincipalOrgID": [],
        "aws:SourceArn": caller.sourceArn ?? [],
        "aws:SourceAccount": caller.sourceAccount ?? [],
      };
    case "anonymous":
      return { "aws:PrincipalOrgID": [], ...OF_NO_SOURCE };
  }
}

const OF_NO_SOURCE: Context = { "aws:SourceArn": [], "aws:SourceAccount": [] };
