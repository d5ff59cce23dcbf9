import { exitStatus, type Finding, type Gap, type State, type Validation } from "../../../logs/integrity/result";
import { sum } from "../../../logs/integrity/verdict";
import type { Tone } from "../../../render/terminal";
import { showTime } from "../../../render/time";

export const TONES: Readonly<Record<State, Tone>> = {
  changed: "bad",
  missing: "bad",
  extra: "bad",
  uncovered: "bad",
  unreadable: "warn",
  unproven: "warn",
  pending: "note",
};

export function verdictTone(validation: Validation): Tone {
  return (["good", "bad", "warn"] as const)[exitStatus(validation)];
}

/** What is known of a file besides its name, in lines. */
export function detailsOf({ detail, count: files = 1, intact }: Finding): string[] {
  const more = files > 1 ? ` (and ${files - 1} more after it)` : "";
  if (intact === undefined) return [detail + more];
  const { versionId, modified, deleted } = intact;
  const gone =
    deleted === undefined
      ? "replaced later"
      : `deleted ${timeOf(deleted.at)}${deleted.owner === undefined ? "" : ` by ${deleted.owner}`}`;
  return [detail + more, `version ${versionId} of ${timeOf(modified)} is intact; ${gone}`];
}

export function gapTitle({ chain, from, to, cause }: Gap): string {
  const why = cause === "restarted" ? "logging began anew after it" : "the digest after it cannot tell what was before";
  return `no digest from ${timeOf(from)} to ${timeOf(to)} (${chain.account}, ${chain.region}, ${chain.trail}): ${why}`;
}

/** The calls around a gap, in cells. */
export function callCells({ calls }: Gap): string[][] {
  return calls.map(({ time, event, target, principal, ip, error }) => [time, event, target, principal, ip, error]);
}

export const CALL_TITLES = ["time", "event", "trail", "principal", "ip", "error"];

export const NO_CALLS = "no call that stops or changes a trail was found around it";

export function periodOf({ from, to }: Validation): string {
  if (from === undefined && to === undefined) return "everything that is there";
  return `${from === undefined ? "the beginning" : timeOf(from)} to ${to === undefined ? "now" : timeOf(to)}`;
}

export function timeOf(time: number): string {
  return showTime(new Date(time));
}

export const CHAIN_TITLES = ["account", "Region", "trail", "digests", "log files", "from", "to"];

/** Each chain, and how much of it is proven. The log files of an account and Region are shown with its first chain. */
export function chainCells({ chains, groups }: Validation): string[][] {
  const shown = new Set<string>();
  const rows = chains.map(({ chain, digests, validDigests, from, to }) => {
    const place = `${chain.account} ${chain.region}`;
    const logs = shown.has(place) ? "" : logsOf(groups, place);
    shown.add(place);
    const trail = chain.isBackfill ? `${chain.trail} (backfill)` : chain.trail;
    return [chain.account, chain.region, trail, `${validDigests} of ${digests}`, logs, timeOf(from), timeOf(to)];
  });
  const others = new Set(groups.map(({ account, region }) => `${account} ${region}`).filter((one) => !shown.has(one)));
  return [
    ...rows,
    ...[...others].map((place) => [...place.split(" "), "no digest", "", logsOf(groups, place), "", ""]),
  ];
}

function logsOf(groups: Validation["groups"], place: string): string {
  const here = groups.filter(({ account, region }) => `${account} ${region}` === place);
  return `${sum(here.map((one) => one.validLogs))} of ${sum(here.map((one) => one.logs))}`;
}

/** Whom the proof trusts. */
export function keyLines({ keys }: Validation): string[] {
  return keys.map(
    ({ region = "any Region", fingerprint, hash, source }) =>
      `${region}: ${fingerprint}, SHA-256 ${hash}, from ${source}`,
  );
}

/** What to do next; empty if nothing is wrong. */
export function nextSteps({ gaps, findings }: Validation): string[] {
  const isWrong = findings.some(({ state }) => state === "changed" || state === "missing" || state === "extra");
  const isUnproven = findings.some(({ state }) => state === "unproven" || state === "unreadable");
  return [
    ...(isWrong
      ? ["who wrote or deleted objects: audit-trail logs find --event PutObject,DeleteObject* --bucket NAME"]
      : []),
    ...(gaps.length > 0
      ? ["who stopped the trail: audit-trail logs find --event StopLogging,DeleteTrail,UpdateTrail"]
      : []),
    ...(isUnproven
      ? ["what is unproven is not wrong: give the keys, signatures or permissions, and validate again"]
      : []),
  ];
}
