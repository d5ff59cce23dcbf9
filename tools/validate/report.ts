import { StatusLine } from "../../cli/framework/status-line";
import type { Stream } from "../../cli/framework/streams";
import { resultLines, type Result } from "../terraform/verdict";

/** Prints results in the order of `names` as they arrive, and on a terminal also the running stacks. */
export class Report {
  private readonly waiting = new Map<string, Result>();
  private readonly running = new Set<string>();
  private readonly status: StatusLine;
  private readonly nameWidth: number;
  private printed = 0;

  constructor(
    private readonly names: readonly string[],
    private readonly stream: Stream,
  ) {
    this.status = new StatusLine(stream);
    this.nameWidth = Math.max(...names.map(({ length }) => length));
  }

  start(name: string): void {
    this.running.add(name);
    this.showProgress();
  }

  finish(result: Result): void {
    this.running.delete(result.name);
    this.waiting.set(result.name, result);
    this.status.clear();
    for (let next = this.nextResult(); next; next = this.nextResult()) {
      this.stream.write(`${resultLines(next, this.nameWidth).join("\n")}\n`);
      this.printed++;
    }
    this.showProgress();
  }

  private nextResult(): Result | undefined {
    return this.waiting.get(this.names[this.printed] ?? "");
  }

  private showProgress(): void {
    if (this.running.size === 0) return;
    const done = this.waiting.size;
    this.status.show(`${done} of ${this.names.length} done, running: ${[...this.running].join(", ")}`);
  }
}
