import type { Canonical, Condition } from "../../policy/canonical";

/** Whom a statement lets in from outside. */
interface Outsiders {
  readonly who: readonly string[];
  /** `undecided` if nothing shows who they are. */
  readonly level: "gained" | "undecided";
}

/** Condition keys that contain the account of the caller, or of what a service acts for. */
const OF_ACCOUNT = spelled(
  ...["aws:PrincipalAccount", "aws:PrincipalArn", "kms:CallerAccount", "aws:SourceAccount", "aws:SourceArn"],
  ...["s3:DataAccessPointAccount", "s3:DataAccessPointArn"],
);

/** Condition keys of organizations, networks and ids, which do not contain an account. */
const OF_GROUP = spelled(
  ...["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceOrgID", "aws:SourceOrgPaths"],
  ...["aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:UserId"],
);

/** AWS services have conditions of their own in the matrix. */
const OF_SERVICES = "aws:principalisawsservice";

/** The principals outside `home`, which are its accounts and organizations, that an Allow statement names. */
export function outsidersIn(statement: Canonical, home: ReadonlySet<string>): Outsiders[] {
  const { principals, conditions } = statement;
  if (!principals) return [];
  if (principals.not) return [{ who: ["everyone except some principals"], level: "gained" }];
  const named = principals.values.flatMap((principal) => outsider(principal, conditions, home));
  return (["gained", "undecided"] as const).flatMap((level) => {
    const who = named.filter((one) => one.level === level).flatMap((one) => one.who);
    return who.length === 0 ? [] : [{ who, level }];
  });
}

function outsider(principal: string, conditions: readonly Condition[], home: ReadonlySet<string>): Outsiders[] {
  if (principal === "*") return everyone(conditions, home);
  const [, kind = "", name = ""] = /^(\w+):(.*)$/.exec(principal) ?? [];
  const gains = (who: string): Outsiders[] => [{ who: [who], level: "gained" }];
  if (kind === "Service") {
    const foreign = foreignIn(conditions, home)?.values ?? [];
    return foreign.flatMap((value) => gains(`${name} for ${shown(value)}`));
  }
  // The name does not reveal the owner of an identity provider, or who signs in through it.
  if (kind === "CanonicalUser" || kind === "Federated") return gains(principal);
  return kind === "AWS" && isForeign(name, home) ? gains(shown(name)) : [];
}

function everyone(conditions: readonly Condition[], home: ReadonlySet<string>): Outsiders[] {
  const limits = conditions.filter(isNarrow);
  if (limits.some(({ key }) => key === OF_SERVICES)) return [];
  const groups = limits.filter(({ key }) => OF_GROUP.has(key));
  if (groups.some(({ values }) => values.every((value) => home.has(value.split("/")[0]!)))) return [];
  if (limits.some(({ key }) => OF_ACCOUNT.has(key))) {
    const foreign = foreignIn(limits, home);
    return foreign ? [{ who: foreign.values.map(shown), level: "gained" }] : [];
  }
  const [group] = groups;
  if (!group) return [{ who: ["everyone"], level: "gained" }];
  return [{ who: [`everyone with ${OF_GROUP.get(group.key)} ${group.values.join(", ")}`], level: "undecided" }];
}

/** The condition by which only outsiders are let in, with their accounts and ARNs. */
function foreignIn(conditions: readonly Condition[], home: ReadonlySet<string>) {
  const ofAccounts = conditions.filter((condition) => OF_ACCOUNT.has(condition.key) && isNarrow(condition));
  const foreign = ofAccounts.map(({ values }) => ({ values: values.filter((value) => isForeign(value, home)) }));
  return foreign.some(({ values }) => values.length === 0) ? undefined : foreign[0];
}

/** Whether an account, or the account of an ARN, is not at home. ARNs of buckets contain none. */
function isForeign(value: string, home: ReadonlySet<string>): boolean {
  const account = value.startsWith("arn:") ? (value.split(":")[4] ?? "*") : value;
  // A wildcard includes accounts that are not at home. `aws` owns AWS's managed policies.
  return /^[\d*?]+$/.test(account) && home.size > 0 && !home.has(account);
}

function shown(value: string): string {
  return /^\d{12}$/.test(value) ? `account ${value}` : value;
}

function isNarrow({ operator, key, values }: Condition): boolean {
  const isOpen = /Not|IfExists|^ForAllValues|^Null$/.test(operator) || values.some((value) => /^[*?]*$/.test(value));
  return (OF_ACCOUNT.has(key) || OF_GROUP.has(key) || key === OF_SERVICES) && !isOpen;
}

/** By the form that a canonical statement has. */
function spelled(...keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [key.toLowerCase(), key]));
}
