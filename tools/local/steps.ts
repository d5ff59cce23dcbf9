import type { Progress } from "../terraform/progress";

type Output = Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;

/** Shows the steps of a run, each with its time: one line when it ends, and on a terminal one that moves meanwhile. */
export class Steps {
  private readonly started = performance.now();

  constructor(private readonly out: Output) {}

  /** `note` says what came of it. A step that fails says so, and throws on. */
  async run<Result>(
    name: string,
    work: (progress: Progress) => Promise<Result>,
    note: (result: Result) => string = () => "",
  ): Promise<Result> {
    const from = performance.now();
    let text = "";
    const draw = () => this.redraw(`${name.padEnd(WIDTH)} ${seconds(from)}  ${text}`);
    const timer = this.out.isTTY ? setInterval(draw, 200) : undefined;
    try {
      const result = await work((said) => (text = said));
      this.line("ok", name, from, note(result));
      return result;
    } catch (error) {
      this.line("failed", name, from, "");
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
    this.redraw("");
    this.out.write(`${state.padEnd(7)} ${name.padEnd(WIDTH)} ${seconds(from)}${note && `  ${note}`}\n`);
  }

  private redraw(text: string): void {
    if (this.out.isTTY) this.out.write(`\r\x1b[K${text.slice(0, (this.out.columns || 80) - 1)}`);
  }
}

const WIDTH = 22;

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`.padStart(7);
}
