import { AwsFailure } from "../../../aws/errors";
import { StatusLine } from "../../../framework/status-line";
import type { Streams } from "../../../framework/streams";
import { UserError } from "../../../framework/user-error";
import { NO_STATE, type HashState } from "../../../logs/integrity/hash-state";
import { openFolder, type SavedKeys } from "../../../logs/integrity/local-store";
import { merge, validate, type ValidateOptions } from "../../../logs/integrity/validate";
import type { Validation } from "../../../logs/integrity/result";
import { count } from "../../../render/count";
import { escapeTerminal } from "../../../render/escape";
import { listFailure } from "../list-failure";
import type * as Stores from "./stores";
import type { OpenStore, StoreValues } from "./stores";

export interface ValidateSourcesOptions {
  readonly sources: readonly string[];
  readonly values: StoreValues & { readonly grace: number; readonly quiet: boolean };
  /** @default the keys of each source */
  readonly keys: SavedKeys | undefined;
  /** @default remember nothing */
  readonly hashes?: HashState;
  /** See `ValidateOptions`. */
  readonly wider?: ValidateOptions["wider"];
}

/** Validates all sources, one after the other. Throws a `UserError`, and if the signal is aborted. */
export async function validateSources(
  options: ValidateSourcesOptions,
  streams: Streams,
  signal: AbortSignal,
): Promise<Validation> {
  const { sources, values } = options;
  const all = [...(values.environment === undefined ? [] : [undefined]), ...sources];
  if (all.length === 0) throw new UserError("no source given; give a folder, s3://BUCKET/PREFIX or --environment NAME");
  if (all.includes("-")) throw new UserError("standard input has no digests; give a folder or s3://BUCKET/PREFIX");
  const results: Validation[] = [];
  for (const source of all) results.push(await validateOne(source, options, streams, signal));
  const validation = merge(results);
  const { findings, chains, groups } = validation;
  if (findings.length + chains.length === 0 && groups.every(({ logs }) => logs === 0)) {
    throw new UserError(escapeTerminal(`no log file and no digest of this time in ${validation.sources.join(", ")}`));
  }
  return validation;
}

async function validateOne(
  source: string | undefined,
  { values, keys, hashes = NO_STATE, wider }: ValidateSourcesOptions,
  streams: Streams,
  signal: AbortSignal,
): Promise<Validation> {
  const opened = await open(source, { ...values, ...wider?.(values) }, signal);
  const progress = new FileProgress(streams, values.quiet);
  try {
    return await validate(opened.store, {
      from: values.from,
      to: values.to,
      wider,
      graceMs: values.grace,
      keys: keys ?? opened.savedKeys,
      hashes,
      onFile: (bytes) => progress.add(bytes),
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AwsFailure ? listFailure(error, opened.store.name) : error;
  } finally {
    hashes.end();
    progress.clear();
    opened.close();
  }
}

async function open(source: string | undefined, values: StoreValues, signal: AbortSignal): Promise<OpenStore> {
  if (source === undefined || source.startsWith("s3://")) return loadStores().openS3Store(source, values, signal);
  const store = openFolder(source, { accounts: values.account, regions: values.region });
  return { store, savedKeys: store.savedKeys, close: () => undefined };
}

/** Loads the SDK, which takes longer than a search of a few files. */
function loadStores(): typeof Stores {
  // oxlint-disable-next-line typescript/no-require-imports -- import() would load Node's loader of ES modules
  return require("./stores") as typeof Stores;
}

const PAUSE_MS = 100;

/** Shows on a terminal how far a validation is. */
class FileProgress {
  private readonly line: StatusLine;
  private files = 0;
  private bytes = 0;
  private shownAt = 0;

  constructor({ err }: Streams, quiet: boolean) {
    this.line = new StatusLine(quiet ? { write: () => undefined } : err);
  }

  add(bytes: number): void {
    this.files += 1;
    this.bytes += bytes;
    const now = performance.now();
    if (now - this.shownAt < PAUSE_MS) return;
    this.shownAt = now;
    this.line.show(`${count(this.files, "file")} validated, ${(this.bytes / 1e6).toFixed(0)} MB`);
  }

  clear(): void {
    this.line.clear();
  }
}
