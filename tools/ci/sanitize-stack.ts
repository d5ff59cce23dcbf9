import { readFileSync } from "node:fs";
import { problemsOf } from "./plan-allowlist";

/** Writes the Terraform JSON of standard input anew where a workflow may plan it; else says why not, with status 2. */
function takeStack(): void {
  const stack: unknown = JSON.parse(readFileSync(0, "utf8"));
  const problems = problemsOf(stack);
  if (problems.length === 0) {
    process.stdout.write(`${JSON.stringify(stack, null, 2)}\n`);
  } else {
    console.error(problems.join("\n"));
    process.exitCode = 2;
  }
}

takeStack();
