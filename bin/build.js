// Compiles the sources into dist/ if they have changed since the last build. Plain JavaScript: it runs before any build.
"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { dirname, extname, join, sep } = require("node:path");

const ROOT = dirname(__dirname);
const CONFIG = join(ROOT, "tsconfig.build.json");
const DIST = join(ROOT, "dist");
const PROGRAM = join(DIST, "cli", "main.js");
/** Identifies the sources of the build. */
const STAMP = join(DIST, ".sources.json");
const DRAFT = /^\.build-(\d+)$/;

/** Files that the compiled ones read at run time. */
const ASSETS = [".html", ".css", ".js"];

/** An error that the user can correct: printed without a stack trace. */
class BuildError extends Error {}

/**
 * Makes dist/ current. Throws a `BuildError` if it cannot. In an installed package, which has no sources, the build is
 * the one that was published.
 */
function ensureBuilt() {
  if (!fs.existsSync(CONFIG)) {
    if (!fs.existsSync(PROGRAM)) throw new BuildError(`${PROGRAM} is missing from the package; install it again`);
    return;
  }
  const sources = sourceFiles();
  const files = [...sources, CONFIG, __filename];
  const stamp = readStamp();
  // Change times are quick to compare, and no program can set them. A copy has new times and the same contents.
  const stats = digest(files, (file) => {
    const { ctimeMs, size } = fs.statSync(file);
    return `${ctimeMs} ${size}`;
  });
  if (stamp.stats === stats) return;
  const contents = digest(files, (file) => fs.readFileSync(file));
  if (stamp.contents === contents) return void tryTo(() => writeStamp({ stats, contents }));
  try {
    build(sources, { stats, contents });
  } catch (error) {
    if (error instanceof BuildError || error.syscall === undefined) throw error;
    throw new BuildError(
      `dist/ is ${stamp.stats ? "older than the sources" : "not built yet"} and cannot be written (${error.code}, ` +
        `${error.path}); run npm run build in ${ROOT} as a user who may write there`,
    );
  }
}

/**
 * Compiles into a folder of its own, then moves file by file: at no time is a file in dist/ missing or half written,
 * and two builds at once do not disturb each other.
 */
function build(sources, stamp) {
  const compiler = findCompiler();
  fs.mkdirSync(DIST, { recursive: true });
  removeAbandonedDrafts();
  const draft = join(DIST, `.build-${process.pid}`);
  fs.mkdirSync(draft);
  if (process.stderr.isTTY) process.stderr.write("Building dist/ from the sources...\n");
  try {
    // Types are not checked, and those of Node are a development dependency.
    const options = ["--noCheck", "--noResolve", "--types", "null", "--outDir", draft];
    const { spawnSync } = require("node:child_process");
    const compiled = spawnSync(process.execPath, [compiler, "-p", CONFIG, ...options], { cwd: ROOT, encoding: "utf8" });
    if (compiled.status !== 0)
      throw new BuildError(`The sources do not compile:\n${compiled.stdout}${compiled.stderr}`);
    for (const file of sources.filter((one) => ASSETS.includes(extname(one)))) {
      const target = join(draft, file.slice(ROOT.length));
      fs.mkdirSync(dirname(target), { recursive: true });
      fs.copyFileSync(file, target);
    }
    // Until all files are moved, dist/ belongs to no sources.
    fs.rmSync(STAMP, { force: true });
    replaceFolder(draft, DIST);
    writeStamp(stamp);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

/** TypeScript 6, which the linter requires and `npm ci --omit=dev` installs, emits the same in seven times the time. */
function findCompiler() {
  for (const name of ["typescript-7", "typescript"]) {
    const compiler = tryTo(() => require.resolve(`${name}/package.json`, { paths: [ROOT] }));
    if (compiler !== undefined) return join(dirname(compiler), "bin", "tsc");
  }
  throw new BuildError(
    "dist/ is not built, and the package typescript is not installed (a development dependency); " +
      `run npm ci --include=dev in ${ROOT}`,
  );
}

/** Absolute paths. */
function sourceFiles() {
  const { include } = JSON.parse(fs.readFileSync(CONFIG, "utf8"));
  return include.flatMap((path) => filesIn(join(ROOT, path)));
}

/**
 * As the compiler does, ignores hidden files, such as an editor's lock. An example's output folder is no source. Asks
 * only of a link what it leads to: this runs before every command.
 */
function filesIn(path, entry = fs.statSync(path, { throwIfNoEntry: false })) {
  // A link without a target.
  if (entry === undefined) return [];
  if (entry.isSymbolicLink()) return filesIn(path, fs.statSync(path, { throwIfNoEntry: false }));
  if (!entry.isDirectory()) return [path];
  return fs
    .readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && name !== "cdktf.out")
    .flatMap((inside) => filesIn(`${path}${sep}${inside.name}`, inside));
}

function digest(files, describe) {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file.slice(ROOT.length)}\n`)
      .update(describe(file))
      .update("\n");
  return hash.digest("hex");
}

/** Moves every file, and removes what the source folder does not have. */
function replaceFolder(from, to) {
  fs.mkdirSync(to, { recursive: true });
  const entries = fs.readdirSync(from, { withFileTypes: true });
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) replaceFolder(source, target);
    else fs.renameSync(source, target);
  }
  const names = new Set(entries.map(({ name }) => name));
  for (const name of fs.readdirSync(to)) {
    // Keep the drafts of other builds.
    if (!names.has(name) && !name.startsWith(".")) fs.rmSync(join(to, name), { recursive: true, force: true });
  }
}

/** Ctrl-C leaves the draft of a build behind. */
function removeAbandonedDrafts() {
  for (const name of fs.readdirSync(DIST)) {
    const [, pid] = DRAFT.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) fs.rmSync(join(DIST, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function readStamp() {
  return tryTo(() => JSON.parse(fs.readFileSync(STAMP, "utf8"))) ?? {};
}

function writeStamp(stamp) {
  const draft = `${STAMP}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(stamp));
  fs.renameSync(draft, STAMP);
}

function tryTo(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The app and the tools need them; only the command audit-trail works without. */
function requireDevelopmentDependencies() {
  try {
    require.resolve("cdktf/package.json", { paths: [ROOT] });
  } catch {
    throw new BuildError(`the development dependencies are not installed; run npm ci --include=dev in ${ROOT}`);
  }
}

/** Ends the process with status 2 if something fails. */
function orExit(...steps) {
  try {
    steps.forEach((step) => step());
  } catch (error) {
    process.stderr.write(`${error instanceof BuildError ? error.message.trimEnd() : error.stack}\n`);
    process.exit(2);
  }
}

module.exports = { buildOrExit: () => orExit(ensureBuilt) };
if (require.main === module) orExit(requireDevelopmentDependencies, ensureBuilt);
