/** What a row of the timeline says about keys. */
export interface Use {
  readonly time: string;
  readonly event: string;
  readonly principal: string;
  /** Key that made the call; empty without one. */
  readonly key: string;
  /** Keys that the call returned. */
  readonly issued: readonly string[];
}

/** The time during which a key was used. */
export interface Session {
  readonly key: string;
  /** The call that returned the key. Undefined for a key to begin with. */
  readonly opened: Use | undefined;
  readonly principal: string;
  readonly calls: number;
  readonly first: string;
  readonly last: string;
  readonly sessions: readonly Session[];
}

/** Keys that calls of the known keys returned, each with the first such call. */
export function openedBy(uses: readonly Use[], known: ReadonlySet<string>): Map<string, Use> {
  const opened = new Map<string, Use>();
  for (const use of inOrder(uses)) {
    if (!known.has(use.key)) continue;
    for (const key of use.issued) if (!known.has(key) && !opened.has(key)) opened.set(key, use);
  }
  return opened;
}

/** The sessions of each key to begin with, with those that they opened. `opened` has the call for every other key. */
export function sessionTree(
  roots: readonly string[],
  opened: ReadonlyMap<string, Use>,
  uses: readonly Use[],
): readonly Session[] {
  const byKey = new Map<string, Use[]>();
  for (const use of inOrder(uses)) byKey.set(use.key, [...(byKey.get(use.key) ?? []), use]);
  const toSession = (key: string): Session => {
    const own = byKey.get(key) ?? [];
    const sessions = [...opened].filter(([, use]) => use.key === key).map(([child]) => toSession(child));
    return {
      key,
      opened: opened.get(key),
      principal: own[0]?.principal ?? "",
      calls: own.length,
      first: own[0]?.time ?? "",
      last: own.at(-1)?.time ?? "",
      sessions,
    };
  };
  return roots.map(toSession);
}

function inOrder(uses: readonly Use[]): Use[] {
  return [...uses].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}
