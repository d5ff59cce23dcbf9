import { execFileSync, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseOptions, splitArguments } from "../../cli/framework/arguments";
import { run, TOOL } from "../../cli/main";
import { DENY_PLAIN_HTTP, trailStack, withStacks } from "../support/stack-folder";

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command without a process of its own. */
async function command(args: readonly string[], isTTY = false): Promise<Ran> {
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({ write: (text: string | Uint8Array) => !!(written[name] += String(text)) });
  const status = await run(args, { out: { ...stream("out"), isTTY }, err: stream("err") });
  return { status, ...written };
}

const STACKS = { "dev-trail": trailStack(DENY_PLAIN_HTTP) };

const matrix = (outdir: string, ...args: string[]) => command(["matrix", "--outdir", outdir, ...args]);

const isColoured = (text: string) => text.includes("\u001b[");

/** Expects one line, no stack trace, exit status 2 and no output. */
async function expectMistake(args: readonly string[], message: string): Promise<void> {
  expect(await command(args)).toEqual({ status: 2, out: "", err: `${message}\n` });
}

describe("help", () => {
  test.each(TOOL.commands.map((command) => [command.name, command] as const))(
    "of %s names its options, and shows whole command lines",
    async (name, { options }) => {
      const { status, out } = await command([...name.split(" "), "--help"]);
      expect(status).toBe(0);
      for (const option of Object.keys(options)) expect(out).toMatch(new RegExp(`^  --${option}( |$)`, "m"));
      expect(out).toContain(`Examples:\n  npx audit-trail ${name} `);
    },
  );

  test("the examples of every command are right", () => {
    for (const { name, options, examples } of TOOL.commands) {
      for (const example of examples) {
        expect(example).toMatch(new RegExp(`^npx audit-trail ${name} `));
        const args = example.split(" ").slice(2 + name.split(" ").length);
        expect(() => parseOptions(splitArguments(args, options).given, options)).not.toThrow();
      }
    }
  });

  test("an option of several commands takes a value in all of them or in none, except --verify", () => {
    const types = TOOL.commands.flatMap(({ options }) =>
      Object.entries(options)
        .filter(([name]) => name !== "verify")
        .map(([name, { type }]) => [name, type]),
    );
    expect(new Map(types as [string, string][]).size).toBe(new Set(types.map((one) => one.join())).size);
  });
});

test.each([
  [["logs", "find", "--verify", "package.json"], "package.json is no folder"],
  [["logs", "find", "package.json", "--verify", "--quiet"], "package.json is no folder"],
  [["report", "--environment", "dev", "--verify"], "--verify"],
])("--verify takes no value in logs find, and a file in report: %j", async (args, message) => {
  const { status, err } = await command(args);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});

test("--version is that of package.json", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(await command(["--version"])).toEqual({ status: 0, out: `audit-trail ${version}\n`, err: "" });
});

test("help loads nothing that does the work", () => {
  const program = `
    const { run } = require("./dist/cli/main.js");
    const silent = { write() {} };
    void run(["review", "--help"], { out: silent, err: silent }).then(() => {
      console.log(JSON.stringify(Object.keys(require.cache)));
    });`;
  const loaded = JSON.parse(execFileSync(process.execPath, ["-e", program], { encoding: "utf8" })) as string[];
  expect(loaded.length).toBeGreaterThan(10);
  expect(loaded.filter((file) => file.includes("node_modules") || /[/\\](run|walk)\.js$/.test(file))).toEqual([]);
});

describe("mistakes are one line", () => {
  test.each([
    [
      ["matrix", "--format", "pdf"],
      '--format must be one of table, markdown, json, html, got "pdf" (see audit-trail matrix --help)',
    ],
    [
      ["matrix", "--outdir", "no/folder"],
      `no/folder does not exist in ${process.cwd()}; run npm run synth, or give its folder with --outdir`,
    ],
    [["log", "find"], 'unknown command "log"; did you mean logs find? (see audit-trail --help)'],
    [["log"], 'unknown command "log"; did you mean logs? (see audit-trail --help)'],
    [["verify", "--env", "dev"], "unknown option --env; did you mean --environment? (see audit-trail verify --help)"],
    [
      ["controls", "--frame", "cis"],
      "unknown option --frame; did you mean --framework? (see audit-trail controls --help)",
    ],
    [["verfy"], 'unknown command "verfy"; did you mean verify? (see audit-trail --help)'],
  ])("%j", (args, message) => expectMistake(args, message));

  test("a folder that does not exist is that of its option", async () => {
    await withStacks(STACKS, (outdir) =>
      expectMistake(
        ["review", "--base", "no/folder", "--outdir", outdir],
        `no/folder does not exist in ${process.cwd()}; give the folder of a synthesized app with --base`,
      ),
    );
  });

  test("the command may stand after its options", async () => {
    await withStacks(STACKS, async (outdir) => {
      const { status, out } = await command(["--outdir", outdir, "matrix", "--format", "json"]);
      expect({ status, name: (JSON.parse(out) as { name: string }[])[0]!.name }).toEqual({ status: 0, name: "dev" });
    });
  });

  test("an environment that is not there", async () => {
    await withStacks(STACKS, (outdir) =>
      expectMistake(
        ["matrix", "--outdir", outdir, "--environment", "prod"],
        `${outdir} has no environment "prod"; it has dev; run npm run synth to write all environments`,
      ),
    );
  });
});

