import { StatusLine } from "../../framework/status-line";
import type { Streams } from "../../framework/streams";
import { count } from "../../render/count";
import type { Summary } from "./summary";

const PAUSE_MS = 100;

/** Shows on a terminal how far a search is. */
export class Progress {
  private readonly line: StatusLine;
  private shownAt = 0;

  constructor(
    { err }: Streams,
    private readonly total: number | undefined,
    quiet: boolean,
  ) {
    this.line = new StatusLine(quiet ? { write: () => undefined } : err);
  }

  show({ files, bytes, found }: Summary): void {
    const now = performance.now();
    if (now - this.shownAt < PAUSE_MS) return;
    this.shownAt = now;
    const read = this.total === undefined ? count(files, "file") : `${files} of ${count(this.total, "file")}`;
    this.line.show(`${read}, ${(bytes / 1e6).toFixed(0)} MB, ${count(found, "record")} found`);
  }

  clear(): void {
    this.line.clear();
  }
}
