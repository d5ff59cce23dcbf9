import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { codeBlocks, initProject, packed, readmeSteps, run, runBlock } from "../support/consumer";

const scratch = mkdtempSync(join(tmpdir(), "audit-trail-cdktn-app-"));
const app = join(scratch, "app");
const [installs] = codeBlocks(readFileSync(resolve(__dirname, "..", "..", "docs", "cdktn.md"), "utf8"), "sh");
const { program } = readmeSteps();

beforeAll(async () => {
  const { tarball } = packed();
  copyFileSync(tarball, join(scratch, basename(tarball)));
  await initProject(app, [], ["typescript@6", "ts-node", "@types/node@20"]);
  await runBlock(app, installs!);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));

/** Checks a program with ts-node, types included, and runs it. */
async function synthesize(text: string) {
  writeFileSync(join(app, "main.ts"), text);
  await run(app, "ts-node", "main.ts");
  const json = JSON.parse(readFileSync(join(app, "cdktf.out", "stacks", "audit", "cdk.tf.json"), "utf8"));
  return json as { readonly resource: Readonly<Record<string, object>>; readonly terraform: object };
}

test("the README's app works with CDK Terrain by the words of docs/cdktn.md, under either name", async () => {
  const before = await synthesize(program);
  expect(Object.keys(before.resource)).toContain("aws_cloudtrail");
  expect(before.terraform).toMatchObject({ required_providers: { aws: { source: "hashicorp/aws" } } });
  const renamed = program.replace('from "cdktf"', 'from "cdktn"');
  expect(renamed).not.toBe(program);
  expect(await synthesize(renamed)).toEqual(before);
  const { stdout } = await run(app, "audit-trail", "matrix");
  expect(stdout).toMatch(/^audit: who can do what/);
});
