import { Linter } from "eslint";
import config from "../eslint.config.js";

/** Messages of the import rule for a file at `filename` that imports `from`. */
function complaints(filename: string, from: string): string[] {
  return new Linter()
    .verify(`import { x } from "${from}";\nexport const y = x;\n`, config, { filename })
    .filter(({ ruleId }) => ruleId === "@typescript-eslint/no-restricted-imports")
    .map(({ message }) => message);
}

test.each([
  ["modules/policy/arn.ts", "cdktf"],
  ["modules/policy/arn.ts", "@cdktf/provider-aws/lib/kms-key"],
  ["modules/policy/arn.ts", "../limits"],
  ["modules/limits.ts", "cdktf"],
  ["modules/log-keys.ts", "cdktf"],
  ["modules/log-keys.ts", "./limits"],
  ["modules/problems.ts", "../stacks"],
  ["modules/key/key.ts", "../../environments"],
  ["modules/key/key.ts", "../../stacks/names"],
  ["modules/trail/trail.ts", "../../main"],
  ["environments/check.ts", "cdktf"],
  ["environments/check.ts", "../stacks"],
  ["environments/schema.ts", "../modules/key"],
  ["environments/schema.ts", "../modules/problems"],
  ["stacks/backend.ts", "../environments"],
  ["stacks/backend.ts", "../environments/prod"],
  ["stacks/backend.ts", "../main"],
  ["examples/secure-cloudtrail-logging/main.ts", "../../stacks"],
  ["examples/secure-cloudtrail-logging/main.ts", "../../environments/schema"],
  ["modules/key/key.ts", "../../tools/terraform/terraform"],
  ["stacks/backend.ts", "../tools/local/paths"],
  ["environments/local.ts", "../tools/local/synth"],
  ["examples/secure-cloudtrail-logging/main.ts", "../../tools/terraform/terraform"],
  ["main.ts", "@cdktf/provider-aws"],
])("%s may not import %s", (file, from) => {
  expect(complaints(file, from)).toHaveLength(1);
});

test.each([
  ["modules/policy/arn.ts", "./partition"],
  ["modules/key/key.ts", "../policy"],
  ["modules/key/key.ts", "@cdktf/provider-aws/lib/kms-key"],
  ["modules/bucket/replication.ts", "../key"],
  ["environments/schema.ts", "../modules/limits"],
  ["environments/schema.ts", "../modules/policy"],
  ["environments/schema.ts", "valibot"],
  ["stacks/backend.ts", "../environments/schema"],
  ["stacks/archive-stack.ts", "../modules/bucket"],
  ["examples/secure-cloudtrail-logging/main.ts", "../../modules/trail"],
  ["tools/local/synth.ts", "../../environments/local"],
  ["tools/local/synth.ts", "../../stacks"],
  ["main.ts", "./stacks"],
])("%s may import %s", (file, from) => {
  expect(complaints(file, from)).toEqual([]);
});
