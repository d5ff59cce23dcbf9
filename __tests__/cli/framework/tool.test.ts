import { define, runnable, type Tool } from "../../../cli/framework/command";
import { choice, duration, text } from "../../../cli/framework/option";
import { runTool } from "../../../cli/framework/tool";
import { UserError } from "../../../cli/framework/user-error";

const HELP = "show, which is long enough to need a second line in a terminal that is as narrow as any";

const show = define({
  name: "show",
  summary: "show something",
  operands: "[FILE...]",
  options: {
    name: { ...text, group: "Input", placeholder: "NAME", help: "what to show", required: true },
    environment: { ...text, group: "Input", placeholder: "NAME", help: "environment" },
    tag: { ...text, group: "Behavior", placeholder: "TAG", help: HELP, multiple: true },
    strict: { type: "boolean", group: "Behavior", help: "be strict" },
    timeout: { ...duration("1s", "1h"), group: "Behavior", help: "time limit", default: "30s" },
    format: { ...choice(["table", "json"]), group: "Output", placeholder: "FORMAT", help: "format", default: "table" },
  },
  examples: ["npx tool show --name one --format json --timeout 30s --tag one --tag two --tag three --strict"],
});

const list = define({
  name: "list",
  summary: "list everything",
  options: {
    environment: { ...text, group: "Input", placeholder: "NAME", help: "environment" },
    all: { type: "boolean", group: "Input", help: "list hidden things too" },
  },
  examples: ["npx tool list"],
});

/** Runs a tool whose commands keep what they get. */
async function tool(args: readonly string[], columns?: number, failure?: Error) {
  const got: unknown[] = [];
  const run = (values: object, _: unknown, operands: readonly string[]) => {
    got.push({ ...values }, operands);
    return failure ? Promise.reject(failure) : Promise.resolve(0);
  };
  const ours: Tool = {
    name: "tool",
    summary: "do things",
    notes: ["Run it anywhere."],
    version: () => "1.2.3",
    commands: [runnable(show, () => run), runnable(list, () => run)],
  };
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({ columns, write: (part: string) => (written[name] += part) });
  const status = await runTool(ours, args, { out: stream("out"), err: stream("err") });
  return { status, ...written, got };
}

describe("options", () => {
  const DEFAULTS = { environment: undefined, tag: [], strict: false, timeout: 30_000, format: "table" };

  test("get their defaults, parsed", async () => {
    expect((await tool(["show", "--name", "one"])).got).toEqual([{ ...DEFAULTS, name: "one" }, []]);
  });

  test("are parsed, in any order around the command and its operands", async () => {
    const args = ["--timeout=2m", "show", "a.json", "--name", "one", "--tag", "x", "--strict", "--tag=-y", "b.json"];
    expect((await tool([...args, "--format", "json", "--", "--c"])).got).toEqual([
      { ...DEFAULTS, name: "one", tag: ["x", "-y"], strict: true, timeout: 120_000, format: "json" },
      ["a.json", "b.json", "--c"],
    ]);
  });
});

