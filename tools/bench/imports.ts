import { spawnSync } from "node:child_process";

/** CPU milliseconds, each the least of its runs: other work on the machine only ever adds time. */
export interface ImportTimes {
  /** `cdktf`, `constructs` and the provider resources that the modules import. */
  readonly bare: number;
  /** All modules of the package, with what they import. */
  readonly modules: number;
}

/** So many times what the same provider resources cost by themselves. */
export const MOST_TIMES_BARE = 1.2;

/**
 * Times importing the packages and resources that the modules import, and then, in the same process, the modules: what
 * comes on top is small, and would be lost in the difference of two processes. `folder` is a project that has the
 * package installed, or this checkout.
 */
export function timeImports(folder: string, runs: number): ImportTimes {
  const bare = ["cdktf", "constructs", ...providerResources(folder)];
  const times = Array.from({ length: runs }, () => timeOnce(folder, bare));
  const least = (microseconds: readonly number[]) => Math.min(...microseconds) / 1000;
  const bareTime = least(times.map(([first]) => first));
  return { bare: bareTime, modules: bareTime + least(times.map(([, second]) => second)) };
}

/** `@cdktf/provider-aws/lib/kms-key`: every resource that the modules load. */
function providerResources(folder: string): string[] {
  const loaded = evaluate(folder, `require("cdktf-audit-trail"); print(Object.keys(require.cache));`) as string[];
  return loaded.flatMap(
    (file) => /@cdktf\/provider-aws\/lib\/[^/]+(?=\/index\.js$)/.exec(file.replaceAll("\\", "/")) ?? [],
  );
}

/** Microseconds for the bare packages, and on top of them for the modules. */
function timeOnce(folder: string, bare: readonly string[]): [number, number] {
  const code = `
    const time = (names) => {
      const before = process.cpuUsage();
      names.forEach((name) => require(name));
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    print([time(${JSON.stringify(bare)}), time(["cdktf-audit-trail"])]);`;
  return evaluate(folder, code) as [number, number];
}

function evaluate(folder: string, code: string): unknown {
  const program = `const print = (value) => console.log(JSON.stringify(value)); ${code}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`Importing failed in ${folder}: ${stderr.trim()}`);
  return JSON.parse(stdout);
}
