import { parseArn } from "../../../modules/policy";
import { accountsFolder } from "../../../modules/log-keys";
import { awsClients, closeClients, type AwsClients } from "../../aws/clients";
import { clientsFor } from "../../aws/connect";
import { AwsFailure } from "../../aws/errors";
import { S3Objects } from "../../aws/objects";
import { UserError } from "../../framework/user-error";
import { LOG_FILE_LIMIT } from "../../logs/log-file";
import type { LogFile } from "../../logs/scan";
import type { Selection } from "../../logs/selection";
import { readEnvironment } from "../../model/read";
import { terraformRole } from "../../model/resources";
import { escapeTerminal } from "../../render/escape";
import type { CommonValues } from "./options";
import { inOrder, logKeys, type Folder } from "./s3-walk";

/** Limit of one call with all its attempts. */
const CALL_LIMIT_MS = 60_000;
/** Files under way at once. */
const AT_ONCE = 16;

type Access = Pick<CommonValues, "environment" | "outdir" | "profile" | "reader" | "endpoint">;

interface Source {
  readonly folders: readonly Folder[];
  readonly selection: Selection;
  readonly clients: AwsClients;
}

/** Log files in S3: of `s3://bucket/prefix`, or of an environment. Throws a `UserError` if they cannot be listed. */
export async function* s3Files(
  address: string | undefined,
  values: Access,
  selection: Selection,
  signal: AbortSignal,
): AsyncGenerator<readonly LogFile[]> {
  const source =
    address === undefined
      ? environmentSource(values, selection)
      : await addressSource(address, values, selection, signal);
  const objects = new S3Objects(source.clients.s3, CALL_LIMIT_MS);
  try {
    for (const folder of source.folders) {
      const keys = logKeys(folder, { objects, selection: source.selection, signal });
      for await (const file of inOrder(keys, AT_ONCE, async (key) => [
        await readFile(objects, folder.bucket, key, signal),
      ])) {
        yield [file];
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AwsFailure)) throw error;
    const hint = error.kind === "denied" ? "; give --reader with a role that reads the log files" : "";
    const what = error.kind === "denied" ? `no permission for ${error.action}` : `${error.action} failed`;
    throw new UserError(escapeTerminal(`${what} on ${source.folders[0]!.bucket}: ${error.message}${hint}`));
  } finally {
    closeClients(source.clients);
  }
}

/** A file that S3 does not return is a problem of this file alone. */
async function readFile(objects: S3Objects, Bucket: string, Key: string, signal: AbortSignal): Promise<LogFile> {
  const name = `s3://${Bucket}/${Key}`;
  try {
    const { bytes } = await objects.get({ Bucket, Key }, LOG_FILE_LIMIT.packed, signal);
    return bytes ? { name, content: bytes } : { name, problem: "it is too large" };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AwsFailure)) throw error;
    return { name, problem: error.code === "InvalidObjectState" ? "it is archived: restore it first" : error.message };
  }
}

function environmentSource(values: Access, selection: Selection): Source {
  const { outdir, profile, endpoint, reader } = values;
  const environment = readEnvironment(outdir, values.environment!);
  const { logBucket, trails } = environment;
  const defaultRole = (account: string) => terraformRole(environment, account);
  const access = { profile, endpoint, roles: reader === undefined ? [] : [reader], defaultRole };
  const prefixes = new Set(trails.map(({ logs }) => accountsFolder(logs)));
  const { accounts = [] } = selection;
  const known = trails.some(({ organizationTrail }) => organizationTrail)
    ? []
    : trails.map(({ arn, account }) => parseArn(arn)?.account ?? account);
  return {
    folders: [...prefixes].map((prefix) => ({ bucket: logBucket.name, prefix })),
    selection: { ...selection, accounts: accounts.length > 0 ? accounts : known },
    clients: clientsFor(
      logBucket,
      access,
      reader ?? (endpoint === undefined ? defaultRole(logBucket.account) : undefined),
    ),
  };
}

/** The Region in which S3 is asked for the bucket's own. */
const FIRST_REGION = "us-east-1";

async function addressSource(
  address: string,
  { profile, endpoint, reader: roleArn }: Access,
  selection: Selection,
  signal: AbortSignal,
): Promise<Source> {
  const [, bucket, path = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(address) ?? [];
  if (bucket === undefined) {
    throw new UserError(`${address} is not the address of a bucket; give s3://BUCKET or s3://BUCKET/PREFIX`);
  }
  const open = (region: string) => awsClients({ region, profile, endpoint, roleArn });
  const first = open(process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? FIRST_REGION);
  try {
    const region = await new S3Objects(first.s3, CALL_LIMIT_MS).regionOf(bucket, signal);
    const prefix = path === "" || path.endsWith("/") ? path : `${path}/`;
    return { folders: [{ bucket, prefix }], selection, clients: open(region ?? FIRST_REGION) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AwsFailure)) throw error;
    const why = error.kind === "missing" ? "it does not exist" : error.message;
    throw new UserError(escapeTerminal(`${address} cannot be read: ${why}`));
  } finally {
    closeClients(first);
  }
}
