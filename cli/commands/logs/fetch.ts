import { AwsFailure } from "../../aws/errors";
import { interruptible } from "../../framework/interrupt";
import { StatusLine } from "../../framework/status-line";
import type { Streams } from "../../framework/streams";
import { UserError } from "../../framework/user-error";
import { count } from "../../render/count";
import { escapeTerminal } from "../../render/escape";
import type { FetchValues } from "./fetch-command";
import { EvidenceFolder } from "./fetch/evidence-folder";
import { fetchStore, type Fetched } from "./fetch/fetch-store";
import { listFailure } from "./list-failure";
import { checkPeriod } from "./options";
import { openS3Store } from "./validate/stores";

/** Copies log files as evidence, and returns the exit status. Throws a `UserError` if it cannot start. */
export async function run(values: FetchValues, streams: Streams, operands: readonly string[]): Promise<number> {
  checkPeriod(values);
  const source = sourceOf(values, operands);
  const folder = EvidenceFolder.open(values.folder, {
    source: source ?? `--environment ${values.environment}`,
    accounts: values.account,
    regions: values.region,
    from: values.from === undefined ? undefined : new Date(values.from).toISOString(),
    to: new Date(values.to ?? Date.now()).toISOString(),
  });
  return interruptible(
    () => undefined,
    async ({ signal, status: interruptStatus }) => {
      try {
        return await fetchInto(folder, source, values, streams, signal);
      } catch (error) {
        const status = interruptStatus();
        if (status === undefined) throw error;
        streams.err.write("interrupted: the same command goes on from here\n");
        return status;
      }
    },
  );
}

function sourceOf({ environment }: FetchValues, operands: readonly string[]): string | undefined {
  const given = operands.length + (environment === undefined ? 0 : 1);
  if (given !== 1) throw new UserError("give one source: s3://BUCKET/PREFIX or --environment NAME");
  const [source] = operands;
  if (source === undefined || source.startsWith("s3://")) return source;
  throw new UserError(`${source} is not the address of a bucket; give s3://BUCKET/PREFIX`);
}

async function fetchInto(
  folder: EvidenceFolder,
  source: string | undefined,
  values: FetchValues,
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const { head } = folder;
  const period = { from: head.from === undefined ? undefined : Date.parse(head.from), to: Date.parse(head.to) };
  const { store, close } = await openS3Store(source, { ...values, ...period }, signal);
  const listedAt = Date.now();
  const line = new StatusLine(values.quiet ? { write: () => undefined } : streams.err);
  try {
    const fetched = await fetchStore({
      store,
      folder,
      signal,
      onFile: ({ files, bytes }) => line.show(`${count(files, "file")}, ${(bytes / 1e6).toFixed(0)} MB`),
    });
    line.clear();
    if (fetched.files === 0 && fetched.problems.length === 0) {
      throw new UserError(escapeTerminal(`no log file and no digest of this time in ${store.name}`));
    }
    if (fetched.problems.length === 0) folder.complete(listedAt);
    const strays = store.findings().filter(({ state }) => state === "extra");
    if (strays.length > 0 && !values.quiet) {
      streams.err.write(`not copied: ${count(strays.length, "file")} outside the folders of CloudTrail\n`);
    }
    return report(fetched, folder, values, streams);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AwsFailure ? listFailure(error, store.name) : error;
  } finally {
    line.clear();
    close();
  }
}

/** More would fill the terminal. */
const SHOWN = 10;

function report(fetched: Fetched, folder: EvidenceFolder, values: FetchValues, { out, err }: Streams): number {
  const { files, bytes, known, problems } = fetched;
  const resumed = known > 0 ? `, ${known} of them before` : "";
  out.write(`${count(files, "file")}, ${(bytes / 1e6).toFixed(1)} MB${resumed}, in ${escapeTerminal(values.folder)}\n`);
  for (const seal of folder.seals()) out.write(`SHA-256 ${escapeTerminal(seal)}\n`);
  if (problems.length === 0) {
    if (!values.quiet) out.write(`next: npx audit-trail logs validate ${escapeTerminal(values.folder)}\n`);
    return 0;
  }
  err.write(`incomplete: ${count(problems.length, "file")} could not be copied; the same command tries again\n`);
  for (const problem of problems.slice(0, SHOWN)) err.write(`  ${escapeTerminal(problem)}\n`);
  if (problems.length > SHOWN) err.write(`  and ${problems.length - SHOWN} more\n`);
  return 2;
}
