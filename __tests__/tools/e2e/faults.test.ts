import { readEnvironment } from "../../../cli/model/read";
import { checksOf } from "../../../cli/verification/checks/all";
import { policyDifferences } from "../../../cli/policy/differences";
import { FAULTS, withoutOneCondition } from "../../../tools/e2e/faults";
import { ACCESS_FAULTS } from "../../../tools/e2e/access-faults";
import { ALERT_FAULTS } from "../../../tools/e2e/alert-faults";
import { local } from "../../../tools/local/local-environment";
import { synthesizedFolder } from "../../support/synthesized-folder";

const { outdir, remove } = synthesizedFolder(local);
afterAll(remove);

test("every fault expects checks that there are, sorted", () => {
  const ids = checksOf(readEnvironment(outdir, local.name), { drift: false }).map(({ id }) => id);
  for (const { expected } of [...FAULTS, ...ACCESS_FAULTS, ...ALERT_FAULTS]) {
    expect(ids).toEqual(expect.arrayContaining([...expected]));
    expect(expected).toEqual([...expected].sort());
  }
});

test("of a key policy one condition goes, and nothing else", () => {
  const { resources } = readEnvironment(outdir, local.name);
  const policy = String(resources.find(({ type }) => type === "aws_kms_key")!.values["policy"]);
  const differences = policyDifferences(policy, withoutOneCondition(policy));
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatch(/^changed statement \w+: Condition: expected .*aws:sourcearn/i);
});
