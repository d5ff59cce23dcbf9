import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { OutOfScope } from "./out-of-scope";

/** Parts of a stack's file that are compared elsewhere, or that Terraform ignores. */
const COMPARED = ["//", "resource", "output", "moved"];

/** Every new stack has these. */
const EVERY_STACK = ["terraform", "provider", "data"];

/**
 * The parts of two synthesized folders other than resources. Terraform reads all of them, and without a plan a review
 * cannot tell their effect.
 */
export function nonResourceChanges(base: string, outdir: string, stacks: readonly string[]): OutOfScope[] {
  return stacks.flatMap((stack) => {
    const [before, after] = [base, outdir].map((folder) => join(folder, "stacks", stack));
    const undecided = (what: string): OutOfScope => ({ address: stack, level: "undecided", what });
    const files = otherFiles(after!).filter((file) => textOf(join(before!, file)) !== textOf(join(after!, file)));
    const [was, will] = [before!, after!].map((folder) => partsOf(join(folder, "cdk.tf.json")));
    const isFresh = Object.keys(was!).length === 0;
    const parts = [...new Set([...Object.keys(was!), ...Object.keys(will!)])].sort();
    return [
      ...files.map((file) => undecided(`${file} is another file that Terraform reads`)),
      ...parts
        .filter((part) => !COMPARED.includes(part) && !isDeepStrictEqual(was![part], will![part]))
        .filter((part) => !isFresh || !EVERY_STACK.includes(part))
        .map((part) => undecided(`"${part}" changes; only a plan can show the effect`)),
    ];
  });
}

function otherFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter(
    (file) => /\.(tf|tf\.json|tfvars|tfvars\.json)$/.test(file) && file !== "cdk.tf.json",
  );
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function partsOf(file: string): Record<string, unknown> {
  const text = textOf(file);
  return text === undefined ? {} : (JSON.parse(text) as Record<string, unknown>);
}
