const { spawnSync } = require("node:child_process");
const { cpSync } = require("node:fs");

const PAGE = "cli/commands/matrix/formats/page";

/** Compiles the working directory to dist/ and copies what is not compiled. Types are checked by npm run types. */
function build() {
  const args = [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json", "--noCheck", "--noResolve"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  // One line for each file that cannot be written; the first one says it all.
  const [, unwritable] = /error TS5033: Could not write file '.+?': (.+?)\.?$/m.exec(stdout) ?? [];
  if (unwritable !== undefined) throw new Error(unwritable);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  if (status === 0) cpSync(PAGE, `dist/${PAGE}`, { recursive: true });
  return status ?? 2;
}

try {
  process.exitCode = build();
} catch (error) {
  console.error(`dist/ cannot be written: ${error.message}. Make it a folder that you may write to.`);
  process.exitCode = 2;
}