describe("mistakes are one line with exit status 2, and nothing runs", () => {
  const name = ["show", "--name", "one"];

  test.each([
    [["shwo"], 'unknown command "shwo"; did you mean show? (see tool --help)'],
    [["fly"], 'unknown command "fly"; commands are show, list (see tool --help)'],
    [["help", "show", "list"], 'help takes one command, got also "list"'],
    [["help", "lst"], 'unknown command "lst"; did you mean list? (see tool --help)'],
    [["--bogus"], "unknown option --bogus (see tool --help)"],
    [["--formt", "json"], "unknown option --formt; did you mean --format? (see tool --help)"],
    [["--vresion"], "unknown option --vresion; did you mean --version? (see tool --help)"],
    [["--format", "json"], "no command given (see tool --help)"],
    [["show"], "--name is required: --name NAME (see tool show --help)"],
    [[...name, "--formt", "json"], "unknown option --formt; did you mean --format? (see tool show --help)"],
    [[...name, "-x"], "unknown option -x (see tool show --help)"],
    [[...name, "--constructor"], "unknown option --constructor (see tool show --help)"],
    [[...name, "--all"], "--all is an option of list (see tool show --help)"],
    [[...name, "--format", "pdf"], '--format must be one of table, json, got "pdf" (see tool show --help)'],
    [
      [...name, "--timeout", "30"],
      '--timeout must be a time from 1s to 1h, such as 90s or 15m, got "30" (see tool show --help)',
    ],
    [[...name, "--format"], "--format requires a value: --format FORMAT (see tool show --help)"],
    [[...name, "--format="], "--format requires a value, got an empty one: --format FORMAT (see tool show --help)"],
    [["show", "--name", " "], "--name requires a value, got an empty one: --name NAME (see tool show --help)"],
    [
      ["show", "--name", "--strict"],
      "--name requires a value, got the option --strict; if it is the value, write --name=--strict (see tool show --help)",
    ],
    [[...name, "--strict=no"], '--strict takes no value, got "no" (see tool show --help)'],
    [[...name, "--name", "two"], "--name is given more than once; give it once (see tool show --help)"],
    [["list", "dev"], 'list takes options only, got "dev"; did you mean --environment dev? (see tool list --help)'],
  ])("%j", async (args, message) => {
    expect(await tool(args)).toEqual({ status: 2, out: "", err: `${message}\n`, got: [] });
  });
});

describe("help", () => {
  test.each([[["--help"]], [["-h"]], [["help"]], [["--help", "--bogus"]]])("%j lists the commands", async (args) => {
    const { status, out, err } = await tool(args);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toContain("\n  show          show something\n  list          list everything\n");
    expect(out).toMatch(/\nExit status: 0 no findings, 1 findings, 2 error\.\n$/);
  });

  test.each([[["help", "show"]], [["show", "--help"]], [["--help", "show"]], [["show", "-h", "--bogus"]]])(
    "%j describes the command, its options by groups",
    async (args) => {
      const { status, out, err, got } = await tool(args);
      expect({ status, err, got }).toEqual({ status: 0, err: "", got: [] });
      expect(out).toContain("Usage: tool show --name NAME [FILE...] [options]\n");
      expect(out.match(/^\w+:$/gm)).toEqual(["Input:", "Behavior:", "Output:", "Examples:"]);
      expect(out).toContain("\n  --name NAME         what to show (required)\n");
      expect(out).toContain("\n  --timeout TIME      time limit (default: 30s)\n");
      expect(out).toMatch(/\nExit status: 0 no findings, 1 findings, 2 error\.\n$/);
    },
  );

  test("goes to standard error with exit status 2 if there is no command", async () => {
    const { out } = await tool(["--help"]);
    expect(await tool([])).toEqual({ status: 2, out: "", err: out, got: [] });
  });

  test.each([
    ["a pipe", undefined, 80],
    ["a terminal", 100, 100],
    ["a narrow terminal", 50, 50],
  ])("fits into %s", async (_, columns, width) => {
    const { out } = await tool(["help", "show"], columns);
    const longest = Math.max(...out.split("\n").map(({ length }) => length));
    expect(longest).toBeLessThanOrEqual(width);
    expect(longest).toBeGreaterThan(width - 20);
    expect(out.replace(/\s+/g, " ")).toContain(`--tag TAG ${HELP} (may be repeated)`);
  });

  test("fits into a narrower one, but for commands that cannot be broken", async () => {
    const { out } = await tool(["help", "show"], 40);
    const long = out.split("\n").filter(({ length }) => length > 40);
    expect(long.filter((line) => !/\btool show\b/.test(line))).toEqual([]);
  });

  test("breaks an example as a shell would read it", async () => {
    const { out } = await tool(["help", "show"]);
    const example = out.slice(out.indexOf("Examples:\n") + "Examples:\n".length, out.indexOf("\n\nExit"));
    expect(example.split("\n").length).toBeGreaterThan(1);
    expect(example.replace(/ \\\n */g, " ").trim()).toBe(show.examples[0]);
  });
});

