import { StatusLine } from "../../cli/framework/status-line";
import type { Stream } from "../../cli/framework/streams";
import type { Progress } from "../terraform/progress";

/** Shows the steps of a run, each with its time: one line when it ends, and on a terminal one that moves meanwhile. */
export class Steps {
  private readonly started = performance.now();

  private readonly status: StatusLine;

  /** A step that fails after `signal` was aborted is called stopped. */
  constructor(
    private readonly out: Stream,
    private readonly signal?: AbortSignal,
  ) {
    this.status = new StatusLine(out);
  }

  /** `note` says what came of it. A step that fails says so, and throws on. */
  async run<Result>(
    name: string,
    work: (progress: Progress) => Promise<Result>,
    note: (result: Result) => string = () => "",
  ): Promise<Result> {
    const from = performance.now();
    let text = "";
    const draw = () => this.status.show(`${name.padEnd(WIDTH)} ${seconds(from)}  ${text}`);
    const timer = setInterval(draw, 200);
    try {
      const result = await work((said) => (text = said));
      this.line("ok", name, from, note(result));
      return result;
    } catch (error) {
      this.line(this.signal?.aborted ? "stopped" : "failed", name, from, "");
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  skip(name: string, reason: string): void {
    this.line("skipped", name, performance.now(), reason);
  }

  /** Since the first step. */
  get total(): string {
    return seconds(this.started).trim();
  }

  private line(state: string, name: string, from: number, note: string): void {
    this.status.clear();
    this.out.write(`${state.padEnd(7)} ${name.padEnd(WIDTH)} ${seconds(from)}${note && `  ${note}`}\n`);
  }
}

const WIDTH = 22;

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`.padStart(7);
}
