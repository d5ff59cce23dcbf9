import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
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

/** Initializes and validates every stack: those with the same providers together, and alone where that finds anything. */
export async function validateStacks(
  stacks: readonly SynthesizedStack[],
  validator: Validator,
  options: ValidationOptions,
): Promise<Result[]> {
  const sound = new Map<SynthesizedStack, number>();
  for (const group of groupsOf(stacks)) {
    group.forEach(({ name }) => options.report.start(name));
    const { verdict, seconds } = await timed(() => areSoundTogether(group, validator, options));
    if (verdict) group.forEach((stack) => sound.set(stack, seconds / group.length));
  }
  return validateEach(stacks, sound, validator, options);
}

/** Checks the backend of every stack, and the rest of those that are not in `sound`, which has the seconds of each. */
async function validateEach(
  stacks: readonly SynthesizedStack[],
  sound: ReadonlyMap<SynthesizedStack, number>,
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
  const validate = async (stack: SynthesizedStack): Promise<Verdict> => {
    report.start(stack.name);
    const backend = await validator.checkBackend(stack.json, join(scratch, "backends", stack.name));
    if (sound.has(stack)) return both(backend, { kind: "ok", warnings: 0 });
    return both(backend, await validator.validate(join(scratch, "stacks", stack.name)));
  };

  const first = await fillCache(
    stacks.filter((stack) => !sound.has(stack)),
    initialize,
  );
  return inParallel(stacks, atOnce, async (stack) => {
    const together = sound.get(stack);
    const ready = together === undefined ? undefined : { verdict: undefined, seconds: together };
    const { verdict, seconds } = ready ?? first.get(stack) ?? (await initialize(stack));
    const validated = verdict ? { verdict, seconds: 0 } : await timed(() => validate(stack));
    const { name, json } = stack;
    const result = { name, terraform: json, verdict: validated.verdict, seconds: seconds + validated.seconds };
    report.finish(result);
    return result;
  });
}

/** Stacks that require the same providers. One without another like it is in no group, nor is one to validate alone. */
function groupsOf(stacks: readonly SynthesizedStack[]): SynthesizedStack[][] {
  const groups = new Map<string, SynthesizedStack[]>();
  for (const stack of stacks.filter((one) => !mayHaveSensitiveOutputs(one))) {
    const providers = neededProviders(stack.json);
    groups.set(providers, [...(groups.get(providers) ?? []), stack]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** In a root module, and only there, Terraform refuses an output of a variable or expression that is sensitive. */
function mayHaveSensitiveOutputs({ json }: SynthesizedStack): boolean {
  return json["variable"] !== undefined || JSON.stringify([json["output"], json["locals"]]).includes("sensitive");
}

/**
 * Whether Terraform finds nothing in stacks that are modules of one configuration. It then starts the provider once,
 * which takes longer than all else in a validation.
 */
async function areSoundTogether(
  stacks: readonly SynthesizedStack[],
  validator: Validator,
  { scratch, providerLock }: ValidationOptions,
): Promise<boolean> {
  const folder = join(scratch, "together", stacks[0]!.name);
  mkdirSync(folder, { recursive: true });
  stacks.forEach((stack, index) => copyStack(stack.folder, join(folder, moduleName(index))));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(modules(stacks)));
  if (providerLock !== undefined) copyFileSync(providerLock, join(folder, PROVIDER_LOCK));
  return (await validator.init(folder)) === undefined && validator.findsNothing(folder);
}

const moduleName = (index: number) => `stack-${index}`;

function modules(stacks: readonly SynthesizedStack[]): object {
  return {
    module: Object.fromEntries(stacks.map((_, index) => [moduleName(index), { source: `./${moduleName(index)}` }])),
  };
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
  return JSON.stringify([isObject(terraform) ? terraform["required_providers"] : undefined, [...names].sort()]);
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
