import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const PAGE = join("cli", "commands", "matrix", "formats", "page");

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  cpSync(join(ROOT, PAGE), join(cwd, PAGE), { recursive: true });
  const compilerOptions = { outDir: "dist", rootDir: ".", module: "Node16", moduleResolution: "Node16", types: [] };
  writeFileSync(join(cwd, "tsconfig.build.json"), JSON.stringify({ compilerOptions, files: ["a.ts", "b.ts"] }));
  writeFileSync(join(cwd, "a.ts"), "export const a = 1;\n");
  writeFileSync(join(cwd, "b.ts"), "export const b: number = 'a type is not checked here';\n");
});
afterEach(() => rmSync(cwd, { recursive: true }));

function build() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "tools", "build.js")], {
    cwd,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("compiles the sources and copies the page, silently", () => {
  expect(build()).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(["a.js", "b.js", PAGE].filter((path) => !existsSync(join(cwd, "dist", path)))).toEqual([]);
});

// Root may write everywhere: a file where the folder should be stops it too.
test("where nothing can be written, says so in one line, however many files there are", () => {
  writeFileSync(join(cwd, "dist"), "");
  const { status, stdout, stderr } = build();
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^dist\/ cannot be written: ENOTDIR: .+\. Make it a folder that you may write to\.\n$/);
});

test("where the page cannot be copied, says so in one line", () => {
  mkdirSync(join(cwd, "dist"));
  writeFileSync(join(cwd, "dist", "cli"), "");
  const { status, stderr } = build();
  expect(status).toBe(2);
  expect(stderr).toMatch(/^dist\/ cannot be written: .+\n$/);
});

test("a syntax error is the compiler's own line", () => {
  writeFileSync(join(cwd, "a.ts"), "export const = 1;\n");
  const { status, stdout } = build();
  expect(status).not.toBe(0);
  expect(stdout).toMatch(/^a\.ts\(1,14\): error TS1389|^a\.ts\(1,14\): error TS/);
});
