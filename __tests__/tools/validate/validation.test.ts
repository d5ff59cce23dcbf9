import type { SynthesizedStack } from "../../../tools/terraform/output-folder";
import { fillCache } from "../../../tools/validate/validation";
import type { Verdict } from "../../../tools/terraform/verdict";

const stack = (name: string, version = ">= 5.100", types: readonly string[] = ["aws_kms_key"]): SynthesizedStack => ({
  name,
  folder: "",
  terraform: {
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
    verdict: { kind: "skipped", reason: "needs the same providers as a" },
    seconds: 0,
  });
});

test("a faulty stack leaves filling the cache to the next", async () => {
  const { initialized, byName } = await fill([stack("a"), stack("b"), stack("c")], { a: faulty });
  expect(initialized).toEqual(["a", "b"]);
  expect(byName).toEqual({ a: "invalid", b: "ready" });
});
