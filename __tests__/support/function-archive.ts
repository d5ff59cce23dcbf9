import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionArchive } from "../../modules/alerts";

/** Reads the archive by its directory, as Lambda does: each file's name, mode and contents. */
export function filesIn(bytes: Buffer) {
  const end = bytes.subarray(-22);
  if (end.readUInt32LE(0) !== 0x06054b50) throw new Error("no end of a ZIP archive");
  let at = end.readUInt32LE(16);
  return Array.from({ length: end.readUInt16LE(10) }, () => {
    const [size, nameLength, offset] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString();
    const mode = bytes.readUInt32LE(at + 38) >>> 16;
    at += 46 + nameLength;
    const start = offset + 30 + bytes.readUInt16LE(offset + 26);
    return { name, mode, text: bytes.subarray(start, start + size).toString() };
  });
}

export interface Invocation {
  readonly archive: FunctionArchive;
  readonly settings: object;
  readonly event?: unknown;
  /** Name of a package of the AWS SDK, and the source of what stands in for it. */
  readonly sdk: { readonly [name: string]: string };
}

const SNS = join(__dirname, "..", "..", "node_modules", "@aws-sdk", "client-sns");

/** The SDK's client, past the gateway, which cannot answer while this process waits for the function. */
export function snsAt(endpoint: string): string {
  return `const { PublishCommand, SNSClient } = require(${JSON.stringify(SNS)});
    exports.PublishCommand = PublishCommand;
    exports.SNSClient = class extends SNSClient { constructor() { super({ endpoint: "${endpoint}" }); } };`;
}

/** Runs a function, unpacked, in a Node of its own. */
export function invoke({ archive, settings, event, sdk }: Invocation) {
  const folder = mkdtempSync(join(tmpdir(), "alerts function "));
  try {
    for (const { name, text } of filesIn(Buffer.from(archive.bytes))) writeFileSync(join(folder, name), text);
    for (const [name, source] of Object.entries(sdk)) {
      const place = join(folder, "node_modules", "@aws-sdk", name);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, "index.js"), source);
    }
    const [file, name] = archive.handler.split(".");
    const run =
      `require("./${file}.js").${name}(${JSON.stringify(event)})` +
      ".catch((error) => { console.error(error.message); process.exit(1); })";
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", run], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, SETTINGS: JSON.stringify(settings) },
    });
    const lines = (text: string) => text.split("\n").filter((line) => line !== "");
    return { status, output: lines(stdout), errors: lines(stderr) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
