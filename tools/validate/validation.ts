import { copyFileSync, cpSync } from "node:fs";
import { basename, join } from "node:path";
import { PROVIDER_LOCK } from "../../stacks/terraform-files";
import { inParallel } from "../../cli/framework/pool";
import { both } from "../terraform/interpret-output";
import { isObject } from "../../cli/framework/is-object";
import type { SynthesizedStack } from "../../cli/model/folder";
import type { Report } from "./report";
import type { Validator } from "../terraform/validator";
import type { Result, Verdict } from "../terraform/verdict";

interface Timed<T> {
  readonly verdict: T;
  readonly seconds: number;
}

/** The result of `terraform init`: without a verdict, the stack is ready for `validate`. */
type Initialized = Timed<Verdict | undefined>;

export interface ValidationOptions {
  /** Folder for the copies that Terraform works in, so that it writes nothing to the output folder. */
  readonly scratch: string;
  /** Path of the lock file that pins the providers of every stack, also of the examples. @default none */
  readonly providerLock?: string | undefined;
  readonly atOnce: number;
  readonly report: Report;
}

/** Initializes and validates every stack. */
export async function validateStacks(
  stacks: readonly SynthesizedStack[],
  validator: Validator,
  { scratch, providerLock, atOnce, report }: ValidationOptions,
): Promise<Result[]> {
  const initialize = ({ name, folder }: SynthesizedStack) => {
    report.start(name);
    const copy = join(scratch, "stacks", name);
    copyStack(folder, copy);
    if (providerLock !== undefined) copyFileSync(providerLock, join(copy, PROVIDER_LOCK));
    return timed(() => validator.init(copy));
  };
  const validate = async ({ name, json }: SynthesizedStack) => {
    report.start(name);
    const backend = await validator.checkBackend(json, join(scratch, "backends", name));
    return both(backend, await validator.validate(join(scratch, "stacks", name)));
  };

  const first = await fillCache(stacks, initialize);
  return inParallel(stacks, atOnce, async (stack) => {
    const { verdict, seconds } = first.get(stack) ?? (await initialize(stack));
    const validated = verdict ? { verdict, seconds: 0 } : await timed(() => validate(stack));
    const { name, json } = stack;
    const result = { name, terraform: json, verdict: validated.verdict, seconds: seconds + validated.seconds };
    report.finish(result);
    return result;
  });
}

/**
 * Initializes one stack for each set of required providers, one after another, because the cache allows only one writer. If
 * the providers of that stack are unavailable, the others with the same set are skipped.
 */
export async function fillCache(
  stacks: readonly SynthesizedStack[],
  initialize: (stack: SynthesizedStack) => Promise<Initialized>,
): Promise<Map<SynthesizedStack, Initialized>> {
  const known = new Map<SynthesizedStack, Initialized>();
  const leaders = new Map<string, SynthesizedStack>();
  for (const stack of stacks) {
    const providers = neededProviders(stack.json);
    const leader = leaders.get(providers);
    if (leader === undefined) {
      const initialized = await initialize(stack);
      known.set(stack, initialized);
      // An invalid stack may have failed before Terraform installed the providers.
      if (initialized.verdict?.kind !== "invalid") leaders.set(providers, stack);
    } else if (known.get(leader)?.verdict) {
      const reason = `requires the same providers as ${leader.name}`;
      known.set(stack, { verdict: { kind: "skipped", reason }, seconds: 0 });
    }
  }
  return known;
}

/** The required versions, and the providers that the resources require implicitly. */
function neededProviders({ terraform, resource, data }: SynthesizedStack["json"]): string {
  const types = [resource, data].flatMap((blocks) => (isObject(blocks) ? Object.keys(blocks) : []));
  const names = new Set(types.map((type) => type.split("_")[0]));
  // Built in.
  names.delete("terraform");
  return JSON.stringify([isObject(terraform) && terraform["required_providers"], [...names].sort()]);
}

/** Leaves out the files of a deployment from the output folder: providers, their lock file, states. */
function copyStack(from: string, to: string): void {
  const isLeftOver = (path: string) => /^\.terraform|\.tfstate/.test(basename(path));
  cpSync(from, to, { recursive: true, filter: (path) => path === from || !isLeftOver(path) });
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const start = performance.now();
  const verdict = await work();
  return { verdict, seconds: (performance.now() - start) / 1000 };
}
