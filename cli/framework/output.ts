import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeFailure } from "./file-error";
import type { Streams } from "./streams";
import { UserError } from "./user-error";

/** Throws the error of `writeWhole` if the file certainly cannot be written, before a command does its work. */
export function refuseUnwritable(file: string): void {
  try {
    const known = statSync(file, { throwIfNoEntry: false });
    if (known?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    if (!known) accessSync(dirname(file), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${writeFailure(error)}`);
  }
}

/** Writes a command's result: to the file, or to standard output. */
export function deliver(text: string, file: string | undefined, { out }: Streams): void {
  if (file === undefined) out.write(text);
  else writeWhole(file, text);
}

/** Writes the complete file, or nothing. Throws a `UserError` if it cannot be written; the old content is kept. */
export function writeWhole(file: string, text: string): void {
  try {
    const known = statSync(file, { throwIfNoEntry: false });
    // A pipe or a device cannot be replaced, only written to. For a folder, this throws.
    if (known && !known.isFile()) return writeFileSync(file, text);
    // Keep a symbolic link: replace its target.
    const target = known ? realpathSync(file) : file;
    replace(target, text, known ? known.mode & 0o777 : undefined);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${writeFailure(error)}`);
  }
}

function draftOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
}

function replace(file: string, text: string, mode: number | undefined): void {
  const draft = draftOf(file);
  try {
    writeFileSync(draft, text, { flag: "wx", ...(mode !== undefined && { mode }) });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A file that is written piece by piece, and replaces the old one when it is complete. */
export interface Draft {
  /** Throws a `UserError` if there is no room. */
  readonly write: (text: string) => void;
  readonly complete: () => void;
  /** Keeps the old file. Does nothing to a complete one. */
  readonly discard: () => void;
}

/** Begins a file that may become too large for the memory. Throws a `UserError` if it cannot be written. */
export function openDraft(file: string): Draft {
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw new UserError(`${file} cannot be written: ${writeFailure(error)}`);
    }
  };
  return attempt(() => {
    const known = statSync(file, { throwIfNoEntry: false });
    // A pipe or a device cannot be replaced, only written to.
    const isDevice = known !== undefined && !known.isFile();
    const target = known && !isDevice ? realpathSync(file) : file;
    const path = isDevice ? file : draftOf(target);
    const descriptor = openSync(path, isDevice ? "w" : "wx", known?.isFile() ? known.mode & 0o777 : undefined);
    let isOpen = true;
    const close = () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    };
    return {
      write: (text) => attempt(() => writeFileSync(descriptor, text)),
      complete: () =>
        attempt(() => {
          close();
          if (!isDevice) renameSync(path, target);
        }),
      discard: () => {
        close();
        if (!isDevice) rmSync(path, { force: true });
      },
    };
  });
}
