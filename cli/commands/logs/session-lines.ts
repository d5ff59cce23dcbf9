import { tableLines } from "../../render/table";
import type { Terminal } from "../../render/terminal";
import { displayWidth } from "../../render/width";
import type { Session } from "./sessions";

const TITLES = ["session", "opened by", "principal", "calls", "first", "last"];

/** The tree of sessions, as lines for a terminal. */
export function sessionLines(sessions: readonly Session[], terminal: Terminal): string[] {
  const rows = sessions.flatMap((session) => rowsOf(session, "", ""));
  // A tree must not wrap.
  const width = Math.max(TITLES[0]!.length, ...rows.map(([name]) => displayWidth(name!)));
  const columns = TITLES.map((title, index) => ({ title, ...(index === 0 && { width }), right: title === "calls" }));
  return tableLines({ columns, rows }, terminal);
}

function rowsOf(
  { key, opened, principal, calls, first, last, sessions }: Session,
  lead: string,
  indent: string,
): string[][] {
  const by = opened === undefined ? "" : `${opened.event} ${opened.time}`;
  return [
    [`${lead}${key}`, by, calls === 0 ? "not used" : principal, String(calls), first, last],
    ...sessions.flatMap((session, index) => {
      const isLast = index === sessions.length - 1;
      return rowsOf(session, `${indent}${isLast ? "└─ " : "├─ "}`, `${indent}${isLast ? "   " : "│  "}`);
    }),
  ];
}
