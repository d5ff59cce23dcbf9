import { Report } from "../../../tools/validate/report";
import type { Result } from "../../../tools/terraform/verdict";

// On a terminal that can erase, whatever runs the tests.
beforeAll(() => void (process.env["TERM"] = "xterm"));

/** Collects what is written. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { isTTY, columns: 40, write, text: () => written.join("") };
}

const passed = (name: string): Result => ({ name, verdict: { kind: "ok", warnings: 0 }, seconds: 1 });

test("results come in the order of the names, whichever ends first", () => {
  const out = stream(false);
  const report = new Report(["a", "bb", "c"], out);
  report.finish(passed("bb"));
  expect(out.text()).toBe("");
  report.finish(passed("a"));
  expect(out.text()).toBe("ok       a   (1.0 s)\nok       bb  (1.0 s)\n");
  report.finish(passed("c"));
  expect(out.text()).toBe("ok       a   (1.0 s)\nok       bb  (1.0 s)\nok       c   (1.0 s)\n");
});

test("a pipe sees results alone", () => {
  const out = stream(false);
  const report = new Report(["a"], out);
  report.start("a");
  report.finish(passed("a"));
  expect(out.text()).toBe("ok       a  (1.0 s)\n");
});

test("a terminal sees what runs, on one line that is erased", () => {
  const out = stream(true);
  const report = new Report(["a", "b"], out);
  report.start("a");
  report.start("b");
  report.finish(passed("a"));
  report.finish(passed("b"));
  expect(out.text()).toBe(
    [
      "\r\u001b[K0 of 2 done, running: a",
      "\r\u001b[K0 of 2 done, running: a, b",
      "\r\u001b[K",
      "ok       a  (1.0 s)\n",
      "\r\u001b[K1 of 2 done, running: b",
      "\r\u001b[K",
      "ok       b  (1.0 s)\n",
    ].join(""),
  );
});

test("what runs never takes a second line of the terminal", () => {
  const out = stream(true);
  const report = new Report(["a-name-that-is-longer-than-the-line"], out);
  report.start("a-name-that-is-longer-than-the-line");
  expect(out.text().slice("\r\u001b[K".length)).toHaveLength(39);
});
