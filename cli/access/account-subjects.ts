import { arnsIn } from "../../modules/policy";
import type { Environment } from "../model/environment";
import type { Policy } from "../policy/document";
import { EVERYTHING } from "../policy/evaluate";
import { FOREIGN_ACCOUNT, FOREIGN_ORGANIZATION } from "./calls";
import type { Subject } from "./subject";

/** Represents an organization's other accounts. */
const SIBLING_ACCOUNT = "000000000001";

export const S3_EVERYTHING: Policy = {
  source: "IAM",
  statements: [{ Sid: "AllOfS3", Effect: "Allow", Action: "s3:*", Resource: "*" }],
};

/** An account, as ids and titles of its subjects hold it. */
interface Named {
  readonly id: string;
  readonly title: string;
}

/** Callers that no policy names: root and administrators of the accounts and of foreign ones, and anonymous callers. */
export function accountSubjects(environment: Environment): Subject[] {
  const { logBucket, replicaBucket, trail, trails, organizationId } = environment;
  const { account: archive, region } = logBucket;
  const principal = (
    id: string,
    title: string,
    arn: string,
    organization: string | undefined,
    policies: readonly Policy[],
  ): Subject => ({
    id,
    title,
    caller: { kind: "principal", arn, organizationId: organization, policies },
  });
  const rootOf = (id: string, title: string, account: string) =>
    principal(id, title, arnsIn({ account, region }).root(), organizationId, []);
  const role = (id: string, title: string, account: string, policy = EVERYTHING, organization = organizationId) =>
    principal(id, title, arnsIn({ account, region }).role(id), organization, [policy]);
  const others = trails.filter((one) => one.account !== trail.account).map((one) => one.account);
  const accounts = new Map<string, Named>();
  const add = (account: string, name: Named) => {
    if (account !== archive && !accounts.has(account)) accounts.set(account, name);
  };
  add(trail.account, { id: "audited", title: titleIn(environment, "the audited account", trail.account) });
  for (const account of others)
    add(account, { id: `audited-${account}`, title: titleIn(environment, `the audited account ${account}`, account) });
  if (replicaBucket) {
    const { account } = replicaBucket;
    add(account, { id: "replica", title: titleIn(environment, "the replica account", account) });
  }
  return [
    rootOf("root", `root of ${titleIn(environment, "the archive account", archive)}`, archive),
    role("ordinary-role", "a role with s3:*", archive, S3_EVERYTHING),
    role("administrator", "an administrator with *:*", archive),
    ...[...accounts].flatMap(([account, { id, title }]) => [
      rootOf(`${id}-root`, `root of ${title}`, account),
      role(`${id}-administrator`, `an administrator of ${title}`, account),
    ]),
    ...(organizationId === undefined
      ? []
      : [role("sibling-administrator", "an administrator of another account of the organization", SIBLING_ACCOUNT)]),
    role(
      "foreign-administrator",
      "an administrator of a foreign account",
      FOREIGN_ACCOUNT,
      EVERYTHING,
      FOREIGN_ORGANIZATION,
    ),
    { id: "anonymous", title: "anonymous", caller: { kind: "anonymous" } },
  ];
}

/** What an environment calls an account by its part in it, other configurations do not. */
function titleIn({ isSynthesized }: Environment, title: string, account: string): string {
  return isSynthesized ? title : account;
}
