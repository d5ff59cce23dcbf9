import type { ReaderScope } from "../access/log-scope";
import type { TrailUse } from "../trail";

/**
 * What these trails record, as one scope. `undefined` if there are none, or if they deliver into different folders. For
 * several accounts, it is every account that delivers: the folders of many accounts would not fit into a policy.
 */
export function recordedScope(trails: readonly TrailUse[]): ReaderScope | undefined {
  const [first] = trails;
  const folders = new Set(trails.map(({ prefix, organization }) => JSON.stringify([prefix, organization?.id])));
  if (first === undefined || folders.size > 1) return undefined;
  const { prefix, organization } = first;
  const accounts = [...new Set(trails.map(({ account }) => account))];
  return {
    prefix,
    organizationId: organization?.id,
    accounts: organization || accounts.length > 1 ? "all" : accounts,
  };
}

/** The scope of a reader: what they specify, otherwise what the trails record. */
export function readerScope(asked: Partial<ReaderScope>, recorded: ReaderScope | undefined): ReaderScope {
  return {
    prefix: asked.prefix ?? recorded?.prefix,
    organizationId: asked.organizationId ?? recorded?.organizationId,
    accounts: asked.accounts ?? recorded?.accounts ?? [],
    regions: asked.regions,
  };
}
