import { setTimeout as sleep } from "node:timers/promises";
import { interruptible, type Interrupt } from "../../../cli/framework/interrupt";
import { endOf, isGone, startNodeProgram, type EndedProgram } from "../../support/node-program";

const LOAD = `
  const { endWithReader, interruptible } = require("./cli/framework/interrupt.ts");
  const { runProgram } = require("./cli/framework/process.ts");
  const say = (text) => console.log(text);`;

/** Runs a script, and sends a signal when it prints `ready`, then more after pauses in milliseconds. */
async function interrupted(script: string, ...signals: readonly (NodeJS.Signals | number)[]): Promise<EndedProgram> {
  const program = startNodeProgram(LOAD + script);
  let sent = false;
  return endOf(program, (text) => {
    if (sent || !text.includes("ready")) return;
    sent = true;
    void (async () => {
      for (const one of signals) {
        if (typeof one === "number") await sleep(one);
        else program.kill(one);
      }
    })();
  });
}

/** Work that cleans up for half a second once it is interrupted. */
const CLEANS_UP = (times: number) => `
  interruptible((count) => say("interrupt " + count), async ({ signal, again, status }) => {
    const timer = setTimeout(() => undefined, 60_000);
    say("ready");
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    const cleaned = new Promise((resolve) => setTimeout(resolve, 1000, "cleaned up"));
    const stopped = new Promise((resolve) => again.addEventListener("abort", () => resolve("stopped cleaning up")));
    say(await Promise.race([cleaned, stopped]));
    clearTimeout(timer);
    process.exitCode = status();
  }, ${times})`;

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s stops the work, which cleans up", async (signal, code) => {
  expect(await interrupted(CLEANS_UP(1), signal)).toEqual({
    code,
    signal: null,
    stdout: "ready\ninterrupt 1\ncleaned up\n",
    stderr: "",
  });
});

test("one more ends the process at once", async () => {
  const { code, signal, stdout } = await interrupted(CLEANS_UP(1), "SIGINT", 400, "SIGINT");
  expect({ code, signal, stdout }).toEqual({ code: null, signal: "SIGINT", stdout: "ready\ninterrupt 1\n" });
});

test("a copy that npm sends on is no second interrupt", async () => {
  const { code, stdout } = await interrupted(CLEANS_UP(1), "SIGINT", 10, "SIGINT", 50, "SIGINT");
  expect({ code, stdout }).toEqual({ code: 130, stdout: "ready\ninterrupt 1\ncleaned up\n" });
});

test("a copy does not end a process that has just stopped", async () => {
  const stopsAtOnce = `
    interruptible(() => undefined, async ({ signal }) => {
      const timer = setTimeout(() => undefined, 60_000);
      say("ready");
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      clearTimeout(timer);
    }).then(() => setTimeout(() => { say("reported"); process.exitCode = 2; }, 100))`;
  const { code, signal, stdout } = await interrupted(stopsAtOnce, "SIGINT", 50, "SIGINT");
  expect({ code, signal, stdout }).toEqual({ code: 2, signal: null, stdout: "ready\nreported\n" });
});

test("work that listens twice can stop cleaning up; a third one ends the process", async () => {
  const second = await interrupted(CLEANS_UP(2), "SIGINT", 400, "SIGINT");
  expect(second).toMatchObject({ code: 130, stdout: "ready\ninterrupt 1\ninterrupt 2\nstopped cleaning up\n" });
  const never = `
    interruptible((count) => say("interrupt " + count), () => {
      say("ready");
      return new Promise((resolve) => setTimeout(resolve, 60_000));
    }, 2)`;
  const third = await interrupted(never, "SIGINT", 400, "SIGINT", 400, "SIGINT");
  expect(third).toMatchObject({ signal: "SIGINT", stdout: "ready\ninterrupt 1\ninterrupt 2\n" });
});

test("a process that is ended at once takes its programs with it", async () => {
  const stubborn = `
    interruptible(() => undefined, () =>
      runProgram("sh", ["-c", "trap '' INT TERM; sleep 60"], { onStart: (pid) => say(pid + " ready") }))`;
  const { signal, stdout } = await interrupted(stubborn, "SIGTERM", 400, "SIGTERM");
  expect(signal).toBe("SIGTERM");
  expect(await isGone(parseInt(stdout, 10))).toBe(true);
});

test("nobody listens any more when the work is done", async () => {
  const before = process.listenerCount("SIGINT");
  const work = async ({ signal, status }: Interrupt) => {
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    return [signal.aborted, status()];
  };
  await expect(interruptible(() => undefined, work)).resolves.toEqual([false, undefined]);
  await expect(
    interruptible(
      () => undefined,
      () => Promise.reject(new Error("no")),
    ),
  ).rejects.toThrow("no");
  await sleep(10);
  expect(process.listenerCount("SIGINT")).toBe(before);
});

describe("a reader that goes away, as with | head,", () => {
  /** Closes the program's standard output when it prints `ready`. */
  const unread = (script: string) => {
    const program = startNodeProgram(LOAD + script);
    return endOf(program, (text) => {
      if (text.includes("ready")) program.stdout!.destroy();
    });
  };

  test("interrupts work that can be interrupted, once", async () => {
    const writesOn = `
      endWithReader();
      setInterval(() => say("more"), 50).unref();
      interruptible((count) => console.error("interrupt " + count), async ({ signal, status }) => {
        say("ready");
        const timer = setTimeout(() => undefined, 60_000);
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await new Promise((resolve) => setTimeout(resolve, 1000));
        clearTimeout(timer);
        process.exitCode = status();
      })`;
    expect(await unread(writesOn)).toMatchObject({ code: 130, signal: null, stderr: "interrupt 1\n" });
  });

  test("ends all other work", async () => {
    const writesOn = `endWithReader(); say("ready"); setInterval(() => say("more"), 50)`;
    expect(await unread(writesOn)).toMatchObject({ code: 0, stderr: "" });
  });
});
