import { diffLines } from "diff";
import { escapeTerminal } from "../../../render/escape";

export interface DiffLine {
  readonly mark: "+" | "-" | " ";
  readonly text: string;
}

/** The lines of two texts, each marked as added, removed or unchanged. */
export function linesOfDiff(before: string | undefined, after: string | undefined): DiffLine[] {
  return diffLines(before ?? "", after ?? "").flatMap(({ value, added, removed }) => {
    const mark = added ? "+" : removed ? "-" : " ";
    const lines = value.replace(/\n$/, "").split("\n");
    return lines.map((text): DiffLine => ({ mark, text: escapeTerminal(text) }));
  });
}
