import { accountsFolder } from "../../../modules/log-keys";
import { parseArn } from "../../../modules/policy";
import { awsClients, closeClients, type AwsClients } from "../../aws/clients";
import { clientsFor } from "../../aws/connect";
import { AwsFailure } from "../../aws/errors";
import { S3Objects } from "../../aws/objects";
import { UserError } from "../../framework/user-error";
import type { Folder } from "../../logs/s3-walk";
import type { Selection } from "../../logs/selection";
import type { Environment } from "../../model/environment";
import { readEnvironment } from "../../model/read";
import { terraformRole } from "../../model/resources";
import { escapeTerminal } from "../../render/escape";
import type { SourceValues } from "./options";

/** Limit of one call with all its attempts. */
export const CALL_LIMIT_MS = 60_000;

export type Access = Pick<SourceValues, "environment" | "outdir" | "profile" | "reader" | "endpoint">;

export interface S3Source {
  readonly folders: readonly Folder[];
  readonly selection: Selection;
  readonly clients: AwsClients;
  /** Clients in another Region, as who may ask CloudTrail for its public keys. */
  readonly clientsIn: (region: string) => AwsClients;
  /** @default the source is no environment */
  readonly environment?: Environment | undefined;
}

/** Connects to `s3://bucket/prefix`, or to the log bucket of an environment. Throws a `UserError` if that fails. */
export async function connectS3(
  address: string | undefined,
  values: Access,
  selection: Selection,
  signal: AbortSignal,
): Promise<S3Source> {
  if (address === undefined) return environmentSource(values, selection);
  return addressSource(address, values, selection, signal);
}

function environmentSource(values: Access, selection: Selection): S3Source {
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
  const ownRole = endpoint === undefined ? defaultRole(logBucket.account) : undefined;
  return {
    environment,
    folders: [...prefixes].map((prefix) => ({ bucket: logBucket.name, prefix })),
    selection: { ...selection, accounts: accounts.length > 0 ? accounts : known },
    clients: clientsFor(logBucket, access, reader ?? ownRole),
    // A reader of log files may do nothing else.
    clientsIn: (region) =>
      awsClients({ region, profile, endpoint, roleArn: reader === undefined ? ownRole : undefined }),
  };
}

/** The Region in which S3 is asked for the bucket's own. */
const FIRST_REGION = "us-east-1";

async function addressSource(
  address: string,
  { profile, endpoint, reader: roleArn }: Access,
  selection: Selection,
  signal: AbortSignal,
): Promise<S3Source> {
  const [, bucket, path = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(address) ?? [];
  if (bucket === undefined) {
    throw new UserError(`${address} is not the address of a bucket; give s3://BUCKET or s3://BUCKET/PREFIX`);
  }
  const open = (region: string) => awsClients({ region, profile, endpoint, roleArn });
  const first = open(process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? FIRST_REGION);
  try {
    const region = await new S3Objects(first.s3, CALL_LIMIT_MS).regionOf(bucket, signal);
    const prefix = path === "" || path.endsWith("/") ? path : `${path}/`;
    return {
      folders: [{ bucket, prefix }],
      selection,
      clients: open(region ?? FIRST_REGION),
      clientsIn: (other) => awsClients({ region: other, profile, endpoint }),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AwsFailure)) throw error;
    const why = error.kind === "missing" ? "it does not exist" : error.message;
    throw new UserError(escapeTerminal(`${address} cannot be read: ${why}`));
  } finally {
    closeClients(first);
  }
}
