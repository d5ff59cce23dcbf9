import type { Partially } from "../../modules/limits/option-problem";
import type { Environment } from "./rule";
import type { EnvironmentConfig } from "./environment";

type Audited = EnvironmentConfig["accounts"]["audited"];

/** An audited account, as the environment gives it. */
export type AuditedAccount = Extract<Audited, { readonly id: string }>;

/** The name of the stack that records the archive account. */
export const ARCHIVE_TRAIL = "archive";

/** One account, or the accounts of a list. */
export function auditedAccounts(audited: Audited): readonly AuditedAccount[] {
  return isList(audited) ? audited : [audited];
}

/** The same for an environment in which any part may be missing, with the path of each account. */
export function auditedWithPaths({ accounts }: Environment) {
  const audited: Partially<AuditedAccount> | readonly Partially<AuditedAccount>[] | undefined = accounts?.audited;
  if (audited === undefined) return [];
  if (!isList(audited)) return [{ path: "accounts.audited", account: audited }];
  // The schema may have refused an item.
  return audited.flatMap((account: Partially<AuditedAccount> | undefined, index) =>
    account ? [{ path: `accounts.audited[${index}]`, account }] : [],
  );
}

/**
 * Whether the archive account gets its own trail. It must if neither the organization's trail nor that of an audited
 * account records it, and the environment names nothing else that does.
 */
export function recordsArchive({ accounts, trail }: Environment): boolean {
  const archive = accounts?.archive;
  const isAudited = auditedWithPaths({ accounts: accounts ?? {} }).some(({ account }) => account.id === archive?.id);
  return trail?.ofOrganization !== true && archive?.recordedBy === undefined && !isAudited;
}

/** Ids of the accounts that the trails record; `undefined` for all of an organization, and where one is not known. */
export function recordedIds(environment: Environment): string[] | undefined {
  if (environment.trail?.ofOrganization === true) return undefined;
  const archive = recordsArchive(environment) ? [environment.accounts?.archive?.id] : [];
  const ids = [...auditedWithPaths(environment).map(({ account }) => account.id), ...archive];
  return ids.length === 0 || ids.includes(undefined) ? undefined : ids.filter((id) => id !== undefined);
}

function isList<Item>(value: unknown): value is readonly Item[] {
  return Array.isArray(value);
}
