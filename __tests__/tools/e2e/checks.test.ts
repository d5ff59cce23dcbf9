import { Checks, expectSame, Mismatch, Stopped } from "../../../tools/e2e/checks";

// On a terminal that can erase, whatever runs the tests.
beforeAll(() => void (process.env["TERM"] = "xterm"));

function checks(signal = new AbortController().signal) {
  const lines: string[] = [];
  const write = (text: string) => lines.push(text.replace(/\d+\.\d s|in \d+ s/g, "N s").replace(/ +/g, " ")) > 0;
  return { lines, checks: new Checks({ write }, signal) };
}

test("a step without an error is ok, with its result", async () => {
  const { lines, checks: steps } = checks();
  expect(await steps.run("verify", () => Promise.resolve("49 passed"))).toBe(true);
  expect(lines).toEqual([" ok N s verify 49 passed\n"]);
  expect([steps.failed, steps.total]).toEqual([0, "1 ok, 0 FAILED, 0 skipped, N s".replace("N s", "in 0 s")]);
});

test("a terminal shows the steps that run, and each result on a clean line", async () => {
  const written: string[] = [];
  const terminal = {
    isTTY: true,
    columns: 60,
    write: (text: string) => written.push(text.replace(/\d+\.\d s/, "N s")),
  };
  const steps = new Checks(terminal, new AbortController().signal);
  let end = () => {};
  const first = steps.run("verify", () => new Promise((resolve) => (end = () => resolve(undefined))));
  await steps.run("canary", () => Promise.resolve(undefined));
  end();
  await first;
  expect(written.map((text) => text.replace("\r\u001b[K", "<erase>").replace(/ +/g, " "))).toEqual([
    "<erase>running: verify",
    "<erase>running: verify, canary",
    "<erase>",
    " ok N s canary\n",
    "<erase>running: verify",
    "<erase>",
    " ok N s verify\n",
  ]);
});

test("a step with a mismatch is FAILED with both values, and the next one runs", async () => {
  const { lines, checks: steps } = checks();
  await steps.run("verify", async () => {
    expectSame("exit", 0, 1);
    return undefined;
  });
  await steps.run("canary", () => Promise.resolve(undefined));
  expect(lines).toEqual([" FAILED N s verify: exit: expected 1, found 0\n", " ok N s canary\n"]);
  expect(steps.failed).toBe(1);
});

test("an unexpected error shows where it was thrown", async () => {
  const { lines, checks: steps } = checks();
  await steps.run("verify", () => Promise.reject(new TypeError("no such thing")));
  expect(lines[0]).toMatch(/FAILED N s verify: TypeError: no such thing\n.*checks\.test\.ts/);
});

test("a failed step that others require stops the run", async () => {
  const { checks: steps } = checks();
  const failing = steps.need("apply", () => Promise.reject(new Mismatch("no")));
  await expect(failing).rejects.toThrow(new Stopped("stopped, because the following steps require: apply"));
});

test("after an interrupt no step begins", async () => {
  const { lines, checks: steps } = checks(AbortSignal.abort());
  await expect(steps.run("verify", () => Promise.resolve(undefined))).rejects.toThrow(new Stopped("Interrupted"));
  expect(lines).toEqual([]);
});

test.each([
  [["a", "b"], ["a"]],
  [[], ["a"]],
  [["b"], ["a"]],
])("%j is not %j", (found, expected) => {
  expect(() => expectSame("checks", found, expected)).toThrow(
    new Mismatch(`checks: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`),
  );
});

test("steps of a parallel section count immediately, and their lines are printed together", async () => {
  const { lines, checks: steps } = checks();
  const { checks: beside, end } = steps.beside("README");
  await beside.run("deploy", () => Promise.resolve("9 added"));
  await steps.run("verify", () => Promise.resolve(undefined));
  await beside.run("destroy", () => Promise.reject(new Mismatch("no")));
  expect([steps.failed, lines]).toEqual([1, [" ok N s verify\n"]]);
  end();
  expect(lines.slice(1)).toEqual(["\nREADME\n", " ok N s deploy 9 added\n", " FAILED N s destroy: no\n"]);
});
