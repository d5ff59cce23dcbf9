import { StatusLine } from "../../cli/framework/status-line";
import type { Stream } from "../../cli/framework/streams";
import { tableLines } from "../../cli/render/table";
import { PLAIN } from "../../cli/render/terminal";

/** A result differs from the expected one. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
}

/** The following steps cannot run. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Reports the result of each step in a line and counts the results; a terminal also shows the running steps. */
export class Checks {
  private readonly started = performance.now();
  private readonly counts: { ok: number; FAILED: number; skipped: number };
  private readonly running: Set<string>;
  private readonly status: StatusLine;

  /** Adds to the counts of `others`, and shows their running steps too. */
  constructor(
    private readonly out: Stream,
    private readonly signal: AbortSignal,
    others?: Checks,
  ) {
    this.counts = others?.counts ?? { ok: 0, FAILED: 0, skipped: 0 };
    this.running = others?.running ?? new Set();
    this.status = others?.status ?? new StatusLine(out);
  }

  /** A section whose steps run in parallel with these. `end` prints their lines together. */
  beside(title: string): { readonly checks: Checks; readonly end: () => void } {
    const lines: string[] = [];
    const checks = new Checks({ write: (line) => lines.push(line) }, this.signal, this);
    const end = () => {
      this.status.clear();
      this.section(title);
      lines.forEach((line) => this.out.write(line));
    };
    return { checks, end };
  }

  get failed(): number {
    return this.counts.FAILED;
  }

  section(title: string): void {
    this.out.write(`\n${title}\n`);
  }

  /** Runs a step, which returns a short description of its result. A failed step does not stop the others. True if ok. */
  async run(name: string, work: () => Promise<string | undefined>): Promise<boolean> {
    if (this.signal.aborted) throw new Stopped("Interrupted");
    const from = performance.now();
    this.running.add(name);
    this.showRunning();
    try {
      this.line("ok", name, from, (await work()) ?? "");
      return true;
    } catch (error) {
      if (this.signal.aborted) throw new Stopped("Interrupted");
      this.line("FAILED", name, from, reasonOf(error));
      return false;
    } finally {
      this.running.delete(name);
      this.showRunning();
    }
  }

  /** Like `run`, for a step that the following ones require. */
  async need(name: string, work: () => Promise<string | undefined>): Promise<void> {
    if (!(await this.run(name, work))) throw new Stopped(`stopped, because the following steps require: ${name}`);
  }

  skip(name: string, reason: string): void {
    this.line("skipped", name, performance.now(), reason);
  }

  /** `51 ok, 1 FAILED, 0 skipped, in 250 s` */
  get total(): string {
    const counts = Object.entries(this.counts).map(([state, count]) => `${count} ${state}`);
    return `${counts.join(", ")}, in ${((performance.now() - this.started) / 1000).toFixed(0)} s`;
  }

  private showRunning(): void {
    if (this.running.size > 0) this.status.show(`running: ${[...this.running].join(", ")}`);
    else this.status.clear();
  }

  private line(state: keyof typeof this.counts, name: string, from: number, text: string): void {
    this.status.clear();
    this.counts[state] += 1;
    const seconds = `${((performance.now() - from) / 1000).toFixed(1)} s`;
    const [first = "", ...more] = text.split("\n");
    const result = first === "" ? name : `${name}${state === "ok" ? "  " : ": "}${first}`;
    this.out.write(
      `${tableLines({ columns: COLUMNS, rows: [[state, seconds, [result, ...more]]], indent: 2 }, PLAIN).join("\n")}\n`,
    );
  }
}

/** Fixed widths, because the lines are written one by one. */
const COLUMNS = [{ title: "", width: "skipped".length }, { title: "", width: 8, right: true }, { title: "" }];

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // For any other error, show where it was thrown.
  return /^(Mismatch|UserError|TerraformFailed)$/.test(error.name) ? error.message : (error.stack ?? error.message);
}

/** Throws a `Mismatch` that shows both values if their JSON differs. */
export function expectSame(what: string, found: unknown, expected: unknown): void {
  const [is, should] = [found, expected].map((value) => JSON.stringify(value));
  if (is !== should) throw new Mismatch(`${what}: expected ${should}, found ${is}`);
}

/** Throws a `Mismatch` if the condition is false. */
export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Mismatch(otherwise);
}
