import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type TerraformStack } from "cdktf";
import { EncryptedBucketWalkthrough } from "../../examples/encrypted-bucket-walkthrough/stack";
import { SecureCloudTrailLogging } from "../../examples/secure-cloudtrail-logging/stack";
import { inFolder } from "../support/app";
import { synthesized } from "../support/synth";

const EXAMPLES: [string, (app: App, id: string) => TerraformStack][] = [
  ["encrypted-bucket-walkthrough", (app, id) => new EncryptedBucketWalkthrough(app, id)],
  ["secure-cloudtrail-logging", (app, id) => new SecureCloudTrailLogging(app, id)],
];

describe.each(EXAMPLES)("the compiled app %s", (name, build) => {
  test("writes its one stack where CDKTF_OUTDIR says, silently", () => {
    inFolder((outdir) => {
      const main = join(__dirname, "..", "..", "dist", "examples", name, "main.js");
      const env = { PATH: process.env["PATH"], CDKTF_OUTDIR: outdir };
      const { status, stdout, stderr } = spawnSync(process.execPath, [main], { env, encoding: "utf8" });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });

      const stacks = join(outdir, "stacks");
      expect(readdirSync(stacks)).toEqual([name]);
      const written: unknown = JSON.parse(readFileSync(join(stacks, name, "cdk.tf.json"), "utf8"));
      const app = new App({ outdir, stackTraces: false });
      expect(written).toEqual(JSON.parse(JSON.stringify(synthesized(build(app, name)).json)));
    });
  });
});
