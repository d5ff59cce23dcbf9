import { assess } from "../../cli/controls/assess";
import { controls } from "../../cli/controls/catalogue";
import { withAuditBuckets } from "../../cli/controls/environment";
import { auditBucketsOf } from "../../cli/model/audit-buckets";
import { checksOf } from "../../cli/verification/checks/all";
import { readEnvironment } from "../../cli/model/read";
import { environments } from "../../environments";
import { checkEnvironments } from "../../environments/schema";
import { accessProblems } from "../support/access-problems";
import { expectedStacks } from "../support/expected-stacks";
import { synthesizedFolder } from "../support/synthesized-folder";

/*
 * What must hold for any valid data in environments/, whose accounts, names and options are its owner's to choose.
 * Tests that need certain data take __tests__/fixtures/environments.
 */

test("the environments are valid, alone and side by side", () => {
  expect(() => checkEnvironments(environments)).not.toThrow();
  environments.forEach((environment) => expect(() => checkEnvironments([environment])).not.toThrow());
});

describe("synthesized side by side", () => {
  const { outdir, remove } = synthesizedFolder(...environments);
  afterAll(remove);

  test.each(environments.map(({ name }) => name))(
    "%s has its stacks, which name its trails and their log bucket",
    (name) => {
      const config = environments.find((one) => one.name === name)!;
      const { logs, trail } = config;
      const environment = readEnvironment(outdir, name);
      expect(environment.stacks.map((stack) => stack.name).sort()).toEqual(expectedStacks(config));
      expect(environment).toMatchObject({
        trail: { name: trail.name },
        logBucket: { name: logs.bucketName },
      });
    },
  );

  test.each(environments.map((environment) => [environment.name, environment] as const))(
    "%s gives the expected access",
    (_, environment) => expect(accessProblems(environment)).toEqual([]),
    300_000,
  );

  test.each(environments.map(({ name }) => name))("%s gets a verdict on every control", (name) => {
    const buckets = auditBucketsOf(outdir, environments);
    const environment = withAuditBuckets(readEnvironment(outdir, name), buckets);
    const verdicts = assess(controls, [environment]).flatMap((assessment) => assessment.verdicts);
    expect(verdicts).toHaveLength(controls.length);
  });

  test.each(environments.map(({ name }) => name))("%s has checks for verify, each with an id of its own", (name) => {
    const ids = checksOf(readEnvironment(outdir, name), { drift: false }).map(({ id }) => id);
    expect(ids).toContain("trail.logging");
    expect(new Set(ids).size).toBe(ids.length);
  });
});
