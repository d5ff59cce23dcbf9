import { App } from "cdktf";
import { resolveEnvironment } from "../../../cli/model/build";
import { computeMatrix } from "../../../cli/access/compute";
import { readStacks } from "../../../cli/model/read";
import type { StackJson } from "../../../cli/model/stack";
import { SecureCloudTrailLogging } from "../../../examples/secure-cloudtrail-logging/stack";
import { mutantsOf, withPolicy } from "../../../tools/mutation-tests/mutants";
import { settingChanges, withSetting } from "../../../tools/mutation-tests/settings";
import { policySurvival, settingSurvives } from "../../../tools/mutation-tests/survival";
import { countOf, trials, type Survivor } from "../../../tools/mutation-tests/trials";
import { inFolder } from "../../support/app";

const NAME = "logging";

const stacks: StackJson[] = inFolder((outdir) => {
  const app = new App({ outdir, stackTraces: false });
  new SecureCloudTrailLogging(app, NAME);
  app.synth();
  return readStacks(outdir, NAME);
});
const environment = resolveEnvironment(NAME, stacks);

const matrix = computeMatrix(environment);
const survives = policySurvival(environment, matrix);

const mutant = (sid: string, title: string) =>
  mutantsOf(environment).find((one) => one.statement.Sid === sid && one.title === title)!;

test.each([
  ["DenyInsecureTransport", "statement removed"],
  ["DenyInsecureTransport", "resource arn:aws:s3:::elly-secure-bucket left out"],
  ["AWSCloudTrailWrite20150319", "condition StringEquals aws:SourceArn removed"],
  ["RootAdministersKey", "action kms:TagResource left out"],
  ["RootAdministersKey", 'principal widened to "*"'],
  ["UsersDecryptLogsThroughS3", "actions widened to kms:*"],
  ["ReadLogs", "statement removed"],
  ["LocateBucket", "resource arn:aws:s3:::elly-secure-bucket widened to *"],
])("%s: %s is noticed", (sid, title) => {
  expect(survives(mutant(sid, title))).toBe(false);
});

test("a change that changes nothing survives", () => {
  const { from, statement } = mutant("DenyInsecureTransport", "statement removed");
  const changed = { ...statement, Action: ["s3:*", "s3:GetObject"] };
  const to = { ...from, statements: from.statements.map((one) => (one === statement ? changed : one)) };
  expect(survives({ from, statement, title: "more of the same", to, changed })).toBe(true);
});

test("a mutant differs from its configuration in the one policy", () => {
  const one = mutant("RootAdministersKey", "statement removed");
  const changed = withPolicy(environment, one);
  expect(changed).toEqual({ ...environment, keys: [{ ...environment.keys[0]!, policy: one.to }] });
  expect(one.to.statements).toEqual(one.from.statements.filter(({ Sid }) => Sid !== "RootAdministersKey"));
});

test("each setting is noticed, and the configuration as it is, is not", () => {
  const survivors: string[] = [];
  for (const change of settingChanges(stacks)) {
    const changed = resolveEnvironment(NAME, withSetting(stacks, change));
    if (settingSurvives(changed, matrix)) survivors.push(change.title);
  }
  expect(survivors).toEqual([]);
  expect(settingSurvives(resolveEnvironment(NAME, stacks), matrix)).toBe(true);
});

test("a share is every nth change, of policies and of settings", () => {
  const measured = { name: NAME, stacks, cells: matrix.cells };
  const policies = mutantsOf(environment).length;
  const settings = settingChanges(stacks).length;
  expect(countOf(measured)).toBe(policies + settings);
  const yielded: (Survivor | undefined)[] = [];
  for (const survivor of trials(measured, { first: 5, every: 50 })) yielded.push(survivor);
  expect(yielded).toHaveLength(Math.ceil((policies - 5) / 50) + Math.ceil((settings - 5) / 50));
});
