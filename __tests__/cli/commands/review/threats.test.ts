import { review } from "../../../../cli/commands/review/run";
import type { EnvironmentConfig } from "../../../../environments/schema";
import { dev, withDetectors } from "../../../fixtures/environments";
import { synthesizedFolder, type SynthesizedFolder } from "../../../support/synthesized-folder";

const { alerts, organization, threats } = withDetectors;
/** The smallest environment that is protected: a review computes its whole access matrix. */
const unguarded: EnvironmentConfig = {
  ...dev,
  protected: true,
  logs: { ...dev.logs, forceDestroy: false },
  alerts,
  organization,
};
const guarded: EnvironmentConfig = { ...unguarded, threats };
const BASE = synthesizedFolder(guarded);
const made: SynthesizedFolder[] = [BASE];

afterAll(() => made.forEach(({ remove }) => remove()));

/** The findings about stacks of GuardDuty when the environment becomes another: protection and what it says. */
async function foundWith(environment: EnvironmentConfig) {
  const head = synthesizedFolder(environment);
  made.push(head);
  const options = { environment: undefined, accept: undefined, today: "2026-01-01" };
  const [only] = await review({ ...options, files: [], outdir: head.outdir, base: BASE.outdir });
  const { verdict, findings } = only!;
  return { verdict, found: findings.map(({ protection, what }) => `${protection ?? "access"}: ${what}`) };
}

test("an environment with threats that stays is unchanged", async () => {
  expect(await foundWith(guarded)).toEqual({ verdict: "unchanged", found: [] });
});

test.each<[string, EnvironmentConfig, string[]]>([
  [
    "a feature switched off",
    { ...guarded, threats: { ...threats!, features: ["RUNTIME_MONITORING"] } },
    ['detector-off: status: "ENABLED" -> "DISABLED"', 'detector-off: auto_enable: "ALL" -> "NONE"'],
  ],
  [
    "an agent switched off",
    { ...guarded, threats: { ...threats!, agents: [] } },
    [expect.stringMatching(/^detector-off: additional_configuration: /) as never],
  ],
  [
    "the enrolment switched off",
    { ...guarded, threats: { ...threats!, organization: false, delegatedAdministrator: undefined } },
    ["removal: GuardDuty for the organization: destroyed", "removal: GuardDuty administrator: destroyed"],
  ],
  [
    "the export ended",
    { ...guarded, threats: { ...threats!, export: undefined } },
    ["removal: export of GuardDuty's findings: destroyed"],
  ],
])("%s is weakened", async (_, environment, expected) => {
  const { verdict, found } = await foundWith(environment);
  expect(verdict).toBe("weakened");
  expect(found).toEqual(expect.arrayContaining(expected));
});

test("a Region left out, and the whole option, remove detectors", async () => {
  for (const environment of [{ ...guarded, threats: { ...threats!, regions: ["us-east-1"] } }, unguarded]) {
    const { found } = await foundWith(environment);
    expect(found).toContain("removal: GuardDuty detector: destroyed");
  }
});
