import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alertsArchive } from "../../../modules/alerts";

test("Python reads the archive without complaint, checksums and modes included", () => {
  const folder = mkdtempSync(join(tmpdir(), "alerts archive "));
  try {
    const archive = join(folder, "alerts.zip");
    writeFileSync(archive, alertsArchive().bytes);
    const list =
      "import json, sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; " +
      "print(json.dumps([[i.filename, oct(i.external_attr >> 16)] for i in z.infolist()]))";
    const out = execFileSync("python3", ["-c", list, archive], { encoding: "utf8" });
    expect(JSON.parse(out)).toEqual(
      ["index.js", "judge.js", "message.js", "finding.js", "catalog.json"].map((name) => [name, "0o100644"]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
