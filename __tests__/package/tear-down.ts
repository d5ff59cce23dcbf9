import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { packed } from "../support/consumer";

export default function tearDown(): void {
  rmSync(dirname(packed().tarball), { recursive: true });
}
