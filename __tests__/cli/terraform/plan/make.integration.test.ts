import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePlan } from "../../../../cli/terraform/plan/make";
import { FakePrograms } from "../../../support/fake-programs";

const programs = new FakePrograms();
const outdir = mkdtempSync(join(tmpdir(), "audit-trail-make-plan-"));
const path = process.env["PATH"];

beforeAll(() => {
  mkdirSync(join(outdir, "stacks", "dev-trail", ".terraform"), { recursive: true });
  process.env["PATH"] = `${programs.folder}:${path}`;
});

afterAll(() => {
  process.env["PATH"] = path;
  programs.remove();
  rmSync(outdir, { recursive: true });
});

/** The error of planning `dev-trail` with a Terraform that fails so. */
async function failure(terraformError: string): Promise<unknown> {
  programs.add("terraform", `printf '╷\\n│ Error: ${terraformError}\\n│ more\\n' >&2; exit 1`);
  return makePlan(outdir, "dev-trail").then(
    () => undefined,
    ({ message }: Error) => message,
  );
}

test("a plan that reads the state of a stack before its first deployment names what to deploy", async () => {
  expect(await failure("Unable to find remote state")).toBe(
    "dev-trail: terraform plan failed: Unable to find remote state: a stack that it reads from is not deployed yet; " +
      "deploy that stack first, for example the environment's archive",
  );
});

test("another failure is Terraform's own word", async () => {
  expect(await failure("No valid credential sources found")).toBe(
    "dev-trail: terraform plan failed: No valid credential sources found",
  );
});

describe("a stack that is not initialized", () => {
  const planNew = () => makePlan(outdir, "new-trail");

  test("says how to initialize it", async () => {
    programs.add("terraform", "exit 0");
    await expect(planNew()).rejects.toThrow(
      `new-trail is not initialized; run terraform -chdir=${outdir}/stacks/new-trail init`,
    );
  });

  test("without Terraform, asks for Terraform first", async () => {
    process.env["PATH"] = outdir;
    await expect(planNew().finally(() => (process.env["PATH"] = `${programs.folder}:${path}`))).rejects.toThrow(
      /^terraform not found on PATH; it is required to create a plan: install /,
    );
  });
});
