import type { ReaderScope } from "../access/log-scope";
import type { TrailUse } from "../trail";

/**
 * What these trails record, as one scope. `undefined` where they are none, or deliver into different folders. Of several
 * accounts it is all that deliver: the folders of a fleet would not fit into a policy.
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

/** What a reader reads: what they ask for, and else what the trails record. */
export function readerScope(asked: Partial<ReaderScope>, recorded: ReaderScope | undefined): ReaderScope {
  return {
    prefix: asked.prefix ?? recorded?.prefix,
    organizationId: asked.organizationId ?? recorded?.organizationId,
    accounts: asked.accounts ?? recorded?.accounts ?? [],
    regions: asked.regions,
  };
}
