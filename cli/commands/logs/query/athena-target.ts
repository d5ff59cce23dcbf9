import { AthenaQueries } from "../../../aws/athena";
import { closeClients } from "../../../aws/clients";
import { AwsFailure } from "../../../aws/errors";
import { S3Objects } from "../../../aws/objects";
import { UserError } from "../../../framework/user-error";
import { logObjects } from "../../../logs/s3-walk";
import { readEnvironment } from "../../../model/read";
import { terraformRole } from "../../../model/resources";
import { tablesOn, workgroupsFor } from "../../../model/workgroups";
import { listFailure } from "../list-failure";
import type { QueryValues } from "../query-command";
import { CALL_LIMIT_MS, connectS3 } from "../s3-connect";
import { bytesText } from "./bytes";

export interface Target {
  readonly queries: AthenaQueries;
  readonly workgroup: string;
  readonly database: string;
}

/** Where the queries of an environment run, or those of a workgroup. Throws a `UserError`. */
export function athenaTarget(values: QueryValues): Target {
  const { environment, profile, endpoint, reader } = values;
  const place = environment === undefined ? ownTarget(values) : environmentTarget(values, environment);
  const { workgroup, database, region, role } = place;
  const roleArn = reader ?? (endpoint === undefined ? role : undefined);
  return { queries: new AthenaQueries({ region, profile, endpoint, roleArn }, CALL_LIMIT_MS), workgroup, database };
}

interface Place {
  readonly workgroup: string;
  readonly database: string;
  readonly region: string;
  readonly role: string | undefined;
}

function environmentTarget({ outdir, workgroup, database }: QueryValues, name: string): Place {
  const environment = readEnvironment(outdir, name);
  const { logBucket, resources } = environment;
  const [created] = workgroupsFor(logBucket.name, resources);
  const [table] = tablesOn(logBucket.name, resources);
  const { account, region } = created ?? logBucket;
  const names = {
    workgroup: workgroup ?? created?.values["name"],
    database: database ?? table?.values["database_name"],
  };
  if (typeof names.workgroup !== "string" || typeof names.database !== "string") {
    throw new UserError(`environment ${name} has no workgroup of Athena; give --workgroup and --database`);
  }
  return { workgroup: names.workgroup, database: names.database, region, role: terraformRole(environment, account) };
}

function ownTarget({ workgroup, database }: QueryValues): Place {
  if (workgroup === undefined || database === undefined) {
    throw new UserError("--on athena requires --environment, or --workgroup and --database");
  }
  const region = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
  if (region === undefined) throw new UserError("set AWS_REGION to the Region of the workgroup");
  return { workgroup, database, region, role: undefined };
}

/**
 * Refuses a query whose log files are larger than the limit, before it costs anything. Athena scans each of them at
 * least once. Only the log files of an environment can be listed. Throws a `UserError`.
 */
export async function refuseLarge(values: QueryValues, signal: AbortSignal): Promise<void> {
  const { environment, from, to, account: accounts, region: regions, late: lateDays, "max-bytes": limit } = values;
  if (environment === undefined) return;
  const source = await connectS3(undefined, values, { from, to, accounts, regions, lateDays }, signal);
  const walk = { objects: new S3Objects(source.clients.s3, CALL_LIMIT_MS), selection: source.selection, signal };
  try {
    let bytes = 0;
    for (const folder of source.folders) {
      for await (const { size } of logObjects(folder, walk)) {
        bytes += size;
        if (bytes <= limit) continue;
        throw new UserError(
          `the log files have more than ${bytesText(limit)} (--max-bytes), so the query was not sent; give later ` +
            "--from, earlier --to, --account, --region, or a higher --max-bytes",
        );
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AwsFailure)) throw error;
    throw listFailure(error, source.folders[0]!.bucket);
  } finally {
    closeClients(source.clients);
  }
}