describe("matrix", () => {
  test("shows every environment", async () => {
    await withStacks({ ...STACKS, "prod-trail": trailStack(DENY_PLAIN_HTTP) }, async (outdir) => {
      const { status, out, err } = await matrix(outdir, "--format", "json");
      expect({ status, err }).toEqual({ status: 0, err: "" });
      expect(JSON.parse(out)).toMatchObject([
        { version: 1, name: "dev" },
        { version: 1, name: "prod" },
      ]);
    });
  });

  test("shows the one environment asked for, plain where there is no terminal", async () => {
    await withStacks({ ...STACKS, "prod-trail": trailStack(DENY_PLAIN_HTTP) }, async (outdir) => {
      const { out } = await matrix(outdir, "--environment", "prod");
      expect(out.match(/^.*: who can do what$/gm)).toEqual(["prod: who can do what"]);
      expect(isColoured(out)).toBe(false);
    });
  });

  test("is coloured on a terminal, unless NO_COLOR is set or the terminal is dumb", async () => {
    const { NO_COLOR: noColour, TERM: terminal, ...others } = process.env;
    await withStacks(STACKS, async (outdir) => {
      const colouredWith = async (variables: NodeJS.ProcessEnv) => {
        process.env = { ...others, ...variables };
        return isColoured((await command(["matrix", "--outdir", outdir], true)).out);
      };
      try {
        expect(await colouredWith({ TERM: "xterm" })).toBe(true);
        expect(await colouredWith({})).toBe(true);
        expect(await colouredWith({ TERM: "xterm", NO_COLOR: "1" })).toBe(false);
        expect(await colouredWith({ TERM: "dumb" })).toBe(false);
      } finally {
        process.env = { ...others, ...(noColour && { NO_COLOR: noColour }), ...(terminal && { TERM: terminal }) };
      }
    });
  });
});

describe("--output", () => {
  test("takes the text instead of the terminal, without colours", async () => {
    await withStacks(STACKS, async (outdir) => {
      const file = join(outdir, "matrix.txt");
      const args = ["matrix", "--outdir", outdir, "--output", file];
      expect(await command(args, true)).toEqual({ status: 0, out: "", err: "" });
      const text = readFileSync(file, "utf8");
      expect(text).toMatch(/^dev: who can do what\n/);
      expect(isColoured(text)).toBe(false);
    });
  });

  test("that cannot be written is a mistake", async () => {
    await withStacks(STACKS, async (outdir) => {
      const file = join(outdir, "docs", "matrix.md");
      const message = `${file} cannot be written: its folder does not exist`;
      await expectMistake(["matrix", "--outdir", outdir, "--output", file], message);
    });
  });

  test("that cannot be written is refused before the command does its work", async () => {
    const message = "no/folder/matrix.md cannot be written: its folder does not exist";
    await expectMistake(["matrix", "--outdir", "no/synthesized", "--output", "no/folder/matrix.md"], message);
    await expectMistake(
      ["matrix", "--outdir", "no/synthesized", "--output", "."],
      ". cannot be written: it is a folder",
    );
  });

  test("keeps the file as it was where the command fails", async () => {
    await withStacks({ "dev-trail": "{}" }, async (outdir) => {
      const file = join(outdir, "matrix.md");
      writeFileSync(file, "old");
      const { status, err } = await matrix(outdir, "--output", file);
      expect({ status, err }).toEqual({
        status: 2,
        err: "dev-trail must contain a trail, found none; run npm run synth, which writes all its stacks\n",
      });
      expect(readFileSync(file, "utf8")).toBe("old");
    });
  });
});

describe("as a program", () => {
  const start = (args: readonly string[]) =>
    spawn(process.execPath, [join(__dirname, "..", "..", "dist", "cli", "main.js"), ...args]);

  function ended(program: ReturnType<typeof start>): Promise<{ status: number | null; err: string }> {
    let err = "";
    program.stderr.on("data", (text) => (err += String(text)));
    return new Promise((resolve) => program.on("close", (status) => resolve({ status, err })));
  }

  test("a reader that goes away ends it quietly", async () => {
    await withStacks(STACKS, async (outdir) => {
      const program = start(["matrix", "--outdir", outdir, "--format", "html"]);
      program.stdout.destroy();
      expect(await ended(program)).toEqual({ status: 0, err: "" });
    });
  });

  // Linux alone has a device that is always full.
  (existsSync("/dev/full") ? test : test.skip)("standard output that cannot be written is named", () => {
    const full = openSync("/dev/full", "w");
    const args = [join(__dirname, "..", "..", "dist", "cli", "main.js"), "--help"];
    const { status, stderr } = spawnSync(process.execPath, args, { stdio: ["ignore", full, "pipe"], encoding: "utf8" });
    closeSync(full);
    expect({ status, stderr }).toEqual({ status: 2, stderr: "standard output cannot be written: no space is left\n" });
  });

  test("a mistake has exit status 2", async () => {
    expect(await ended(start(["matrix", "--outdir", "no/folder"]))).toEqual({
      status: 2,
      err: `no/folder does not exist in ${process.cwd()}; run npm run synth, or give its folder with --outdir\n`,
    });
  });
});
