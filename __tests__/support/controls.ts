import { join } from "node:path";
import { controls, testFile } from "../../cli/controls/catalogue";
import type { Control, Module } from "../../cli/controls/control";
import { withAuditBuckets, type AssessedEnvironment } from "../../cli/controls/environment";
import { auditBucketsOf } from "../../cli/model/audit-buckets";
import { resolveEnvironment } from "../../cli/model/build";
import { readStacks } from "../../cli/model/read";
import type { StackJson } from "../../cli/model/stack";
import type { EnvironmentConfig } from "../../environments/schema";
import { environments } from "../fixtures/environments";
import { prod } from "../fixtures/environments/prod";
import type { Statement } from "../../modules/policy";
import { synthesizeEnvironments } from "../../stacks";
import { inFolder } from "./app";

/** Arguments of a resource, open to change. */
export type Open = Record<string, unknown>;

/** Where a policy stands; the argument is `policy` where it is not said. */
export type PolicyPlace = readonly [type: string, place: string, argument?: string];

/** Runs with the folder that the app writes for these environments; `registry` are all there are. */
export function inSynthesized<Result>(
  chosen: readonly EnvironmentConfig[],
  use: (outdir: string) => Result,
  registry: readonly EnvironmentConfig[] = environments,
): Result {
  const before = process.env["CDKTF_OUTDIR"];
  return inFolder((folder) => {
    const outdir = join(folder, "cdktf.out");
    process.env["CDKTF_OUTDIR"] = outdir;
    try {
      synthesizeEnvironments(chosen, { registry });
      return use(outdir);
    } finally {
      if (before === undefined) delete process.env["CDKTF_OUTDIR"];
      else process.env["CDKTF_OUTDIR"] = before;
    }
  });
}

/** Synthesizes an environment and reads its stacks as the tool does. */
export function stacksOf(environment: EnvironmentConfig, registry = environments): StackJson[] {
  return inSynthesized([environment], (outdir) => readStacks(outdir, environment.name), registry);
}

/** A copy of an environment's stacks, to be broken. */
export class Copy {
  readonly stacks: StackJson[];

  constructor(stacks: readonly StackJson[]) {
    this.stacks = structuredClone(stacks) as StackJson[];
  }

  /** Resources of a type. */
  all(type: string): Open[] {
    return this.entries(type).map(({ values }) => values);
  }

  /** The one resource of a type whose id begins so, with its stack or without: `prod-archive/Key_`. */
  one(type: string, place = ""): Open {
    const found = this.entries(type).filter(({ at }) => at(place));
    if (found.length !== 1) throw new Error(`expected one ${type} ${place}, found ${found.length}`);
    return found[0]!.values;
  }

  /** Takes every resource of a type at a place away. Throws where there is none. */
  remove(type: string, place = ""): void {
    const gone = this.entries(type).filter(({ at }) => at(place));
    if (gone.length === 0) throw new Error(`no ${type} ${place} to remove`);
    for (const { resources } of this.stacks) {
      const kept = Object.entries(resources[type] ?? {}).filter(
        ([, values]) => !gone.some((one) => one.values === values),
      );
      (resources as Open)[type] = Object.fromEntries(kept);
    }
  }

  /** Adds a resource to the stack whose name ends so. */
  add(stack: string, type: string, values: Open): void {
    const { resources } = this.stacks.find(({ name }) => name.endsWith(stack))! as { resources: Open };
    resources[type] = { ...(resources[type] as Open | undefined), Added: values };
  }

  /** Changes one statement of a policy. Throws where there is no such statement. */
  statement(policy: PolicyPlace, sid: string, change: Open): void {
    this.statements(policy, (statements) => {
      const found = statements.find(({ Sid }) => Sid === sid);
      if (!found) throw new Error(`${policy.join(" ")} has no ${sid}`);
      return statements.map((one) => (one === found ? ({ ...one, ...change } as Statement) : one));
    });
  }

  /** Rewrites the statements of a policy. */
  statements(
    [type, place, argument = "policy"]: PolicyPlace,
    change: (statements: readonly Statement[]) => readonly Statement[],
  ): void {
    const resource = this.one(type, place);
    const document = JSON.parse(resource[argument] as string) as { Statement: Statement[] };
    resource[argument] = JSON.stringify({ ...document, Statement: change(document.Statement) });
  }

  private entries(type: string) {
    return this.stacks.flatMap(({ name, resources }) =>
      Object.entries(resources[type] ?? {}).map(([id, values]) => ({
        values: values as Open,
        at: (place: string) => [id, `${name}/${id}`].some((address) => address.startsWith(place)),
      })),
    );
  }
}

/** The controls whose tests stand in a module's file. */
export function controlsOf(module: Module): Control[] {
  return controls.filter((control) => control.modules[0] === module);
}

export interface BrokenCase {
  readonly how: string;
  readonly change: (copy: Copy) => void;
  /** What the check says of it, word by word. */
  readonly faults: readonly string[];
}

export interface Proof {
  /** @default prod */
  readonly environment?: EnvironmentConfig;
  readonly broken: readonly BrokenCase[];
}

/**
 * The tests of a module's controls: each complies in an environment, and does not in any of its broken copies.
 * A control without a broken copy fails: its check might pass for free.
 */
export function proveControls(module: Module, proofs: Readonly<Record<string, Proof>>): void {
  const ofProd = stacksOf(prod);
  const buckets = inSynthesized(environments, (outdir) => auditBucketsOf(outdir, []));
  const assessed = (stacks: readonly StackJson[]): AssessedEnvironment =>
    withAuditBuckets(resolveEnvironment("prod", stacks), buckets);

  test("each control of the module has broken copies, and no other has", () => {
    const ids = controlsOf(module).map(({ id }) => id);
    expect(Object.keys(proofs).sort()).toEqual(ids.sort());
    expect(Object.values(proofs).filter(({ broken }) => broken.length === 0)).toEqual([]);
  });

  describe.each(controlsOf(module))("$id", (control) => {
    const { environment, broken = [] } = proofs[control.id] ?? {};
    const stacks = environment ? stacksOf(environment) : ofProd;

    test("the environment complies", () => {
      expect(testFile(control)).toBe(`__tests__/cli/controls/${module}.test.ts`);
      expect(control.check(assessed(stacks))).toEqual([]);
    });

    test.each(broken)("does not comply: $how", ({ change, faults }) => {
      const copy = new Copy(stacks);
      change(copy);
      expect(control.check(assessed(copy.stacks))).toEqual(faults);
    });
  });
}
