import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { TOOL } from "../../cli/main";
import { DENY_PLAIN_HTTP, trailStack, withStacks } from "../support/stack-folder";

const REPOSITORY = resolve(__dirname, "..", "..");

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly dev?: true; readonly devOptional?: true; readonly peer?: true }>
  >;
}

/** What `npm ci --omit=dev` leaves: the build, and the packages that are no development dependencies. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-trail-production-"));
  for (const path of ["bin", "dist", "package.json", "package-lock.json"]) {
    cpSync(join(REPOSITORY, path), join(folder, path), { recursive: true });
  }
  const { packages } = JSON.parse(readFileSync(join(REPOSITORY, "package-lock.json"), "utf8")) as Lock;
  for (const [path, { dev, devOptional, peer }] of Object.entries(packages)) {
    if (dev || devOptional || peer || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(REPOSITORY, path), join(folder, path));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function auditTrail(...args: string[]) {
  const program = ["--no-warnings", join(folder, "bin", "audit-trail.js"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

test.each([[["--help"]], [["--version"]], ...TOOL.commands.map(({ name }) => [[name, "--help"]])])(
  "%j needs no development dependency",
  (args) => {
    expect(auditTrail(...args)).toMatchObject({ status: 0, err: "" });
  },
);

test("controls needs none either", async () => {
  await withStacks({ "dev-trail": trailStack(DENY_PLAIN_HTTP) }, (outdir) => {
    const { out, err } = auditTrail("controls", "--outdir", outdir);
    expect(err).toBe("");
    expect(out).toContain("Controls of all frameworks");
    return Promise.resolve();
  });
});

test.each([
  ["matrix"],
  ["review", "plan.json"],
  ["verify", "--environment", "dev"],
  ["report", "--environment", "dev"],
])("%s says in one line which package it needs and how to get it", (...args) => {
  expect(auditTrail(...args)).toEqual({
    status: 2,
    out: "",
    err:
      "the package @cloud-copilot/iam-simulate is not installed (a development dependency); " +
      `run npm ci --include=dev, in ${folder}\n`,
  });
});
