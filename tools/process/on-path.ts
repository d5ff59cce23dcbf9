import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of an executable program. Undefined if PATH has none. */
export function onPath(program: string, path: string | undefined): string | undefined {
  const candidates = (path ?? "").split(delimiter).filter((folder) => folder !== "");
  return candidates.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
