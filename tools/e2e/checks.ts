import { StatusLine } from "../../cli/framework/status-line";
import type { Stream } from "../../cli/framework/streams";

/** What was expected did not happen. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
}

/** Nothing that follows can be tried. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Reports how each step ended, in a line, and counts; a terminal shows which steps run. */
export class Checks {
  private readonly started = performance.now();
  private readonly counts: { ok: number; FAILED: number; skipped: number };
  private readonly running: Set<string>;
  private readonly status: StatusLine;

  /** Counts with `others`, and shows its running steps with theirs. */
  constructor(
    private readonly out: Stream,
    private readonly signal: AbortSignal,
    others?: Checks,
  ) {
    this.counts = others?.counts ?? { ok: 0, FAILED: 0, skipped: 0 };
    this.running = others?.running ?? new Set();
    this.status = others?.status ?? new StatusLine(out);
  }

  /** A section whose steps run beside these. `end` prints their lines together. */
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

  /** Runs a step, which tells in a few words what came of it. A failing one stops nothing. Gives whether it is ok. */
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

  /** As `run`, for a step without which nothing that follows makes sense. */
  async need(name: string, work: () => Promise<string | undefined>): Promise<void> {
    if (!(await this.run(name, work))) throw new Stopped(`nothing more can be tried without: ${name}`);
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

  private line(state: keyof typeof this.counts, name: string, from: number, said: string): void {
    this.status.clear();
    this.counts[state] += 1;
    const seconds = ((performance.now() - from) / 1000).toFixed(1).padStart(6);
    const [first = "", ...more] = said.split("\n");
    const rest = more.map((line) => `          ${line}\n`).join("");
    const told = first === "" ? "" : `${state === "ok" ? "  " : ": "}${first}`;
    this.out.write(`  ${state.padEnd(7)} ${seconds} s  ${name}${told}\n${rest}`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of all others it matters where they came from.
  return /^(Mismatch|UserError|TerraformFailed)$/.test(error.name) ? error.message : (error.stack ?? error.message);
}

/** Throws a `Mismatch` that shows both where they are not the same as JSON. */
export function expectSame(what: string, found: unknown, expected: unknown): void {
  const [is, should] = [found, expected].map((value) => JSON.stringify(value));
  if (is !== should) throw new Mismatch(`${what}: expected ${should}, found ${is}`);
}

/** Throws a `Mismatch` where it does not hold. */
export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Mismatch(otherwise);
}
