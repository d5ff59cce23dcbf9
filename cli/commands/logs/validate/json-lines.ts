import { exitStatus, type Validation } from "../../../logs/integrity/result";
import { sectionsOf, verdictOf } from "../../../logs/integrity/verdict";
import { escapeJson } from "../../../render/escape";
import {} from "./words";

/** One object a line: each chain, each finding and each gap, and the summary last. */
export function asJsonLines(validation: Validation): string {
  const { sources, from, to, startedAt, groups, chains, findings, gaps, keys, notes } = validation;
  const lines: readonly object[] = [
    ...keys.map((key) => ({ type: "key", ...key })),
    ...groups.map((group) => ({ type: "folder", ...group })),
    ...chains.map((one) => ({ type: "chain", ...one.chain, ...one, chain: undefined, ...isoPeriod(one) })),
    ...findings.map(({ expectedHash, intact, ...one }) => ({
      type: "finding",
      ...one,
      sha256: expectedHash,
      intact: intact && {
        ...intact,
        modified: iso(intact.modified),
        deleted: intact.deleted && { ...intact.deleted, at: iso(intact.deleted.at) },
      },
    })),
    ...gaps.map((gap) => ({ type: "gap", ...gap.chain, ...gap, chain: undefined, ...isoPeriod(gap) })),
    {
      type: "summary",
      verdict: verdictOf(validation),
      status: exitStatus(validation),
      sources,
      from: from && iso(from),
      to: to && iso(to),
      at: iso(startedAt),
      counts: Object.fromEntries(sectionsOf(validation).map(({ state, total }) => [state, total])),
      gaps: gaps.length,
      notes,
    },
  ];
  return lines.map((line) => `${escapeJson(JSON.stringify(line))}\n`).join("");
}

function isoPeriod({ from, to }: { readonly from: number; readonly to: number }) {
  return { from: iso(from), to: iso(to) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
