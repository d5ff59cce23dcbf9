import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FakePrograms } from "./fake-programs";
import { endOf, isGone, type EndedProgram } from "./node-program";

/** What a fake Terraform does in place of a command: shell, with the functions below. */
export interface FakeTerraform {
  readonly version?: string;
  readonly init?: string;
  readonly apply?: string;
  readonly destroy?: string;
}

/** For a fake Terraform: how the real one takes its lock, writes its state, and ends. */
const FUNCTIONS = `
lock() { : >> "$state"; echo '{"ID":"1","Who":"me"}' > "$lock"; }
unlock() { rm "$lock"; }
deployed() { echo '{"version":4,"outputs":{},"resources":[{}]}' > "$state"; }
destroyed() { echo '{"version":4,"outputs":{},"resources":[]}' > "$state"; }
waits() { while :; do sleep 0.1; done; }
deaf() { trap '' INT TERM; }
`;

/** A folder in which `npm run local` runs, as compiled, with fake programs. */
export class LocalFolder {
  readonly programs = new FakePrograms();
  private readonly folder = mkdtempSync(join(tmpdir(), "audit-trail-run-"));
  private readonly log = join(this.folder, "log");

  terraform({
    version = `echo '{"terraform_version":"1.11.4"}'`,
    init = ":",
    apply = "exit 1",
    destroy = "lock; destroyed; unlock",
  }: FakeTerraform): this {
    this.programs.add(
      "terraform",
      `PATH=/bin:/usr/bin
stack=$(basename "$PWD"); state=../../../terraform.$stack.tfstate; lock=../../../.terraform.$stack.tfstate.lock.info
${this.sayer()}
say "$1 $stack"
${FUNCTIONS}
case "$1" in
version) ${version};;
init) ${init};;
apply) ${apply};;
destroy) ${destroy};;
esac`,
    );
    return this;
  }

  /** Defines `say`, which notes a text with the id of the process. */
  sayer(): string {
    return `say() { echo "$$ $1" >> "${this.log}"; }`;
  }

  /** Resolves when a fake program has noted this text. */
  async said(text: string): Promise<void> {
    for (let left = 600; !this.notes().includes(text); left -= 1) {
      if (left === 0) throw new Error(`nothing noted ${text}, only:\n${this.notes()}`);
      await sleep(50);
    }
  }

  notes(): string {
    return existsSync(this.log) ? readFileSync(this.log, "utf8") : "";
  }

  forget(): void {
    rmSync(this.log, { force: true });
  }

  /** Starts a command; `interrupt` sends it signals. */
  start(command: "main" | "down", ...args: string[]) {
    const file = join(__dirname, "..", "..", "dist", "tools", "local", `${command}.js`);
    const env = { PATH: this.programs.folder, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
    const program = spawn(process.execPath, [file, ...args], { cwd: this.folder, env });
    return { program, ended: endOf(program) };
  }

  /** Runs a command, and sends a signal each time one of the texts is noted. */
  async interrupt(
    command: readonly ["main" | "down", ...string[]],
    ...moments: readonly (readonly [text: string, signal: NodeJS.Signals])[]
  ): Promise<EndedProgram & { readonly seconds: number }> {
    const { program, ended } = this.start(...command);
    for (const [text, signal] of moments) {
      await Promise.race([this.said(text), ended]);
      // Sooner it would be taken for a copy of the signal before.
      await sleep(400);
      program.kill(signal);
    }
    const from = performance.now();
    const result = await ended;
    return { ...result, seconds: (performance.now() - from) / 1000 };
  }

  /** Names of files that a run has left, besides the providers. */
  files(): string[] {
    const local = join(this.folder, ".local");
    return existsSync(local) ? readdirSync(local).filter((name) => name !== "providers") : [];
  }

  write(name: string, text: string): void {
    mkdirSync(join(this.folder, ".local"), { recursive: true });
    writeFileSync(join(this.folder, ".local", name), text);
  }

  /** Whether every process that noted something has ended, and its group with it. */
  async allGone(): Promise<boolean> {
    const pids = [...this.notes().matchAll(/^(\d+) /gm)].map(([, pid]) => Number(pid));
    for (const pid of new Set(pids)) if (!(await isGone(pid))) return false;
    return pids.length > 0;
  }

  remove(): void {
    for (const [, pid] of this.notes().matchAll(/^(\d+) /gm)) {
      try {
        process.kill(-Number(pid), "SIGKILL");
      } catch {
        // As it should be.
      }
    }
    this.programs.remove();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
