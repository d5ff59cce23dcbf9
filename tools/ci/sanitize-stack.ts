import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_LOCK } from "../../stacks/terraform-files";
import { problemsOf, problemsOfLock, problemsOfVersions } from "./plan-allowlist";

/**
 * Usage: sanitize-stack FROM TO, both folders of a stack. If a workflow may plan the stack, writes its JSON and, if they
 * exist, its Terraform version and provider lock into TO, and no other file. Otherwise prints the problems and ends with
 * status 2.
 */
function sanitizeStack(from: string, to: string): void {
  const read = (file: string) => readFileSync(join(from, file), "utf8");
  const optional = (file: string) => (existsSync(join(from, file)) ? [{ file, text: read(file) }] : []);
  const stack: unknown = JSON.parse(read("cdk.tf.json"));
  const versions = optional("versions.tf");
  const lock = optional(PROVIDER_LOCK);
  const problems = [
    ...problemsOf(stack),
    ...versions.flatMap(({ text }) => problemsOfVersions(text)),
    ...lock.flatMap(({ text }) => problemsOfLock(text)),
  ];
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exitCode = 2;
    return;
  }
  writeFileSync(join(to, "cdk.tf.json"), `${JSON.stringify(stack, null, 2)}\n`);
  for (const { file, text } of [...versions, ...lock]) writeFileSync(join(to, file), text);
}

sanitizeStack(process.argv[2]!, process.argv[3]!);
