import { parseArguments } from "../../../tools/local/arguments";
import { Steps } from "../../../tools/local/steps";
import { runNote } from "../../../tools/local/summary";

// On a terminal that can erase, whatever runs the tests.
beforeAll(() => void (process.env["TERM"] = "xterm"));

function collector(isTTY: boolean) {
  let text = "";
  const out = { isTTY, columns: 60, write: (part: string) => ((text += part), true) };
  return { out, text: () => text };
}

test("a step is one line with its time and its result", async () => {
  const { out, text } = collector(false);
  expect(
    await new Steps(out).run(
      "synth",
      () => Promise.resolve(2),
      (stacks) => `${stacks} stacks`,
    ),
  ).toBe(2);
  expect(text()).toMatch(/^ok {7}synth {21}0\.\d s {2}2 stacks\n$/);
});

test("a failed step is shown, and its error is thrown again", async () => {
  const { out, text } = collector(false);
  const step = new Steps(out).run("apply", () => Promise.reject(new Error("no")));
  await expect(step).rejects.toThrow("no");
  expect(text()).toMatch(/^failed {3}apply {21}0\.\d s\n$/);
});

test("a pipe gets no control characters, a terminal gets progress no wider than itself", async () => {
  const work = async (progress: (text: string) => void) => {
    progress("x".repeat(200));
    await new Promise((resolve) => setTimeout(resolve, 300));
  };
  const [pipe, terminal] = [collector(false), collector(true)];
  await Promise.all([new Steps(pipe.out).run("apply", work), new Steps(terminal.out).run("apply", work)]);
  expect(pipe.text()).not.toContain("\r");
  const drawn = terminal.text().split("\r\x1b[K");
  expect(drawn.some((line) => line.includes("xxx"))).toBe(true);
  expect(Math.max(...drawn.slice(0, -1).map((line) => line.length))).toBeLessThan(60);
});

test("Terraform's waits are shown by type, the longest of each", () => {
  const lifecycle = "aws_s3_bucket_lifecycle_configuration";
  const waited = [
    { type: lifecycle, seconds: 55 },
    { type: "aws_kms_key", seconds: 12 },
    { type: lifecycle, seconds: 56 },
  ];
  expect(runNote({ resources: 21, waited })).toBe(
    `21 resources; Terraform waited 56 s for ${lifecycle}, 12 s for aws_kms_key`,
  );
  expect(runNote({ resources: 1, waited: [] })).toBe("1 resource");
});

describe("arguments", () => {
  test("by default, the run starts and stops an emulator", () => {
    expect(parseArguments([])).toEqual({ keep: false, endpoint: undefined, help: false });
  });

  test("all of them", () => {
    expect(parseArguments(["--keep", "--endpoint", "http://127.0.0.1:5000"])).toEqual({
      keep: true,
      endpoint: "http://127.0.0.1:5000",
      help: false,
    });
  });

  test.each([
    [["--kep"], "unknown option --kep; did you mean --keep? (see --help)"],
    [["down"], 'only options are allowed, got "down" (see --help)'],
    [["--endpoint"], "--endpoint requires a value: --endpoint URL (see --help)"],
  ])("%j is refused", (args, message) => {
    expect(() => parseArguments(args)).toThrow(message);
  });
});
