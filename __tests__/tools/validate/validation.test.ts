import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedStack } from "../../../cli/model/folder";
import type { Validator } from "../../../tools/terraform/validator";
import type { Verdict } from "../../../tools/terraform/verdict";
import { Report } from "../../../tools/validate/report";
import { fillCache, validateStacks } from "../../../tools/validate/validation";

const stack = (name: string, version = ">= 5.100", types: readonly string[] = ["aws_kms_key"]): SynthesizedStack => ({
  name,
  environment: name,
  isNamed: true,
  kind: undefined,
  folder: "",
  dependencies: [],
  json: {
    resource: Object.fromEntries(types.map((type) => [type, {}])),
    terraform: { required_providers: { aws: { version } } },
  },
});

/** Fills the cache with what `init` says of each stack. Gives the stacks that were initialized, and the verdicts. */
async function fill(stacks: readonly SynthesizedStack[], verdicts: Readonly<Record<string, Verdict>> = {}) {
  const initialized: string[] = [];
  const known = await fillCache(stacks, async ({ name }) => {
    initialized.push(name);
    return { verdict: verdicts[name], seconds: 1 };
  });
  const byName = Object.fromEntries([...known].map(([{ name }, { verdict }]) => [name, verdict?.kind ?? "ready"]));
  return { initialized, byName, known };
}

const noProvider: Verdict = { kind: "skipped", reason: "no provider" };
const faulty: Verdict = { kind: "invalid", diagnostics: [] };

test("one stack fills the cache for all that need the same providers", async () => {
  const { initialized, byName } = await fill([stack("a"), stack("b"), stack("c")]);
  expect(initialized).toEqual(["a"]);
  expect(byName).toEqual({ a: "ready" });
});

test("each set of providers has a stack that fills the cache", async () => {
  const others = [stack("b", ">= 6"), stack("c"), stack("d", ">= 5.100", ["aws_kms_key", "random_id"])];
  const { initialized } = await fill([stack("a"), ...others]);
  expect(initialized).toEqual(["a", "b", "d"]);
});

test("providers that are built into Terraform make no difference", async () => {
  const { initialized } = await fill([stack("a"), stack("b", ">= 5.100", ["aws_kms_key", "terraform_remote_state"])]);
  expect(initialized).toEqual(["a"]);
});

test("where the provider is out of reach the others are not tried", async () => {
  const stacks = [stack("a"), stack("b"), stack("c", ">= 6")];
  const { initialized, byName, known } = await fill(stacks, { a: noProvider });
  expect(initialized).toEqual(["a", "c"]);
  expect(byName).toEqual({ a: "skipped", b: "skipped", c: "ready" });
  expect(known.get(stacks[1]!)).toEqual({
    verdict: { kind: "skipped", reason: "requires the same providers as a" },
    seconds: 0,
  });
});

test("a faulty stack leaves filling the cache to the next", async () => {
  const { initialized, byName } = await fill([stack("a"), stack("b"), stack("c")], { a: faulty });
  expect(initialized).toEqual(["a", "b"]);
  expect(byName).toEqual({ a: "invalid", b: "ready" });
});

describe("the lock file that init finds", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "audit-trail-test-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The text of the lock file in the folder that Terraform initializes; undefined where there is none. */
  async function lockAtInit(providerLock?: string): Promise<string | undefined> {
    let found: string | undefined;
    const validator: Pick<Validator, "init" | "checkBackend" | "validate"> = {
      init: async (copy) => {
        const path = join(copy, ".terraform.lock.hcl");
        found = existsSync(path) ? readFileSync(path, "utf8") : undefined;
        return undefined;
      },
      checkBackend: async () => undefined,
      validate: async () => ({ kind: "ok", warnings: 0 }),
    };
    const report = new Report(["a"], { isTTY: false, write: () => true } as unknown as NodeJS.WriteStream);
    const stacks = [{ ...stack("a"), folder: join(folder, "out") }];
    mkdirSync(join(folder, "scratch"));
    await validateStacks(stacks, validator as Validator, {
      scratch: join(folder, "scratch"),
      providerLock,
      atOnce: 1,
      report,
    });
    return found;
  }

  test.each([
    ["is that of the repository", "pinned", "pinned"],
    ["is not the one that a deployment left in the output folder", undefined, undefined],
  ])("%s", async (_, pinned, expected) => {
    mkdirSync(join(folder, "out"));
    writeFileSync(join(folder, "out", ".terraform.lock.hcl"), "left");
    const lock = join(folder, "lock");
    if (pinned !== undefined) writeFileSync(lock, pinned);
    expect(await lockAtInit(pinned && lock)).toBe(expected);
  });
});
