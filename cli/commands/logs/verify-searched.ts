import type { Streams } from "../../framework/streams";
import { UserError } from "../../framework/user-error";
import type { HashState } from "../../logs/integrity/hash-state";
import { exitStatus, type Finding, type Validation } from "../../logs/integrity/result";
import { verdictOf } from "../../logs/integrity/verdict";
import type { Report } from "../../logs/scan";
import { readPeriod, type Period } from "../../logs/selection";
import { escapeTerminal } from "../../render/escape";
import type { FindValues } from "./find-command";
import { readKeys } from "./validate/keys";
import { validateSources } from "./validate/validate-sources";

/** Validates the files that a search reads, without reading them again. */
export interface Verifier {
  readonly add: (report: Report) => void;
  /** Validates what was searched, and what else lies there. */
  readonly finish: (streams: Streams, signal: AbortSignal) => Promise<Verified>;
}

export interface Verified {
  readonly notes: readonly string[];
  /** In lines for a terminal. Empty if all files are proven. */
  readonly doubts: readonly string[];
}

/** More would fill the terminal. */
const SHOWN = 10;

/** Undefined unless --verify is given. Throws a `UserError` for sources without digests, and for unreadable keys. */
export function verifierOf(values: FindValues, sources: readonly string[]): Verifier | undefined {
  if (!values.verify) {
    if (values.keys.length > 0) throw new UserError("--keys is for --verify");
    return undefined;
  }
  if (sources.includes("-")) throw new UserError("--verify: standard input has no digests; give a folder or a bucket");
  const keys = readKeys(values.keys);
  const searched = new Map<string, string>();
  const withHits = new Set<string>();
  const compared = new Set<string>();
  const hashes: HashState = {
    // These are the bytes that were searched, whatever the file holds by now.
    get: ({ name }) => {
      compared.add(name);
      const hash = searched.get(name);
      return hash === undefined ? undefined : { hash, bytes: 0, calls: [] };
    },
    set: () => undefined,
    end: () => undefined,
  };
  return {
    add: ({ name, hash, rows }) => {
      if (hash !== undefined) searched.set(name, hash);
      if (rows.length > 0) withHits.add(name);
    },
    finish: async (streams, signal) => {
      const wider = (period: Period) => readPeriod({ ...period, lateDays: values.late });
      const validated = await validateSources({ sources, values, keys, hashes, wider }, streams, signal);
      const validation = { ...validated, findings: judgeHits(validated, withHits, compared) };
      const verdict = `verify: ${verdictOf(validation)}`;
      if (exitStatus(validation) === 0) return { notes: [verdict], doubts: [] };
      const doubtful = validation.findings.filter(({ state }) => state !== "pending");
      const sorted = [...doubtful].sort((a, b) => Number(withHits.has(b.name)) - Number(withHits.has(a.name)));
      const more = sorted.length - SHOWN;
      return {
        notes: [],
        doubts: [
          escapeTerminal(verdict),
          ...sorted.slice(0, SHOWN).map((one) => lineOf(one, withHits)),
          ...(more > 0 ? [`  and ${more} more: logs validate lists all`] : []),
          ...validation.notes.map((note) => escapeTerminal(`  ${note}`)),
        ],
      };
    },
  };
}

/**
 * The findings, and each file with records in the result that no finding names and no digest was compared with. A file
 * whose digest is not due yet proves nothing either.
 */
function judgeHits({ findings }: Validation, withHits: ReadonlySet<string>, compared: ReadonlySet<string>): Finding[] {
  const found = new Set(findings.map(({ name }) => name));
  const others = [...withHits].filter((name) => !found.has(name) && !compared.has(name));
  return [
    ...findings.map((one) =>
      one.state === "pending" && withHits.has(one.name) ? { ...one, state: "unproven" as const } : one,
    ),
    ...others.map((name) => ({
      state: "unproven" as const,
      kind: "log" as const,
      key: name,
      name,
      detail: "no digest names it",
    })),
  ];
}

function lineOf({ state, name, detail }: Finding, withHits: ReadonlySet<string>): string {
  const hits = withHits.has(name) ? "records of it are in the result; " : "";
  return escapeTerminal(`  ${state}: ${name}: ${hits}${detail}`);
}
