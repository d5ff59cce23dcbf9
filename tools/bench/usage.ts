import { writeFileSync } from "node:fs";

/** What a measured process reports about itself. Loaded before the program (`node --require`), writes when it exits. */
export interface Usage {
  /** Peak of the resident set. */
  readonly megabytes: number;
  /** Sum of all CPUs. If it is less than the wall time, the machine did other work. */
  readonly cpuSeconds: number;
  /** Wall time of work for the measurement itself. */
  readonly excludedSeconds: number;
}

let excludedSeconds = 0;
let excludedCpuSeconds = 0;

/** Runs work that is not measured. */
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
