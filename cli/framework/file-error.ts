const REASONS: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder",
  ENOTDIR: "a file is in the place of a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  EEXIST: "another file is in its place",
  ENOTEMPTY: "a folder with files is in its place",
  ENAMETOOLONG: "its name or path is too long",
  EILSEQ: "the file system does not allow its name",
  ELOOP: "its links lead in a circle",
  ENOSPC: "no space is left",
};

/** Why a file cannot be read, or not as JSON, in words. */
export function readFailure(error: unknown): string {
  if (error instanceof SyntaxError) return "it is not JSON";
  return reasonOf(error, "it does not exist");
}

/** Why a file cannot be written, in words. */
export function writeFailure(error: unknown): string {
  return reasonOf(error, "its folder does not exist");
}

function reasonOf(error: unknown, absent: string): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? absent : (REASONS[code] ?? message);
}
