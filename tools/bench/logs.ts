import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { wholeNumber } from "../../cli/framework/option";
import { runProgram } from "../../cli/framework/process";
import { programOptions } from "../../cli/framework/program";
import { tableLines } from "../../cli/render/table";
import { terminalOf } from "../../cli/render/terminal";
import { onPath } from "../process/on-path";
import { NEEDLE, writeLogs } from "./log-data";
import { measure, median, medianOf, type Measured } from "./measure";
import { benchFirstHit, type FirstHit } from "./s3-logs";
import { benchValidate, type ValidateResult } from "./validate-logs";

const HELP = `Measures audit-trail logs on log files that it generates, compared with Node.js's gunzipSync over the same files.

  npm run bench:logs
  npm run bench:logs -- --megabytes 100 --small-files 1000 --runs 1

  --megabytes NUMBER    size of the log files, unpacked (default 1000)
  --small-files NUMBER  number of small files for the last line (default 24000)
  --runs NUMBER         runs of each, in turn (default 3)
  --help                show this help

CPU seconds are compared, because other work on the machine does not change them much. Where rg is installed, it searches
the same files. logs validate is compared with the AWS CLI, where it is installed, in wall time. The time of the first hit
is measured on a bucket of 50,000 keys, which must list folders of the asked days only. Exit status: 0 no findings, 1 a ratio is over its limit, 2 error.`;

const PROGRAM = join(__dirname, "..", "..", "cli", "main.js");
const GUNZIP = join(__dirname, "gunzip.js");
const RECORDS_PER_FILE = 640;
const BYTES_PER_FILE = 1.18e6;
/** 521 MB in 576 log files. */
const RECORDS_PER_VALIDATED = 490;

/** libdeflate 1.14 on 1,042.7 MB of such files, one core of another machine: no reader of gzip files is faster. */
const LIBDEFLATE = "libdeflate, inflate only, 1.04 GB: 0.58 CPU s on the machine where gunzipSync takes 1.03";

const SEARCHES = [
  { name: "find, literal, few hits", words: ["find", "--principal", NEEDLE], limit: 1.25 },
  { name: "find, structured filter", words: ["find", "--event", "Decrypt", "--principal", "web-reports"], limit: 2 },
  { name: "stats by event and principal", words: ["stats", "--by", "event,principal"], limit: 2.5 },
] as const;

const MOST_MEGABYTES = 150;
const MOST_SECONDS = 2;
/** Of the time of rg. */
const MOST_OF_RG = 1 / 3;

