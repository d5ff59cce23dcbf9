import { parseLogFolder } from "../../../../modules/log-keys";
import { closeClients } from "../../../aws/clients";
import { S3Objects } from "../../../aws/objects";
import { publicKeys } from "../../../aws/public-keys";
import { UserError } from "../../../framework/user-error";
import type { SavedKeys } from "../../../logs/integrity/local-store";
import { openBucket } from "../../../logs/integrity/s3-store";
import type { Store } from "../../../logs/integrity/store";
import { expectedDigests } from "../../../model/expected-digests";
import { CALL_LIMIT_MS, connectS3, type Access, type S3Source } from "../s3-connect";

export interface StoreValues extends Access {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly account: readonly string[];
  readonly region: readonly string[];
}

export interface OpenStore {
  readonly store: Store;
  /** Keys that the store brings along. @default none */
  readonly savedKeys?: SavedKeys | undefined;
  readonly close: () => void;
}

/** Opens `s3://bucket/prefix`, or the log bucket of an environment. Throws a `UserError`. */
export async function openS3Store(
  address: string | undefined,
  values: StoreValues,
  signal: AbortSignal,
): Promise<OpenStore> {
  const { from, to, account: accounts, region: regions } = values;
  const source = await connectS3(address, values, { from, to, accounts, regions, lateDays: 0 }, signal);
  const { folders, selection, environment } = source;
  for (const { prefix } of folders) checkPrefix(address ?? "", prefix);
  const store = openBucket({
    name: address ?? `${environment!.name} (s3://${folders[0]!.bucket})`,
    objects: new S3Objects(source.clients.s3, CALL_LIMIT_MS),
    folders,
    scope: { accounts: selection.accounts ?? [], regions },
    from,
    to,
    expected: environment === undefined ? [] : expectedDigests(environment),
    keys: (region, first, last) => keysFrom(source, region, first, last, signal),
    signal,
  });
  return { store, close: () => closeClients(source.clients) };
}

/** The digests of an account are beside its log files, not below them. */
function checkPrefix(address: string, prefix: string): void {
  if (parseLogFolder(prefix).kind === undefined) return;
  throw new UserError(
    `${address} is inside the folder of an account, whose log files and digests are in several folders; ` +
      "give the bucket or the account's folder, with --region, --from and --to",
  );
}

async function keysFrom({ clientsIn }: S3Source, region: string, from: number, to: number, signal: AbortSignal) {
  const clients = clientsIn(region);
  try {
    const limits = { timeoutMs: CALL_LIMIT_MS, signal };
    const keys = await publicKeys(clients.cloudTrail, new Date(from), new Date(to), limits);
    return keys.map((key) => ({ ...key, region }));
  } finally {
    closeClients(clients);
  }
}
