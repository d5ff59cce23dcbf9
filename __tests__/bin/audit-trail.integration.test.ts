import { spawn, spawnSync, type SpawnOptions } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "..", "..");

let root: string;
const write = (file: string, text: string) => writeFileSync(join(root, file), text);
const saying = (text: string) => `exports.main = () => console.log(${JSON.stringify(text)});\n`;

/** A checkout whose command prints one word: what counts is when it is built. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "audit-trail-bin-"));
  chmodSync(root, 0o755);
  cpSync(join(REPOSITORY, "bin"), join(root, "bin"), { recursive: true });
  symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  const compilerOptions = { target: "ES2022", module: "Node16", rootDir: ".", types: ["node"] };
  write("tsconfig.build.json", JSON.stringify({ compilerOptions, include: ["cli"] }));
  mkdirSync(join(root, "cli", "page"), { recursive: true });
  write("cli/main.ts", saying("one"));
  write("cli/other.ts", "export const other: number = 'types are checked by npm run types';\n");
  write("cli/page/page.css", "p {}\n");
});
afterEach(() => rmSync(root, { recursive: true }));

function auditTrail(options: SpawnOptions & { readonly uid?: number } = {}) {
  const program = join(root, "bin", "audit-trail.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    encoding: "utf8",
    cwd: root,
    ...options,
  });
  return { status, out: String(stdout), err: String(stderr) };
}

const says = (text: string) => ({ status: 0, out: `${text}\n`, err: "" });
const builtAt = () => statSync(join(root, "dist", "cli", "other.js")).mtimeMs;

test("builds when nothing is built, assets too, and leaves nothing else behind", () => {
  expect(auditTrail()).toEqual(says("one"));
  expect(existsSync(join(root, "dist", "cli", "page", "page.css"))).toBe(true);
  expect(readdirSync(join(root, "dist")).sort()).toEqual([".sources.json", "cli"]);
});

test("builds again when a source changes, appears or goes, and only then", () => {
  expect(auditTrail()).toEqual(says("one"));
  const first = builtAt();
  expect(auditTrail({ cwd: join(root, "cli", "page") })).toEqual(says("one"));
  // Another time, the same text: a copy of a checkout, or a branch and back.
  utimesSync(join(root, "cli", "main.ts"), 1, 1);
  expect(auditTrail()).toEqual(says("one"));
  expect(builtAt()).toBe(first);

  // An older time does not hide a change.
  write("cli/main.ts", saying("two"));
  utimesSync(join(root, "cli", "main.ts"), 1, 1);
  expect(auditTrail()).toEqual(says("two"));
  rmSync(join(root, "cli", "other.ts"));
  write("cli/page/page.js", "");
  expect(auditTrail()).toEqual(says("two"));
  expect(existsSync(join(root, "dist", "cli", "other.js"))).toBe(false);
  expect(existsSync(join(root, "dist", "cli", "page", "page.js"))).toBe(true);
});

test("output folders, hidden files and links without a target are not sources", () => {
  expect(auditTrail()).toEqual(says("one"));
  const first = builtAt();
  mkdirSync(join(root, "cli", "cdktf.out", "stacks"), { recursive: true });
  write("cli/cdktf.out/stacks/asset.js", "");
  symlinkSync("someone@host.1234", join(root, "cli", ".#main.ts"));
  symlinkSync("nowhere", join(root, "cli", "dangling.ts"));
  expect(auditTrail()).toEqual(says("one"));
  expect(builtAt()).toBe(first);
});

test("a folder whose name has an extension is a folder of sources", () => {
  mkdirSync(join(root, "cli", "page.parts"));
  write("cli/page.parts/part.css", "p {}\n");
  expect(auditTrail()).toEqual(says("one"));
  expect(existsSync(join(root, "dist", "cli", "page.parts", "part.css"))).toBe(true);
});

test("two at once both work, and remove the draft of a build that was killed", async () => {
  mkdirSync(join(root, "dist", ".build-999999999"), { recursive: true });
  const start = () => {
    const program = spawn(process.execPath, [join(root, "bin", "audit-trail.js")], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [program.stdout, program.stderr]) stream.on("data", (part) => (text += String(part)));
    return new Promise((ended) => program.on("close", (status) => ended({ status, text })));
  };
  const right = { status: 0, text: "one\n" };
  expect(await Promise.all([start(), start()])).toEqual([right, right]);
  expect(readdirSync(join(root, "dist")).sort()).toEqual([".sources.json", "cli"]);
});

test("sources that do not compile leave the build as it was, and are refused each time", () => {
  expect(auditTrail()).toEqual(says("one"));
  write("cli/main.ts", "export const = 1;\n");
  for (let time = 0; time < 2; time += 1) {
    const { status, out, err } = auditTrail();
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(/^The sources do not compile:\ncli\/main\.ts\(1,14\): error TS1134: /);
  }
  write("cli/main.ts", saying("one"));
  expect(auditTrail()).toEqual(says("one"));
});

test("without its compiler it says in one line how to get it; a build that is current needs none", () => {
  rmSync(join(root, "node_modules"));
  expect(auditTrail()).toEqual({
    status: 2,
    out: "",
    err:
      "dist/ is not built, and the package typescript is not installed (a development dependency); " +
      `run npm ci --include=dev in ${root}\n`,
  });
  symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  expect(auditTrail()).toEqual(says("one"));
  rmSync(join(root, "node_modules"));
  expect(auditTrail()).toEqual(says("one"));
});

test("without the packages of types it builds: npm ci --omit=dev installs the compiler, which another package requires", () => {
  rmSync(join(root, "node_modules"));
  mkdirSync(join(root, "node_modules"));
  symlinkSync(join(REPOSITORY, "node_modules", "typescript"), join(root, "node_modules", "typescript"));
  expect(auditTrail()).toEqual(says("one"));
});

test("npm run build, with which every script begins, says in one line that development dependencies are missing", () => {
  const build = () => {
    const program = join(root, "bin", "build.js");
    const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8", cwd: root });
    return { status, out: stdout, err: stderr };
  };
  expect(build()).toEqual({ status: 0, out: "", err: "" });
  rmSync(join(root, "node_modules"));
  const err = `the development dependencies are not installed; run npm ci --include=dev in ${root}\n`;
  expect(build()).toEqual({ status: 2, out: "", err });
});

test("a folder that cannot be written is one line, if there is something to build", () => {
  // Permissions do not bind the superuser.
  const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const readOnly = (mode: number) =>
    [root, join(root, "dist")].filter(existsSync).forEach((path) => chmodSync(path, mode));
  readOnly(0o555);
  const unbuilt = auditTrail(user);
  readOnly(0o755);
  expect(unbuilt).toEqual({
    status: 2,
    out: "",
    err:
      `dist/ is not built yet and cannot be written (EACCES, ${join(root, "dist")}); ` +
      `run npm run build in ${root} as a user who may write there\n`,
  });
  expect(auditTrail()).toEqual(says("one"));
  readOnly(0o555);
  const current = auditTrail(user);
  write("cli/main.ts", saying("two"));
  const old = auditTrail(user);
  readOnly(0o755);
  expect(current).toEqual(says("one"));
  expect(old.err).toMatch(/^dist\/ is older than the sources and cannot be written \(EACCES, .+\n$/);
  expect(old.status).toBe(2);
});

test.each(["dist", "dist/cli"])("a file in the place of %s is one line", (file) => {
  if (file !== "dist") mkdirSync(join(root, "dist"));
  write(file, "");
  const { status, out, err } = auditTrail();
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toMatch(/^dist\/ is not built yet and cannot be written \(E[A-Z]+, .+\n$/);
});

test("an installed package has no sources: it loads its build, or says that there is none", () => {
  expect(auditTrail()).toEqual(says("one"));
  for (const path of ["tsconfig.build.json", "cli", "node_modules"]) rmSync(join(root, path), { recursive: true });
  expect(auditTrail()).toEqual(says("one"));
  rmSync(join(root, "dist"), { recursive: true });
  expect(auditTrail()).toEqual({
    status: 2,
    out: "",
    err: `${join(root, "dist", "cli", "main.js")} is missing from the package; install it again\n`,
  });
});
