import { exitStatus } from "../../../../cli/logs/integrity/result";
import { countsOf, validateInMemory } from "../../../support/memory-bucket";
import { signedTrail } from "../../../../tools/emulator/signed-trail";
import { KEYS, TAMPERINGS, TRAIL_END } from "../../../support/tamperings";

test.each(TAMPERINGS)("$name", async ({ tamper, trail: make, options, expected, gaps = 0 }) => {
  const trail = make?.() ?? signedTrail({ key: KEYS.privateKey });
  tamper?.(trail);
  const found = await validateInMemory(trail.objects, KEYS.value, {
    to: Date.parse(TRAIL_END),
    options: options?.(trail) ?? {},
  });
  const [status, ...findings] = expected;
  expect({ status: exitStatus(found), findings: countsOf(found), gaps: found.gaps.length, notes: found.notes }).toEqual(
    {
      status,
      findings: findings.sort(),
      gaps,
      notes: [],
    },
  );
});
