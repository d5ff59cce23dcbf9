import { digestNamePrefix, parseDigestName } from "../../../modules/log-keys";
import { HOUR_MS } from "./chain";
import type { Digest } from "./digest";
import { dueUntilOf, type GroupContext } from "./group-context";
import type { Finding } from "./result";
import type { Group, TrailName } from "./store";

/** Reports each trail that must have hourly digests in the period and has none. */
export async function withoutDigests(
  group: Group,
  digests: readonly Digest[],
  context: GroupContext,
): Promise<Finding[]> {
  const { from } = context;
  const isDue = from === undefined || (dueUntilOf(context) ?? from) - from > HOUR_MS;
  if (!isDue) return [];
  // Backfill digests do not come each hour, so they prove nothing of the hours.
  const hourly = digests.filter(({ named }) => !named.isBackfill);
  const present = new Set(hourly.map(({ named }) => idOf(named)));
  const due = [...group.expected, ...(from === undefined ? [] : await earlierTrails(group, from))];
  const gone = new Map(due.map((trail) => [idOf(trail), trail] as const).filter(([id]) => !present.has(id)));
  if (gone.size > 0) return [...gone.values()].map((trail) => trailFinding(group, trail, context));
  // Without a first day, the log files of a Region that never had digests are findings themselves.
  if (hourly.length > 0 || (from === undefined && !group.hasDigests)) return [];
  const key = digestFolder(group);
  const detail = `there is no hourly digest ${periodOf(context)}`;
  return [{ state: "missing", kind: "digest", key, name: group.nameOf(key), detail }];
}

/** The trails that wrote hourly digests before the period. */
async function earlierTrails(group: Group, from: number): Promise<TrailName[]> {
  return (await group.earlierDigests(from)).flatMap((key) => {
    const named = parseDigestName(key);
    const isOfGroup = named?.account === group.account && named.region === group.region;
    return isOfGroup && !named.isBackfill && named.endsAt <= from ? named : [];
  });
}

function trailFinding(group: Group, { trail, homeRegion }: TrailName, context: GroupContext): Finding {
  const source = { account: group.account, kind: "CloudTrail-Digest", region: group.region } as const;
  const key = `${digestFolder(group)}*/${digestNamePrefix(source, trail, homeRegion)}*`;
  const detail =
    `the trail ${trail} has no digest ${periodOf(context)}: ` +
    "it was stopped or deleted, or its digests were removed";
  return { state: "missing", kind: "digest", key, name: group.nameOf(key), detail };
}

function digestFolder({ folder, region }: Group): string {
  return `${folder}CloudTrail-Digest/${region}/`;
}

function idOf({ trail, homeRegion }: TrailName): string {
  return `${trail} ${homeRegion}`;
}

function periodOf({ from, to }: GroupContext): string {
  const [first, last] = [from, to].map((time) => time !== undefined && new Date(time).toISOString());
  return [first && `from ${first}`, last && `to ${last}`].filter((part) => part !== false).join(" ") || "at all";
}
