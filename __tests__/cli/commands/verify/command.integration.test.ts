import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dev } from "../../../fixtures/environments/dev";
import { refuse, startFakeEndpoint } from "../../../support/fake-endpoint";
import { freePort } from "../../../support/moto";
import { runProgram, runTool, startProgram } from "../../../support/run-tool";
import { synthesizedFolder } from "../../../support/synthesized-folder";

describe("the command", () => {
  const { outdir, remove } = synthesizedFolder(dev);
  const verify = ["verify", "--environment", "dev", "--outdir", outdir];
  afterAll(remove);

  const mistake = (message: string) => `${message} (see audit-trail verify --help)`;

  test.each([
    [["verify"], "give --environment NAME, or a plan or a state"],
    [
      ["verify", "state.json", "--drift"],
      "--drift plans the stacks of a synthesized folder; leave it out, or the files",
    ],
    [["verify", "none.json"], "none.json cannot be read: it does not exist"],
    [[...verify, "--format", "pdf"], mistake('--format must be one of table, json, markdown, html, junit, got "pdf"')],
    [
      ["verify", "--environment", "qa", "--outdir", outdir],
      `${outdir} has no environment "qa"; it has dev; run npm run synth to write all environments`,
    ],
  ])("%j is a mistake, reported in one line", async (args, message) => {
    expect(await runTool(args)).toEqual({ status: 2, out: "", err: `${message}\n` });
  });

  test.each([
    ["table", /^dev: does the deployed trail match/],
    ["markdown", /^## dev: 0 passed, 0 failed/],
    ["html", /^<!doctype html>/],
    ["junit", /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites>/],
  ])("--format %s goes to the file that --output names", async (format, start) => {
    const fake = await startFakeEndpoint(dev.accounts.archive.id, refuse(403, "AccessDenied"));
    const file = join(outdir, `verify.${format}`);
    const ran = await runTool([...verify, "--endpoint", fake.url, "--format", format, "--output", file]);
    await fake.stop();
    expect(ran).toEqual({ status: 0, out: "", err: "" });
    expect(readFileSync(file, "utf8")).toMatch(start);
  });

  test("an endpoint where nobody listens: it could not run, reported in one line", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { status, out, err } = await runProgram([...verify, "--endpoint", url]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(new RegExp(`^${url} cannot be reached: connect ECONNREFUSED.*\n$`));
  }, 20_000);

  test("Ctrl-C ends it at once, without a result", async () => {
    let asked = () => {};
    const waiting = new Promise<void>((resolve) => (asked = resolve));
    const fake = await startFakeEndpoint(dev.accounts.archive.id, () => asked());
    const program = startProgram([...verify, "--endpoint", fake.url]);
    const written = { out: "", err: "" };
    program.stdout.on("data", (text) => (written.out += String(text)));
    program.stderr.on("data", (text) => (written.err += String(text)));
    const ended = new Promise((resolve) => program.on("close", resolve));
    await waiting;
    program.kill("SIGINT");
    expect(await ended).toBe(2);
    expect(written).toEqual({ out: "", err: "verify was interrupted\n" });
    await fake.stop();
  }, 20_000);
});
