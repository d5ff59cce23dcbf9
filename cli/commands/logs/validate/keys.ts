import { readFileSync } from "node:fs";
import { readFailure } from "../../../framework/file-error";
import { UserError } from "../../../framework/user-error";
import type { SavedKeys } from "../../../logs/integrity/local-store";
import { parsePublicKeys } from "../../../logs/integrity/public-keys";

/** Keys that the user trusts. Throws a `UserError`. */
export function readKeys(files: readonly string[]): SavedKeys | undefined {
  if (files.length === 0) return undefined;
  const keys = files.flatMap((file) => {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      throw new UserError(`${file} cannot be read: ${readFailure(error)}`);
    }
    return parsePublicKeys(text, file);
  });
  return { source: files.join(", "), keys };
}
