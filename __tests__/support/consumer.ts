import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "..", "..");

export interface Packed {
  /** Absolute path. */
  readonly tarball: string;
  /** Bytes. */
  readonly size: number;
  readonly unpackedSize: number;
  /** Paths of the files in it. */
  readonly files: readonly string[];
}

/** Packs this repository into a folder, as a release does. */
export function pack(folder: string): Packed {
  const { stdout } = run(REPOSITORY, "npm", "pack", "--json", "--silent", "--pack-destination", folder);
  const [packed] = JSON.parse(stdout) as [
    { filename: string; size: number; unpackedSize: number; files: { path: string }[] },
  ];
  const files = packed.files.map(({ path }) => path);
  return { tarball: join(folder, packed.filename), size: packed.size, unpackedSize: packed.unpackedSize, files };
}

/** The commands and the program that the README's section "In your own app" tells a reader to write, in order. */
export function readmeSteps() {
  const readme = readFileSync(join(REPOSITORY, "README.md"), "utf8");
  const [, section = ""] = /\n## In your own app\n([^]*?)\n## /.exec(readme) ?? [];
  const blocks = (language: string) =>
    [...section.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "g"))].map(([, text]) => text!);
  const [packs, installs, runs] = blocks("sh");
  const [program] = blocks("ts");
  if (packs === undefined || installs === undefined || runs === undefined || program === undefined) {
    throw new Error('README.md, "In your own app": three blocks of sh and one of ts are expected');
  }
  return { packs, installs, runs, program };
}

/** A project as `cdktf init --template=typescript` makes it, from the template of the installed cdktf-cli. */
export function initProject(folder: string, ...packages: readonly string[]): void {
  const template = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle", "templates", "typescript");
  mkdirSync(folder);
  for (const file of readdirSync(template).filter((name) => /\.(ts|json)$/.test(name))) {
    cpSync(join(template, file), join(folder, file));
  }
  install(folder, ...packages);
}

export function install(folder: string, ...packages: readonly string[]): void {
  run(folder, "npm", "install", ...QUIET, ...packages);
}

const QUIET = ["--prefer-offline", "--no-audit", "--no-fund", "--silent"];

/** Runs a block of shell commands; the first that fails throws. npm takes what it has in its cache. */
export function runBlock(folder: string, commands: string) {
  return run(folder, "bash", "-euo", "pipefail", "-c", commands);
}

/** Runs a program to its end. Throws with its output where it fails. */
export function run(folder: string, program: string, ...args: readonly string[]) {
  const result = tryRun(folder, program, ...args);
  if (result.status !== 0) {
    throw new Error(`${[program, ...args].join(" ")} ended with ${result.status}\n${result.stdout}${result.stderr}`);
  }
  return result;
}

export function tryRun(folder: string, program: string, ...args: readonly string[]) {
  const env = {
    ...process.env,
    PATH: `${join(folder, "node_modules", ".bin")}:${process.env["PATH"]}`,
    // The commands of the README take what npm has in its cache, and print no advertisements.
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder, env, encoding: "utf8" });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** Changes a file of JSON while `work` runs. */
export function withJson(file: string, changes: object, work: () => void): void {
  const before = readFileSync(file, "utf8");
  try {
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(before) as object), ...changes }));
    work();
  } finally {
    writeFileSync(file, before);
  }
}
