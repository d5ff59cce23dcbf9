import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { synthesize } from "../../stacks";
import { inFolder } from "../support/app";

test("each stack asks for Terraform 1.10 in a file beside its JSON", () => {
  inFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    new TerraformStack(app, "one");
    new TerraformStack(app, "two");
    synthesize(app);
    for (const stack of ["one", "two"]) {
      const folder = join(outdir, "stacks", stack);
      expect(readdirSync(folder).sort()).toEqual(["cdk.tf.json", "versions.tf"]);
      expect(readFileSync(join(folder, "versions.tf"), "utf8")).toBe(
        'terraform {\n  required_version = ">= 1.10"\n}\n',
      );
    }
  });
});
