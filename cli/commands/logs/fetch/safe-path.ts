import { createHash } from "node:crypto";
import { isLogExtension } from "../../../logs/local-files";

/** File systems allow names of 255 bytes, some of them fewer. */
const LONGEST_NAME = 200;

/**
 * The path in a folder for the key of an object. Whoever may write to the bucket chooses keys: what has a meaning in a path
 * is encoded, so that no path leaves the folder, no two keys have the same path, and no file has the path of a folder.
 * Long names end with their SHA-256.
 */
export function safePath(key: string): string {
  const names = key.split("/");
  const file = names.pop()!;
  return [...names.map(folderName), fileName(file)].join("/");
}

/** Never ends with the extension of a log file, or with a bare `%`. */
function folderName(name: string): string {
  return shorten(name, "", isLogExtension(name) ? encode(name).replace(/\.(?=[^.]*$)/, "%2E") : encode(name));
}

/** Always does. */
function fileName(name: string): string {
  if (!isLogExtension(name)) return `${shorten(name, "", encode(name))}%`;
  const extension = /(\.\w{2,6})?\.\w+$/.exec(name)![0];
  return shorten(name, isLogExtension(extension) ? extension : "", encode(name));
}

function encode(name: string): string {
  if (/^\.*$/.test(name)) return name === "" ? "%00" : name.replaceAll(".", "%2E");
  return name.replace(/[%\\:*?"<>|\p{Cc}\p{Cf}]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`).join(""),
  );
}

function shorten(name: string, extension: string, encoded: string): string {
  if (Buffer.byteLength(encoded) <= LONGEST_NAME) return encoded;
  const hash = createHash("sha256").update(name).digest("hex");
  // A character of a key has up to four bytes, and is encoded as up to twelve.
  const beginning = [...encoded].slice(0, 20).join("");
  return `${beginning}%~${hash}${extension}`;
}
