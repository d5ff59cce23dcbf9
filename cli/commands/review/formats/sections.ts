import { count } from "../../../render/count";
import type { Finding } from "../finding";
import type { Canonical } from "../../../policy/canonical";
import { NO_SID } from "../../../policy/document";
import type { Review } from "../review";
import { isGrave } from "../verdict";
import { CELL_HEAD, cellRows, WHO_HEAD, whoRows, type Cell } from "./cells";

/** Columns with names from the configuration, shown in a fixed-width font. */
export const CODE = ["protection", "resource", "policy", "statement", "by", "where", "entry"];

/** A section of the review, the same in every format. Plain text, which each format escapes. */
export interface Section {
  readonly title: string;
  /** Collapsed by default. */
  readonly folded: boolean;
  /** Titles of the columns; those in `CODE` are code. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Number of items in the rows. */
  readonly count: number;
  /** Complete statements. */
  readonly statements: readonly StatementText[];
}

export interface StatementText {
  readonly title: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Limit for the lines of a cell; the HTML report shows all. */
export const LINES = 10;

/** The lines of a cell; more than `most` are replaced by a line that says so. */
export function shortened(cell: Cell, most: number): readonly string[] {
  const lines = [cell].flat();
  return lines.length > most ? [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more`] : lines;
}

/** The sections of a review, most important first, without empty ones. */
export function sectionsOf(review: Review): Section[] {
  const open = review.findings.filter(({ accepted }) => accepted === undefined);
  const of = (kind: Finding["kind"], level?: Finding["level"]) =>
    open.filter((finding) => finding.kind === kind && (level === undefined || finding.level === level));
  return [
    section(
      "Protections",
      ["protection", "resource", "what"],
      of("protection").map(({ protection = "", address, what }) => [protection, address, what]),
    ),
    cellSection("Access gained", review.access.gained),
    section(
      "Access for other reasons",
      ["resource", "what"],
      of("access", "gained").flatMap(({ protection, address, what }) =>
        protection === undefined ? [] : [[address, what]],
      ),
    ),
    section(
      "Undecided",
      ["where", "why"],
      open.filter(({ level }) => level === "undecided").map(({ address, what }) => [address, what]),
    ),
    cellSection("Access undecided", review.access.undecided, true),
    {
      ...section("Who can do what in the new environment", WHO_HEAD, whoRows(firstCells(review)), true),
      count: firstCells(review).length,
    },
    policySection(review),
    cellSection("Access lost", review.access.lost, true),
    cellSection("Denied for other reasons", review.access.reasonChanged, true),
    changeSection(review),
    section(
      "Changed outside Terraform",
      ["resource", "action", "arguments"],
      review.drift.map(({ stack, address, action, changed }) => [`${stack}/${address}`, action, changed.join(", ")]),
    ),
    section("Entries that accept these findings", ["entry"], entriesOf(open), true),
    section(
      "Accepted",
      ["what", "where", "reason", "until"],
      review.findings.flatMap(({ what, address, accepted }) =>
        accepted ? [[what, address, accepted.reason, accepted.expires]] : [],
      ),
      true,
    ),
    section(
      "Acceptances to correct",
      ["where", "what"],
      of("acceptance").map(({ address, what }) => [address, what]),
    ),
  ].filter(({ rows }) => rows.length > 0);
}

function firstCells({ access }: Review): Review["access"]["expected"] {
  return access.isFirst ? access.expected : [];
}

/** More would be copied unread. */
const MOST_ENTRIES = 5;

/** For audit-trail.accept.json, but for the reason and the last day. */
function entriesOf(open: readonly Finding[]): string[][] {
  const grave = open.filter(({ level }) => isGrave(level));
  const entries = grave.flatMap(({ acceptable }) =>
    acceptable ? JSON.stringify({ ...acceptable, reason: "", expires: "" }) : [],
  );
  const distinct = [...new Set(entries)];
  return distinct.length > MOST_ENTRIES ? [] : distinct.map((entry) => [entry]);
}

function changeSection({ changes, destroyedStacks }: Review): Section {
  const rows = changes
    .filter(({ stack }) => !destroyedStacks.includes(stack))
    .map(({ stack, address, previousAddress, action, changed }) => [
      `${stack}/${address}`,
      previousAddress === undefined ? action : `${action === "none" ? "move" : action}, from ${previousAddress}`,
      changed.join(", "),
    ]);
  return {
    ...section("Everything that changes", ["resource", "action", "arguments"], rows, true),
    count: rows.length,
  };
}

function cellSection(title: string, cells: Parameters<typeof cellRows>[0], folded = false): Section {
  return { ...section(title, CELL_HEAD, cellRows(cells), folded), count: cells.length };
}

/** A policy that comes or goes with the key, role, policy or topic that it is of. */
const OWNERS = /[/.](aws_kms_key|aws_kms_replica_key|aws_iam_role|aws_iam_policy|aws_sns_topic)\./;

function isWhole(kind: Review["policies"][number]["kind"], address: string): boolean {
  return kind === "new" || (kind === "removed" && OWNERS.test(address));
}

/** The principals that the trust policy of a new role names: `; assumed by lambda.amazonaws.com`. */
function whoMayTake(argument: string, statements: Review["policies"][number]["statements"]): string {
  if (argument !== "assume_role_policy") return "";
  const names = statements.flatMap(({ after }) => {
    const { values = [], not = false } = after?.effect === "Allow" ? (after.principals ?? {}) : {};
    if (not) return ["everyone except some principals"];
    return values.map((value) =>
      value === "*" ? "everyone" : value.replace(/^\w+:/, "").replace(/^(\d{12})$/, "account $1"),
    );
  });
  return names.length === 0 ? "" : `; assumed by ${shortened([...new Set(names)], LINES).join(", ")}`;
}

function policySection({ policies }: Review): Section {
  const rows = policies.flatMap(({ address, argument, kind, statements, reason = "" }) => {
    if (kind === "unreadable") return [[address, "", kind, `${argument}: ${reason}`]];
    return isWhole(kind, address)
      ? [[address, "", kind, `${count(statements.length, "statement")}${whoMayTake(argument, statements)}`]]
      : statements.map(({ sid = NO_SID, tag, what }) => [address, sid, tag, what]);
  });
  const texts = policies.flatMap(({ address, kind, statements }) =>
    isWhole(kind, address)
      ? []
      : statements.map(({ sid = NO_SID, before, after }) => ({
          title: `${address} ${sid}`,
          before: textOf(before),
          after: textOf(after),
        })),
  );
  return { ...section("Policies", ["policy", "statement", "change", "what"], rows), statements: texts };
}

function section(title: string, head: readonly string[], rows: readonly (readonly Cell[])[], folded = false): Section {
  return { title, folded, head, rows, count: rows.length, statements: [] };
}

/** Sorts elements in the order of the IAM reference, so that only changes differ. */
const ELEMENTS = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"];

function textOf(canonical: Canonical | undefined): string | undefined {
  const statement = canonical?.statement as Record<string, unknown> | undefined;
  if (!statement) return undefined;
  const known = ELEMENTS.filter((element) => Object.hasOwn(statement, element));
  const rest = Object.keys(statement).filter((element) => !known.includes(element));
  return JSON.stringify(
    Object.fromEntries([...known, ...rest].map((name) => [name, sorted(statement[name])])),
    null,
    2,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? value[0] : [...(value as unknown[])].sort();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
