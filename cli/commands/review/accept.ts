import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { unknownKey } from "../../../modules/closest";
import { readFailure } from "../../framework/file-error";
import { UserError } from "../../framework/user-error";
import type { Acceptance, Finding } from "./finding";

/** Committed next to the sources, so that findings are accepted in pull requests too. */
export const ACCEPT_FILE = "audit-trail.accept.json";

const text = v.pipe(v.string("must be a string"), v.trim(), v.minLength(1, "must not be empty"));
const day = v.pipe(
  v.string("must be a day like 2026-12-31"),
  v.check((value) => isDay(value), "must be a day like 2026-12-31"),
);
const ENTRY = {
  address: text,
  sid: v.optional(text),
  protection: v.optional(text),
  pin: text,
  reason: text,
  expires: day,
};
const schema = v.array(
  v.pipe(
    v.strictObject(ENTRY, "must be an object"),
    v.check(
      ({ sid, protection }) => (sid === undefined) !== (protection === undefined),
      "must name either sid or protection",
    ),
  ),
  "must be a list of accepted findings",
);

/** Reads the accepted findings; none if the default file does not exist. Throws a `UserError` for an invalid file. */
export function readAcceptances(file: string | undefined): Acceptance[] {
  const path = file ?? ACCEPT_FILE;
  if (file === undefined && !existsSync(path)) return [];
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${readFailure(error)}`);
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new UserError(result.issues.map((issue) => `${path}: ${problemOf(issue)}`).join("\n"));
}

/** `entry 1: pin is missing` */
function problemOf({ path, message, received, expected }: v.InferIssue<typeof schema>): string {
  const [index, key] = (path ?? []).map((one) => one.key);
  if (index === undefined) return message;
  const entry = `entry ${Number(index) + 1}`;
  if (key === undefined) return `${entry} ${message}`;
  if (expected === "never") return `${entry}: ${String(key)} is ${unknownKey(String(key), Object.keys(ENTRY))}`;
  return `${entry}: ${String(key)} ${received === "undefined" ? "is missing" : message}`;
}

export interface Circumstances {
  /** The stacks that are reviewed. */
  readonly stacks: readonly string[];
  /** All stacks. An entry for any other stack is misspelled. */
  readonly knownStacks: readonly string[];
  /** `2026-12-31` */
  readonly today: string;
  /** Address and Sid of statements that share it with another one. */
  readonly ambiguous: ReadonlySet<string>;
  /** What changed statements come to mean, by address and Sid; an empty text for those that are removed. */
  readonly meanings: ReadonlyMap<string, string>;
}

/**
 * Marks the accepted findings, and adds findings about the file itself: entries that have expired or that match
 * nothing. Ignores entries for stacks that are not reviewed.
 */
export function accept(
  findings: readonly Finding[],
  acceptances: readonly Acceptance[],
  { stacks, knownStacks, today, ambiguous, meanings }: Circumstances,
): Finding[] {
  const pinOf = ({ address, sid, protection }: Omit<Acceptance, "pin" | "reason" | "expires">): string => {
    if (sid !== undefined) return hash([address, sid, meanings.get(`${address} ${sid}`) ?? "unchanged"]);
    const whats = findings.filter((one) => one.address === address && one.protection === protection);
    return hash([address, protection, ...whats.map(({ what }) => what).sort()]);
  };
  const acceptable = (finding: Finding): Finding["acceptable"] => {
    const { address, protection, causes } = finding;
    const cause = causes.find((one) => one.sid !== undefined && !ambiguous.has(`${one.address} ${one.sid}`));
    const name = protection === undefined ? cause : { address, protection };
    return name && { ...name, pin: pinOf(name) };
  };
  const matching = (entry: Acceptance) => findings.filter((finding) => matches(entry, finding));
  const isAmbiguous = ({ address, sid }: Acceptance) => sid !== undefined && ambiguous.has(`${address} ${sid}`);
  const valid = acceptances.filter(
    (entry) => entry.expires >= today && !isAmbiguous(entry) && entry.pin === pinOf(entry),
  );
  const marked = findings.map((finding) => ({
    ...finding,
    acceptable: acceptable(finding),
    accepted: valid.find((entry) => matches(entry, finding)),
  }));
  const stackOf = ({ address }: Acceptance) => address.split("/")[0]!;
  const ours = acceptances.filter((entry) => stacks.includes(stackOf(entry)) || !knownStacks.includes(stackOf(entry)));
  const faults = ours.flatMap((entry) => {
    const name = `${entry.sid ?? entry.protection} of ${entry.address}`;
    if (isAmbiguous(entry)) return [fault(entry, `the acceptance of ${name} names more than one statement`)];
    if (matching(entry).length === 0) return [fault(entry, `the acceptance of ${name} matches no finding; remove it`)];
    if (entry.pin !== pinOf(entry)) {
      return [
        fault(
          entry,
          `the acceptance of ${name} is for something else; if this is accepted too, its pin is ${pinOf(entry)}`,
        ),
      ];
    }
    return entry.expires < today ? [fault(entry, `the acceptance of ${name} expired on ${entry.expires}`)] : [];
  });
  return [...marked, ...faults];
}

function matches({ address, sid, protection }: Acceptance, finding: Finding): boolean {
  if (protection !== undefined) return finding.protection === protection && finding.address === address;
  return finding.causes.some((cause) => cause.address === address && cause.sid === sid);
}

function hash(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 12);
}

function fault({ address }: Acceptance, what: string): Finding {
  return {
    level: "changed",
    kind: "acceptance",
    address,
    protection: undefined,
    causes: [],
    what,
    accepted: undefined,
  };
}

function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
