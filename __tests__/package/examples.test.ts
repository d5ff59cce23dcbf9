import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { keptJson } from "../../tools/hcl-fixtures/kept";
import {
  codeBlocks,
  packed,
  readmeSteps,
  run,
  runBlock,
  testWithTerraform,
  tryRun,
  withJson,
} from "../support/consumer";

const ROOT = resolve(__dirname, "..", "..");
const scratch = mkdtempSync(join(tmpdir(), "audit-trail-examples-"));
/** As a checkout of this repository, with the folder `examples`. */
const checkout = join(scratch, "checkout");
mkdirSync(checkout);
symlinkSync(join(ROOT, "examples"), join(checkout, "examples"));
const { tarball } = packed();
copyFileSync(tarball, join(scratch, basename(tarball)));

const OWN_APP = join(scratch, "payments-infrastructure");

afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));

describe.each([
  {
    name: "own-app",
    copy: OWN_APP,
    commands: [
      "npm run synth",
      "npx audit-trail matrix --environment prod",
      "npx audit-trail controls --environment prod",
    ],
    stacks: ["log-archive", "payments-audit", "payments-receipts"],
    title: "prod: who can do what",
    reads: ["role/log-reader"],
  },
  {
    name: "many-accounts",
    copy: join(scratch, "log-archive"),
    commands: ["npm run synth", "npx audit-trail matrix", "npx audit-trail controls"],
    stacks: ["archive-trail", "log-archive", "payments-trail", "shop-trail", "warehouse-trail"],
    title: "company: who can do what",
    reads: ["payments", "security", "shop", "warehouse"].map((one) => `role/${one}-log-reader`),
  },
])("examples/$name by the words of its README", ({ name, copy, commands, stacks, title, reads }) => {
  const folder = join(ROOT, "examples", name);
  const [copies, installs, uses, validates, ...more] = codeBlocks(
    readFileSync(join(folder, "README.md"), "utf8"),
    "sh",
  );

  beforeAll(async () => {
    const [packs, ...others] = copies!.trim().split("\n");
    expect(`${packs}\n`).toBe(readmeSteps().packs);
    await runBlock(checkout, others.join("\n"));
  });

  test("names the version of this package", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({
      dependencies: { "cdktf-audit-trail": `^${version}` },
    });
  });

  test("is installed, and passes its type checks and its own tests", async () => {
    expect(installs!.trim().split("\n")).toEqual([`npm install ../${basename(tarball)}`, "npm run types", "npm test"]);
    await runBlock(copy, installs!);
  });

  test("is synthesized, and the command shows its environment", async () => {
    const [synth, matrix, controls] = uses!.trim().split("\n");
    expect([synth, matrix, controls]).toEqual(commands);
    await runBlock(copy, synth!);
    expect(readdirSync(join(copy, "cdktf.out", "stacks"))).toEqual(stacks);
    const { stdout } = await runBlock(copy, matrix!);
    expect(stdout.split("\n")[0]).toBe(title);
    expect(
      /\n {2}read logs ([^]*?)\n {2}\w/
        .exec(stdout)![1]!
        .split("\n")
        .map((line) => line.trim()),
    ).toEqual(reads);
    expect((await runBlock(copy, controls!)).stdout).toMatch(/^Controls of all frameworks\n\d+ controls, 0 violated/);
  });

  testWithTerraform("is valid for Terraform", async () => {
    const cache = join(scratch, "providers");
    mkdirSync(cache, { recursive: true });
    const { stdout } = await runBlock(copy, `export TF_PLUGIN_CACHE_DIR=${cache}\n${validates!}`);
    expect(stdout.match(/Success!\S* The configuration is valid/g)).toHaveLength(stacks.length);
  });

  test("every other command of the README ends without an error", async () => {
    for (const block of more) await runBlock(copy, block);
  });
});

describe("the command in an app that only installs the package", () => {
  test("review shows what a change opens", async () => {
    const file = join(OWN_APP, "infrastructure", "app.ts");
    const before = readFileSync(file, "utf8");
    const opened = before.replace(
      'roleName: "log-reader", trusted',
      'roleName: "log-reader", requireMfa: false, trusted',
    );
    expect(opened).not.toBe(before);
    writeFileSync(file, opened);
    try {
      await run(OWN_APP, "npm", "run", "synth");
      const base = join(scratch, "before", "cdktf.out");
      const { status, stdout, stderr } = await tryRun(OWN_APP, "audit-trail", "review", "--base", base);
      expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
      expect(stdout).toMatch(/^GAINED/);
    } finally {
      writeFileSync(file, before);
    }
  });

  test.each(["verify", "canary", "report"])("%s says which packages it requires", async (command) => {
    expect(await tryRun(OWN_APP, "audit-trail", command, "--environment", "prod")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^audit-trail \w+ requires packages that are not installed; run npm install /),
    });
  });

  test("a stack that audit-trail.json names and the app does not have is one line", async () => {
    const environments = { prod: ["log-archiv", "payments-audit"] };
    await withJson(join(OWN_APP, "audit-trail.json"), { environments }, async () => {
      expect(await tryRun(OWN_APP, "audit-trail", "matrix")).toEqual({
        status: 2,
        stdout: "",
        stderr: expect.stringMatching(/has the stack "log-archiv", which is not in .+; did you mean log-archive\?\n$/),
      });
    });
  });

  test("a state of HCL is read, too", async () => {
    writeFileSync(join(OWN_APP, "state.json"), keptJson("enabled-by-count", "state"));
    const { status, stdout, stderr } = await tryRun(OWN_APP, "audit-trail", "matrix", "state.json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^payments-infrastructure: who can do what/);
  });
});