test("--version names the version, with a command too", async () => {
  for (const args of [["--version"], ["show", "--version"]]) {
    expect(await tool(args)).toEqual({ status: 0, out: "tool 1.2.3\n", err: "", got: [] });
  }
});

test("--version with anything but a command is a mistake", async () => {
  expect(await tool(["--version", "extra"])).toMatchObject({
    status: 2,
    out: "",
    err: expect.stringMatching(/^unknown command "extra"; /),
  });
});

describe("a command that fails has exit status 2", () => {
  const failing = async (error: Error) => {
    const { status, err } = await tool(["list"], undefined, error);
    expect(status).toBe(2);
    return err;
  };

  test("a mistake of the user is its message", async () => {
    expect(await failing(new UserError("no such folder"))).toBe("no such folder\n");
  });

  test("anything else shows where it came from", async () => {
    expect(await failing(new Error("broken"))).toMatch(/^Error: broken\n {4}at .+tool\.test\.ts/);
  });

  test("a package that is not installed is one line", async () => {
    const error = Object.assign(new Error("Cannot find module '@aws-sdk/client-s3'\nRequire stack:\n- x.js"), {
      code: "MODULE_NOT_FOUND",
    });
    expect(await failing(error)).toMatch(
      /^tool list requires the package @aws-sdk\/client-s3, .+; run npm ci --include=dev in \/.+\n$/,
    );
  });
});

describe("commands of a group have names of two words", () => {
  const doors = ["open", "close"].map((word) =>
    define({
      name: `door ${word}`,
      summary: `${word} it`,
      operands: "[DOOR...]",
      options: {},
      examples: [`npx tool door ${word}`],
      exitStatus: "Exit status: 0 done.",
    }),
  );

  async function door(args: readonly string[]) {
    const got: unknown[] = [];
    const commands = doors.map((one) =>
      runnable(one, () => (_values: object, _streams: unknown, operands: readonly string[]) => {
        got.push(one.name, operands);
        return Promise.resolve(0);
      }),
    );
    const ours: Tool = { name: "tool", summary: "do things", notes: [], version: () => "1", commands };
    const written = { out: "", err: "" };
    const stream = (name: "out" | "err") => ({ write: (part: string) => (written[name] += part) });
    const status = await runTool(ours, args, { out: stream("out"), err: stream("err") });
    return { status, ...written, got };
  }

  test("and get the words after them", async () => {
    expect((await door(["door", "open", "a", "b"])).got).toEqual(["door open", ["a", "b"]]);
  });

  test.each([
    [["door"], "door requires a command: open, close (see tool door --help)"],
    [["door", "opne"], 'unknown command "door opne"; did you mean door open? (see tool --help)'],
    [["dor", "open"], 'unknown command "dor"; did you mean door open? (see tool --help)'],
    [["help", "door", "open", "close"], 'help takes one command, got also "close"'],
  ])("%j is a mistake", async (args, message) => {
    expect(await door(args)).toEqual({ status: 2, out: "", err: `${message}\n`, got: [] });
  });

  test.each([[["door", "--help"]], [["help", "door"]]])("%j lists them", async (args) => {
    const { status, out } = await door(args);
    expect(status).toBe(0);
    expect(out).toContain("Usage: tool door COMMAND [options]\n");
    expect(out).toContain("\n  door open   open it\n  door close  close it\n");
  });

  test.each([[["door", "open", "--help"]], [["help", "door", "open"]]])("%j describes one", async (args) => {
    const { status, out } = await door(args);
    expect(status).toBe(0);
    expect(out).toContain("Usage: tool door open [DOOR...] [options]\n");
    expect(out).toMatch(/\nExit status: 0 done\.\n$/);
  });
});
