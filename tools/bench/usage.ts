import { writeFileSync } from "node:fs";

/** What a measured process says of itself. Loaded before its program (`node --require`), it writes at the end. */
export interface Usage {
  /** Peak of the resident set. */
  readonly megabytes: number;
  /** On all CPUs together. Less than the wall time shows the machine's other work. */
  readonly cpuSeconds: number;
  /** Wall time of work that belongs to the measurement and not to the program. */
  readonly excludedSeconds: number;
}

let excludedSeconds = 0;
let excludedCpuSeconds = 0;

/** Does work that is not to count. */
export function excluded<T>(work: () => T): T {
  const start = performance.now();
  const startCpu = cpuSeconds();
  const result = work();
  excludedSeconds += (performance.now() - start) / 1000;
  excludedCpuSeconds += cpuSeconds() - startCpu;
  return result;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const file = process.env["BENCH_USAGE"];
if (file) {
  process.on("exit", () => {
    const usage: Usage = {
      // maxRSS is in kibibytes.
      megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
      cpuSeconds: cpuSeconds() - excludedCpuSeconds,
      excludedSeconds,
    };
    writeFileSync(file, JSON.stringify(usage));
  });
}
