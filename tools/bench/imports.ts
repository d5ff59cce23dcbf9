import { spawnSync } from "node:child_process";

/** CPU milliseconds, each the least of its runs: other work on the machine only ever adds time. */
export interface ImportTimes {
  readonly modules: number;
  readonly bare: number;
}

/** So many times what the same provider resources cost by themselves. */
export const MOST_TIMES_BARE = 1.2;

/**
 * Times importing all modules of the package, in turn with importing the same provider resources without them. `folder`
 * is a project that has the package installed, or this checkout.
 */
export function timeImports(folder: string, runs: number): ImportTimes {
  const bare = ["cdktf", "constructs", ...providerResources(folder)];
  const times = Array.from({ length: runs }, () => ({
    modules: timeImport(folder, ["cdktf-audit-trail"]),
    bare: timeImport(folder, bare),
  }));
  return {
    modules: Math.min(...times.map((one) => one.modules)),
    bare: Math.min(...times.map((one) => one.bare)),
  };
}

/** `@cdktf/provider-aws/lib/kms-key`: every resource that the modules load. */
function providerResources(folder: string): string[] {
  const loaded = evaluate(folder, `require("cdktf-audit-trail"); print(Object.keys(require.cache));`) as string[];
  return loaded.flatMap(
    (file) => /@cdktf\/provider-aws\/lib\/[^/]+(?=\/index\.js$)/.exec(file.replaceAll("\\", "/")) ?? [],
  );
}

function timeImport(folder: string, names: readonly string[]): number {
  const load = names.map((name) => `require("${name}");`).join("");
  const microseconds = evaluate(
    folder,
    `const before = process.cpuUsage(); ${load} const { user, system } = process.cpuUsage(before); print(user + system);`,
  );
  return Number(microseconds) / 1000;
}

function evaluate(folder: string, code: string): unknown {
  const program = `const print = (value) => console.log(JSON.stringify(value)); ${code}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`Importing failed in ${folder}: ${stderr.trim()}`);
  return JSON.parse(stdout);
}
