import { readFolder, type SynthesizedStack } from "../../cli/model/folder";
import { UserError } from "../../cli/framework/user-error";

/**
 * Prints one line for each stack of a synthesized folder: environment and name. Stacks come after those that they depend
 * on. Exit status 2 if the folder cannot be read.
 */
function main([outdir]: readonly string[]): void {
  if (outdir === undefined) throw new UserError("give a synthesized folder");
  for (const { environment, name } of inOrder(readFolder(outdir))) console.log(`${environment} ${name}`);
}

function inOrder(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const ordered = new Set<SynthesizedStack>();
  const visiting = new Set<SynthesizedStack>();
  const visit = (stack: SynthesizedStack): void => {
    if (ordered.has(stack) || visiting.has(stack)) return;
    visiting.add(stack);
    stack.dependencies.forEach((name) => byName.has(name) && visit(byName.get(name)!));
    ordered.add(stack);
  };
  stacks.forEach(visit);
  return [...ordered];
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
