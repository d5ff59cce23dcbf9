import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Unpacks every file of a folder and does nothing else: what the search of log files is compared with. */
const [folder = ""] = process.argv.slice(2);
for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".gz")) continue;
  const file = readFileSync(join(folder, name));
  gunzipSync(file, { chunkSize: file.readUInt32LE(file.length - 4) + 1 });
}
