import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runProgram } from "../../../cli/framework/process";
import { credentialsOf } from "../../../tools/emulator/clients";
import { startEmulator, type Emulator } from "../../../tools/emulator/start";
import { EMULATOR_OVERRIDE } from "../../../tools/terraform/emulator-override";
import { variablesOf, withoutAws } from "../../../tools/terraform/environment";
import { describeWithMoto } from "../../support/moto";

const REPOSITORY = resolve(__dirname, "..", "..", "..");
const TIMEOUT = 900_000;

/** The blocks of a module's README, in order. */
function blocksOf(module: string): { readonly language: string; readonly text: string }[] {
  const readme = readFileSync(join(REPOSITORY, "terraform", module, "README.md"), "utf8");
  return [...readme.matchAll(/```(\w+)\n([^]*?)```/g)].map(([, language, text]) => ({
    language: language!,
    text: text!,
  }));
}

describeWithMoto("the README of a Terraform module, followed in an empty folder beside a checkout", () => {
  let emulator: Emulator;
  let scratch: string;
  let folder: string;

  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), "readme of terraform module "));
    symlinkSync(REPOSITORY, join(scratch, "cdktf-audit-trail"));
    folder = join(scratch, "empty");
    mkdirSync(folder);
    emulator = await startEmulator();
  }, TIMEOUT);

  afterEach(async () => {
    await emulator.stop();
    rmSync(scratch, { recursive: true });
  });

  test(
    "audit-trail: its commands give a trail, and the matrix of who can read its logs",
    async () => {
      const [copy, example, apply, review, ...more] = blocksOf("audit-trail");
      expect([copy, example, apply, review].map((block) => block?.language)).toEqual(["sh", "hcl", "sh", "sh"]);
      expect(more).toEqual([]);
      await shell(copy!.text);
      writeFileSync(join(folder, "main.tf"), example!.text);
      // Not in the README: what an emulator requires, and the answer to Terraform's question.
      writeFileSync(join(folder, "emulator_override.tf"), EMULATOR_OVERRIDE);
      expect(await shell(apply!.text.replace("terraform apply", "terraform apply -auto-approve"))).toContain(
        'trail_arn = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit"',
      );
      const matrix = await shell(review!.text);
      expect(matrix).toMatch(/read logs +role\/audit-log-reader\n/);
      expect(await shell("terraform plan -detailed-exitcode")).toContain("No changes.");
    },
    TIMEOUT,
  );

  /** Runs commands as a shell does that stops at the first error. Returns the output. */
  async function shell(commands: string): Promise<string> {
    const credentials = await credentialsOf(emulator.endpoint, "111122223333");
    const env = {
      ...withoutAws(process.env),
      ...variablesOf(credentials, "eu-central-1"),
      AWS_ENDPOINT_URL: emulator.endpoint,
    };
    const { code, stdout, stderr } = await runProgram("sh", ["-ec", commands], { cwd: folder, env });
    if (code !== 0) throw new Error(`${commands}\n${stdout}\n${stderr}`);
    return stdout;
  }
});
