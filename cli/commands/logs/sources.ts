import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { UserError } from "../../framework/user-error";
import { listFiles } from "../../logs/local-files";
import type { Batches } from "../../logs/run-search";
import type { LogFile } from "../../logs/scan";
import type { Selection } from "../../logs/selection";
import type { SourceValues } from "./options";
import type * as S3 from "./s3-files";
import { readInput } from "./standard-input";
import type { Summary } from "./summary";

/** More threads than this wait for the disk, and each takes 50 MB. */
const MAX_THREADS = 8;
/** Less work than this takes one thread less time than starting others. */
const FEW_FILES = 32;
const FEW_BYTES = 4 * 1024 * 1024;
const LARGEST_BATCH = 16;

export interface Opened {
  readonly batches: Batches;
  /** Undefined where nobody knows before the end. */
  readonly total: number | undefined;
  readonly isLarge: boolean;
}

export function threadCount(): number {
  return Math.min(availableParallelism(), MAX_THREADS);
}

/** Opens all sources. Throws a `UserError` if there is none, or one does not exist. */
export function openSources(
  sources: readonly string[],
  values: SourceValues,
  summary: Summary,
  signal: AbortSignal,
): Opened {
  const { environment, from, to, account: accounts, region: regions, late: lateDays } = values;
  if (sources.length === 0 && environment === undefined) {
    throw new UserError("no source given; give a folder, a file, s3://BUCKET/PREFIX, - or --environment NAME");
  }
  const selection: Selection = { from, to, accounts, regions, lateDays };
  const addresses = [...(environment === undefined ? [] : [undefined]), ...sources.filter(isAddress)];
  const readsInput = sources.includes("-");
  const paths = sources.filter((source) => source !== "-" && !isAddress(source));
  const { files, skipped, problems } = listFiles(paths, selection);
  for (const problem of problems) summary.addProblem(problem);
  summary.skipped = skipped;
  async function* batches() {
    if (readsInput) yield [{ name: "standard input", content: await readInput(signal) }];
    yield* inBatches(files);
    for (const address of addresses) yield* loadS3().s3Files(address, values, selection, signal);
  }
  return {
    batches: batches(),
    total: addresses.length > 0 ? undefined : files.length + (readsInput ? 1 : 0),
    isLarge: addresses.length > 0 || files.length > FEW_FILES || sizeOf(files) > FEW_BYTES,
  };
}

function isAddress(source: string): boolean {
  return source.startsWith("s3://");
}

/** Loads the SDK, which takes longer than reading a few files. */
function loadS3(): typeof S3 {
  // oxlint-disable-next-line typescript/no-require-imports -- import() would load Node's loader of ES modules
  return require("./s3-files") as typeof S3;
}

function* inBatches(files: readonly string[]): Generator<readonly LogFile[]> {
  const size = Math.max(1, Math.min(LARGEST_BATCH, Math.floor(files.length / (8 * threadCount()))));
  for (let at = 0; at < files.length; at += size) yield files.slice(at, at + size).map((name) => ({ name }));
}

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}
