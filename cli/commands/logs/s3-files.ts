import { closeClients } from "../../aws/clients";
import { AwsFailure } from "../../aws/errors";
import { S3Objects } from "../../aws/objects";
import { UserError } from "../../framework/user-error";
import { LOG_FILE_LIMIT } from "../../logs/log-file";
import { inOrder, logKeys, objectsAt, type Folder } from "../../logs/s3-walk";
import type { LogFile } from "../../logs/scan";
import type { Selection } from "../../logs/selection";
import { escapeTerminal } from "../../render/escape";
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
      const keys = orOneObject(address, folder, logKeys(folder, { objects, selection: source.selection, signal }), {
        objects,
        signal,
      });
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

/** The keys in a folder; if there is none, the object of that name. Throws a `UserError` if keys only begin so. */
async function* orOneObject(
  address: string | undefined,
  { bucket, prefix }: Folder,
  keys: AsyncIterable<string>,
  access: { readonly objects: S3Objects; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  let isEmpty = true;
  for await (const key of keys) {
    isEmpty = false;
    yield key;
  }
  if (!isEmpty || prefix === "" || address === undefined || address.endsWith("/")) return;
  const name = prefix.slice(0, -1);
  const { objects: found, folders } = await objectsAt({ bucket, prefix: name }, access);
  const objects = found.map(({ key }) => key);
  if (objects.includes(name)) yield name;
  else if (!folders.includes(prefix) && folders.length + objects.length > 0) {
    const some = [...folders, ...objects].slice(0, 3).map((key) => `s3://${bucket}/${key}`);
    const message = `${address} is no object and no folder; what begins so is ${some.join(", ")}`;
    throw new UserError(escapeTerminal(folders.length + objects.length > 3 ? `${message} and others` : message));
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
