import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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

/**
 * A project as `cdktf init --template=typescript` makes it, from the template of the installed cdktf-cli, with these
 * packages.
 */
export function initProject(folder: string, dependencies: readonly string[], development: readonly string[]): void {
  const template = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle", "templates", "typescript");
  mkdirSync(folder);
  for (const file of readdirSync(template).filter((name) => /\.(ts|json)$/.test(name))) {
    writeFileSync(join(folder, file), readFileSync(join(template, file), "utf8").replace("{{ $base }}", "app"));
  }
  run(folder, "npm", "install", "--silent", ...dependencies);
  run(folder, "npm", "install", "--silent", "--save-dev", ...development);
}

/** Runs a block of shell commands. Throws where one fails. */
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
    // npm takes what it has in its cache, and asks the registry nothing that is not required.
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