async function bench(args: readonly string[]): Promise<number> {
  const options = programOptions(args, {
    megabytes: { ...wholeNumber(2), group: "Input", help: "size", default: "1000" },
    "small-files": { ...wholeNumber(1), group: "Input", help: "small files", default: "24000" },
    runs: { ...wholeNumber(1), group: "Behavior", help: "runs of each", default: "3" },
  });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const scratch = mkdtempSync(join(tmpdir(), "bench-logs-"));
  try {
    return await measureAll(scratch, options.megabytes, options["small-files"], options.runs);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function measureAll(scratch: string, megabytes: number, smallFiles: number, runs: number): Promise<number> {
  const [large, small] = ["large", "small"].map((name) => join(scratch, name)) as [string, string];
  mkdirSync(large);
  mkdirSync(small);
  const files = Math.ceil((megabytes * 1e6) / BYTES_PER_FILE);
  const bytes = writeLogs(large, { files, recordsPerFile: RECORDS_PER_FILE });
  writeLogs(small, { files: smallFiles, recordsPerFile: 12 });
  const search = (folder: string, words: readonly string[]) => {
    const [command = "", ...filters] = words;
    return measure(PROGRAM, scratch, {}, ["logs", command, folder, ...filters, "--output", join(scratch, "result")]);
  };
  const gunzip: Measured[] = [];
  const found = SEARCHES.map((): Measured[] => []);
  const rg: number[] = [];
  const seconds: number[] = [];
  const validation = await benchValidate(PROGRAM, scratch, Math.ceil((RECORDS_PER_VALIDATED * megabytes) / 1000), runs);
  const firstHit = await benchFirstHit(PROGRAM, runs);
  for (let run = 0; run < runs; run += 1) {
    gunzip.push(await measure(GUNZIP, scratch, {}, [large]));
    for (const [index, { words }] of SEARCHES.entries()) found[index]!.push(await search(large, words));
    if (onPath("rg", process.env["PATH"]) !== undefined) rg.push(await timeOfRg(large));
    seconds.push((await search(small, SEARCHES[0].words)).seconds);
  }
  const measured = { gunzip: medianOf(gunzip), found: found.map(medianOf), rg, seconds, validation, firstHit };
  return report({ bytes, files, smallFiles, runs, ...measured });
}

/** CPU seconds of rg, which is no program of Node.js: `times` of the shell measures it. */
async function timeOfRg(folder: string): Promise<number> {
  const { stdout } = await runProgram("bash", ["-c", `rg -z -l ${NEEDLE} "$0" >/dev/null; times`, folder]);
  const [, minutes, rest] = /\n(\d+)m([\d.]+)s/.exec(stdout) ?? [];
  return Number(minutes) * 60 + Number(rest);
}

interface Result {
  readonly bytes: number;
  readonly files: number;
  readonly smallFiles: number;
  readonly runs: number;
  readonly gunzip: Measured;
  readonly found: readonly Measured[];
  readonly rg: readonly number[];
  readonly seconds: readonly number[];
  readonly validation: ValidateResult;
  readonly firstHit: FirstHit;
}

function report(result: Result): number {
  const { bytes, files, smallFiles, runs, gunzip, found, rg, seconds, validation, firstHit } = result;
  const ratios = found.map(({ cpuSeconds }) => cpuSeconds / gunzip.cpuSeconds);
  const row = (name: string, { cpuSeconds, seconds: wall, megabytes }: Measured, ratio?: number, limit?: number) => [
    name,
    cpuSeconds.toFixed(2),
    wall.toFixed(2),
    megabytes.toFixed(0),
    ratio?.toFixed(2) ?? "",
    limit?.toFixed(2) ?? "",
  ];
  const rows = [
    row("gunzipSync", gunzip),
    ...SEARCHES.map(({ name, limit }, index) => row(name, found[index]!, ratios[index], limit)),
  ];
  const columns = ["", "CPU s", "s", "MB", "times gunzipSync", "limit"].map((title, index) => ({
    title,
    right: index > 0,
  }));
  const literal = found[0]!;
  const ofRg = rg.length === 0 ? undefined : literal.cpuSeconds / median(rg);
  const lines = [
    `Node ${process.versions.node}, ${availableParallelism()} CPUs; ${(bytes / 1e6).toFixed(0)} MB in ${files} files; median of ${runs} runs`,
    "",
    ...tableLines({ columns, rows }, terminalOf(process.stdout)),
    "",
    ofRg === undefined
      ? "rg is not installed: not compared"
      : `find, literal: ${ofRg.toFixed(2)} of the CPU time of rg -z, limit ${MOST_OF_RG.toFixed(2)}`,
    `memory: ${Math.max(...found.map(({ megabytes }) => megabytes)).toFixed(0)} MB, limit ${MOST_MEGABYTES} with 2 threads`,
    `${smallFiles} small files: ${median(seconds).toFixed(2)} s, limit ${MOST_SECONDS} on an idle machine for 24000`,
    ...validation.lines,
    ...firstHit.lines,
    LIBDEFLATE,
  ];
  console.log(lines.join("\n"));
  const isOver = ratios.some((ratio, index) => ratio > SEARCHES[index]!.limit) || (ofRg ?? 0) > MOST_OF_RG;
  return isOver || validation.isOver || firstHit.isOver ? 1 : 0;
}

bench(process.argv.slice(2)).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
