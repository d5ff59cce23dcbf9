/**
 * The path in a folder for the key of an object. Whoever may write to the bucket chooses keys: what has a meaning in a path
 * is encoded, so that no path leaves the folder and no two keys have the same one.
 */
export function safePath(key: string): string {
  return key.split("/").map(safeName).join("/");
}

function safeName(name: string): string {
  if (/^\.*$/.test(name)) return name === "" ? "%00" : name.replaceAll(".", "%2E");
  return name.replace(/[%\\:*?"<>|\p{Cc}\p{Cf}]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`).join(""),
  );
}
