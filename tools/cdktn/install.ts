import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../cli/framework/process";

/** CDK Terrain continues CDKTF, and has its packages under these names. */
export const ALIASES = {
  cdktf: "npm:cdktn@0.24.0",
  "cdktf-cli": "npm:cdktn-cli@0.24.0",
  "@cdktf/provider-aws": "npm:@cdktn/provider-aws@25.7.0",
} as const;

/** Installs the packages of a copy of the repository, CDK Terrain's under the names of CDKTF's. Throws if npm fails. */
export async function installCdktn(copy: string): Promise<void> {
  const file = join(copy, "package.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as { readonly devDependencies: Readonly<Record<string, string>> };
  const devDependencies = { ...json.devDependencies, ...ALIASES };
  writeFileSync(file, `${JSON.stringify({ ...json, devDependencies }, null, 2)}\n`);
  const args = ["install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, stdout, stderr } = await runProgram("npm", args, { cwd: copy });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} ends with ${code}\n${stdout}${stderr}`);
}
