import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { runProgram } from "../../cli/framework/process";

const REPOSITORY = resolve(__dirname, "..", "..");

export interface Packed {
  /** Absolute path. */
  readonly tarball: string;
  /** Bytes. */
  readonly size: number;
  /** Paths of the files in it. */
  readonly files: readonly string[];
}

/** What jest.package.config.js packed for all tests. */
export function packed(): Packed {
  return JSON.parse(process.env[PACKED]!) as Packed;
}

/** Where `packed` finds it, in the environment of every worker of Jest. */
export const PACKED = "AUDIT_TRAIL_PACKED";

/** Packs this repository into a folder, as a release does. */
export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await run(REPOSITORY, "npm", "pack", "--json", "--silent", "--pack-destination", folder);
  const [packed] = JSON.parse(stdout) as [{ filename: string; size: number; files: { path: string }[] }];
  const files = packed.files.map(({ path }) => path);
  return { tarball: join(folder, packed.filename), size: packed.size, files };
}

/** The blocks of code of a Markdown text in a language, in order. */
export function codeBlocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "g"))].map(([, text]) => text!);
}

/** The README's section "In your own app", and the commands and the program that it tells a reader to write, in order. */
export function readmeSteps() {
  const readme = readFileSync(join(REPOSITORY, "README.md"), "utf8");
  const [, section = ""] = /\n## In your own app\n([^]*?)\n## /.exec(readme) ?? [];
  const [packs, installs, runs] = codeBlocks(section, "sh");
  const [program] = codeBlocks(section, "ts");
  if (packs === undefined || installs === undefined || runs === undefined || program === undefined) {
    throw new Error('README.md, "In your own app": three blocks of sh and one of ts are expected');
  }
  return { section, packs, installs, runs, program };
}

/**
 * A project as `cdktf init --template=typescript` makes it, from the template of the installed cdktf-cli, with these
 * packages.
 */
export async function initProject(
  folder: string,
  dependencies: readonly string[],
  development: readonly string[],
): Promise<void> {
  const template = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle", "templates", "typescript");
  cpSync(template, folder, { recursive: true });
  for (const file of ["main.ts", "package.json"].map((name) => join(folder, name))) {
    writeFileSync(file, readFileSync(file, "utf8").replace("{{ $base }}", "app"));
  }
  await run(folder, "npm", "install", "--silent", ...dependencies);
  await run(folder, "npm", "install", "--silent", "--save-dev", ...development);
}

/** Runs a block of shell commands. Throws where one fails. */
export function runBlock(folder: string, commands: string) {
  return run(folder, "bash", "-euo", "pipefail", "-c", commands);
}

/** `test`, or with a message `test.skip` where there is no Terraform. With CI=true that is an error. */
export function testWithTerraform(name: string, work: () => Promise<void>): void {
  if (spawnSync("terraform", ["version"]).status === 0) return test(name, work);
  if (process.env["CI"] === "true") throw new Error("no terraform on PATH");
  process.stderr.write(`SKIPPED: ${name}: no terraform on PATH\n`);
  test.skip(`${name} (no terraform on PATH)`, work);
}

/** Runs a program to its end. Throws with its output where it fails. */
export async function run(folder: string, program: string, ...args: readonly string[]) {
  const result = await tryRun(folder, program, ...args);
  if (result.status !== 0) {
    throw new Error(`${[program, ...args].join(" ")} ended with ${result.status}\n${result.stdout}${result.stderr}`);
  }
  return result;
}

export async function tryRun(folder: string, program: string, ...args: readonly string[]) {
  const env = {
    ...process.env,
    PATH: `${join(folder, "node_modules", ".bin")}:${process.env["PATH"]}`,
    // npm takes what it has in its cache, and asks the registry nothing that is not required.
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
  const { code, stdout, stderr } = await runProgram(program, args, { cwd: folder, env });
  return { status: code, stdout, stderr };
}

/** Changes a file of JSON while `work` runs. */
export async function withJson(file: string, changes: object, work: () => Promise<void>): Promise<void> {
  const before = readFileSync(file, "utf8");
  try {
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(before) as object), ...changes }));
    await work();
  } finally {
    writeFileSync(file, before);
  }
}
