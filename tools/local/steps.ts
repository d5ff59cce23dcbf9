import { StatusLine } from "../../cli/framework/status-line";
import type { Stream } from "../../cli/framework/streams";
import { tableLines, type Column } from "../../cli/render/table";
import { PLAIN } from "../../cli/render/terminal";
import type { Progress } from "../terraform/progress";

/** Shows the steps of a run with their times: a line for each finished step, and on a terminal a status line. */
export class Steps {
  private readonly started = performance.now();
  private readonly status: StatusLine;

  /** A step that fails after `signal` is aborted is shown as stopped. */
  constructor(
    private readonly out: Stream,
    private readonly signal?: AbortSignal,
  ) {
    this.status = new StatusLine(out);
  }

  /** Runs a step. `note` describes its result. A failed step is shown, and its error is thrown again. */
  async run<Result>(
    name: string,
    work: (progress: Progress) => Promise<Result>,
    note: (result: Result) => string = () => "",
  ): Promise<Result> {
    const from = performance.now();
    let text = "";
    const draw = () => this.status.show(aligned(STEP, [name, seconds(from), text]));
    const timer = setInterval(draw, 200);
    try {
      const result = await work((progress) => (text = progress));
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

  /** Time since the start. */
  get total(): string {
    return seconds(this.started);
  }

  private line(state: string, name: string, from: number, note: string): void {
    this.status.clear();
    this.out.write(`${aligned([STATE, ...STEP], [state, name, seconds(from), note])}\n`);
  }
}

const STATE: Column = { title: "", width: "skipped".length };
const STEP: readonly Column[] = [{ title: "", width: 22 }, { title: "", width: 7, right: true }, { title: "" }];

/** One line with columns of fixed width, because the lines of a run are written one by one. */
function aligned(columns: readonly Column[], row: readonly string[]): string {
  return tableLines({ columns, rows: [row] }, PLAIN).join("\n");
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
