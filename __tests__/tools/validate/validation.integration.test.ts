import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedStack } from "../../../cli/model/folder";
import { Validator } from "../../../tools/terraform/validator";
import type { Verdict } from "../../../tools/terraform/verdict";
import { Report } from "../../../tools/validate/report";
import { validateStacks } from "../../../tools/validate/validation";

/* Real Terraform, with resources that are built into it. */

const SOUND = { resource: { terraform_data: { one: { input: "one" } } }, output: { one: { value: "one" } } };
const LOCAL_BACKEND = { ...SOUND, terraform: { backend: { local: { path: "a.tfstate" } } } };

/** What Terraform says of stacks, and the configurations that it validated. */
async function validated(configurations: Readonly<Record<string, SynthesizedStack["json"]>>) {
  const scratch = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  try {
    const stacks = Object.entries(configurations).map(([name, json]): SynthesizedStack => {
      const folder = join(scratch, "out", name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
      return { name, environment: name, isNamed: true, kind: undefined, folder, dependencies: [], json };
    });
    const validator = new Validator(join(scratch, "providers"));
    const validate = jest.spyOn(validator, "validate");
    const report = new Report(Object.keys(configurations), { isTTY: false, write: () => true } as never);
    const results = await validateStacks(stacks, validator, { scratch, atOnce: 2, report });
    return {
      verdicts: Object.fromEntries(results.map(({ name, verdict }) => [name, summaryOf(verdict)])),
      alone: validate.mock.calls.map(([folder]) => folder.replace(join(scratch, "stacks/"), "")).sort(),
    };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function summaryOf(verdict: Verdict): string {
  if (verdict.kind === "ok") return `ok, ${verdict.warnings} warnings`;
  return `${verdict.kind}: ${verdict.diagnostics?.map(({ summary }) => summary).join(", ")}`;
}

test("sound stacks are validated together", async () => {
  const { verdicts, alone } = await validated({ a: SOUND, b: LOCAL_BACKEND, c: SOUND });
  expect(verdicts).toEqual({ a: "ok, 0 warnings", b: "ok, 0 warnings", c: "ok, 0 warnings" });
  expect(alone).toEqual([]);
});

test.each([
  [
    "an unknown argument",
    { resource: { terraform_data: { one: { wrong: "one" } } } },
    "invalid: Extraneous JSON object property",
  ],
  [
    "what only a root module may not have: an output of a sensitive value that does not say so",
    { variable: { secret: { default: "x", sensitive: true } }, output: { secret: { value: "${var.secret}" } } },
    "invalid: Output refers to sensitive values",
  ],
  [
    "an unknown setting of the backend",
    { ...SOUND, terraform: { backend: { local: { wrong: "x" } } } },
    "invalid: Extraneous JSON object property",
  ],
  [
    "a warning",
    { resource: { terraform_data: { one: { lifecycle: { ignore_changes: ["output"] } } } } },
    "ok, 1 warnings",
  ],
])("with %s in one, the verdict of each stack is its own", async (_, faulty, expected) => {
  const { verdicts } = await validated({ a: SOUND, faulty, c: SOUND });
  expect(verdicts).toEqual({ a: "ok, 0 warnings", faulty: expected, c: "ok, 0 warnings" });
});
