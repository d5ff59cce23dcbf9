import { closeClients } from "../../aws/clients";
import { AwsFailure } from "../../aws/errors";
import { S3Objects } from "../../aws/objects";
import { LOG_FILE_LIMIT } from "../../logs/log-file";
import { inOrder, logKeys } from "../../logs/s3-walk";
import type { LogFile } from "../../logs/scan";
import type { Selection } from "../../logs/selection";
import { listFailure } from "./list-failure";
import { CALL_LIMIT_MS, connectS3, type Access } from "./s3-connect";

/** Files under way at once. */
const AT_ONCE = 16;

/** Log files in S3: of `s3://bucket/prefix`, or of an environment. Throws a `UserError` if they cannot be listed. */
export async function* s3Files(
  address: string | undefined,
  values: Access,
  selection: Selection,
  signal: AbortSignal,
): AsyncGenerator<readonly LogFile[]> {
  const source = await connectS3(address, values, selection, signal);
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
    throw listFailure(error, source.folders[0]!.bucket);
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
