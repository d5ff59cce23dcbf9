import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readFailure, writeFailure } from "../../../framework/file-error";
import { UserError } from "../../../framework/user-error";

/** The Parquet files at a path: itself, or those in a folder. Throws a `UserError` if there is none. */
export function parquetFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith(".parquet"));
    if (names.length > 0) return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${readFailure(error)}; give a source to write it`);
  }
  throw new UserError(
    `${path} has no file that ends with .parquet; give a source and --parquet ${join(path, "FILE.parquet")}`,
  );
}

/** Replaces a file when a new one is complete. Throws a `UserError`. */
export async function draftParquet(file: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    await write(draft);
    renameSync(draft, file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be written: ${writeFailure(error)}`);
  } finally {
    rmSync(draft, { force: true });
  }
}
