import { OutputLimitError, runProgram, type ProgramOptions } from "../../../cli/framework/process";
import { endOf, isGone, startNodeProgram } from "../../support/node-program";

const node = (program: string, options: ProgramOptions = {}) => runProgram(process.execPath, ["-e", program], options);
const sh = (script: string, options: ProgramOptions = {}) => runProgram("sh", ["-c", script], options);

test("a program gives its exit status and what it printed", async () => {
  await expect(node("console.log('out'); console.error('err'); process.exitCode = 3")).resolves.toEqual({
    code: 3,
    stdout: "out\n",
    stderr: "err\n",
  });
});

test("a program that does not exist is an error", async () => {
  await expect(runProgram("no-such-program", [])).rejects.toThrow("spawn no-such-program ENOENT");
});

test("it runs in the folder, and with the variables, that it is given", async () => {
  const { stdout } = await sh("pwd; echo $A", { cwd: "/", env: { PATH: process.env["PATH"], A: "1" } });
  expect(stdout).toBe("/\n1\n");
});

test("lines come while it runs, each whole", async () => {
  const lines: string[] = [];
  await sh("printf 'one\\ntw'; sleep 0.1; printf 'o\\nrest'", { onLine: (line) => lines.push(line) });
  expect(lines).toEqual(["one", "two"]);
});

test("a program that prints too much is killed", async () => {
  const chatty = sh("yes", { maxOutput: 1000 });
  await expect(chatty).rejects.toThrow(OutputLimitError);
  await expect(chatty).rejects.toThrow("sh printed more than 1000 characters");
});

describe("an interrupt", () => {
  test("asks the program to end, which decides how", async () => {
    const interrupt = new AbortController();
    const onLine = () => interrupt.abort();
    const { code, stdout } = await sh("trap 'echo saved; exit 7' INT; echo ready; while :; do sleep 0.05; done", {
      signal: interrupt.signal,
      onLine,
    });
    expect({ code, stdout }).toEqual({ code: 7, stdout: "ready\nsaved\n" });
  });

  test("kills a program that does not listen, when the patience is over", async () => {
    const interrupt = new AbortController();
    const started = performance.now();
    const { code } = await sh("trap '' INT; echo ready; sleep 30 & wait; sleep 30", {
      signal: interrupt.signal,
      patienceMs: 200,
      onLine: () => interrupt.abort(),
    });
    expect(code).toBeNull();
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("that came before ends the program as soon as it starts", async () => {
    // Not by a shell, which may lose a signal that comes while it forks.
    const ended = runProgram("sleep", ["30"], { signal: AbortSignal.abort() });
    await expect(ended).resolves.toMatchObject({ code: null });
  });

  test("does not wait for patience if the program is to be killed", async () => {
    const [interrupt, kill] = [new AbortController(), new AbortController()];
    const { code } = await sh("trap 'echo trapped' INT; echo ready; while :; do sleep 0.05; done", {
      signal: interrupt.signal,
      kill: kill.signal,
      onLine: (line) => (line === "ready" ? interrupt.abort() : kill.abort()),
    });
    expect(code).toBeNull();
  });
});

describe("nothing that a program started is left", () => {
  test("when it ends", async () => {
    let group = 0;
    await sh("sleep 60 & echo started", { onStart: (pid) => (group = pid) });
    expect(await isGone(group)).toBe(true);
  });

  test.each(["process.exit(3)", "setTimeout(() => { throw new Error('unforeseen') })"])(
    "when this process ends with %s",
    async (end) => {
      const group = await groupOf(`runProgram("sleep", ["60"], { onStart: (pid) => { console.log(pid); ${end} } })`);
      expect(await isGone(group)).toBe(true);
    },
  );

  test("but for a program that may outlive this process", async () => {
    const group = await groupOf(
      'console.log(startGroup("sleep", ["60"], { outlives: true, stdio: "ignore" }).pid); process.exit()',
    );
    expect(await isGone(group)).toBe(false);
    expect(process.kill(-group, "SIGKILL")).toBe(true);
  });

  /** The process group that a program prints, which starts it and ends. */
  async function groupOf(script: string): Promise<number> {
    const load = 'const { runProgram, startGroup } = require("./cli/framework/process.ts");';
    const { stdout } = await endOf(startNodeProgram(`${load} ${script}`));
    expect(stdout).toMatch(/^\d\d+\n$/);
    return Number(stdout);
  }
});
