import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack, PACKED } from "../support/consumer";

/** Packs once for all tests: two at a time would write the same files. */
export default async function setUp(): Promise<void> {
  process.env[PACKED] = JSON.stringify(await pack(mkdtempSync(join(tmpdir(), "audit-trail-packed-"))));
}
