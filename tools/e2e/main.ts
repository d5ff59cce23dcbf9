import { setMaxListeners } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteTrailCommand } from "@aws-sdk/client-cloudtrail";
import { local } from "../local/local-environment";
import { requireTerraform } from "../terraform/version";
import { endWithReader, interruptible } from "../../cli/framework/interrupt";
import { programOptions } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";
import { ACCESS_FAULTS, addInventory } from "./access-faults";
import { ALERT_FAULTS } from "./alert-faults";
import { compareWithAwsCli } from "./aws-cli";
import { Checks, expectSame, expectThat, Stopped } from "./checks";
import { applyLocal, destroyAll, failInTheMiddle, localStacks, makeData, planAgain, prepareLocal } from "./deployment";
import { applyExample, destroyExample, LOCATIONS, prepareExamples, removeUser, type Deployed } from "./examples";
import { FAULTS } from "./faults";
import { ACCOUNT, deliverAgain, holdDelivery, openTestContext, REGION, type TestContext } from "./test-context";
import { interruptLocal } from "./interrupt";
import { leftIn } from "./leftovers";
import { auditTrail, canary, checkOf, expectSound, idsOf, verify } from "./tool";
import { deployFleet } from "./fleet";
import { followReadme } from "./readme";
import { loseEmulator, injectFaultsIntoVerify } from "./fault-injection";

const HELP = `Deploys, checks, injects faults and destroys with real Terraform on an emulator. Takes about ten minutes.

Usage: npm run test:e2e

  --help  show this help

Exit status: 0 all steps ok, 1 a step FAILED, 2 error.
`;

const interrupt = new AbortController();
// Three sections run programs at the same time, and each program listens.
setMaxListeners(0, interrupt.signal);
const checks = new Checks(process.stdout, interrupt.signal);

async function endToEnd(scratch: string): Promise<number> {
  await requireTerraform();
  const context = await openTestContext(scratch, interrupt.signal);
  try {
    process.stdout.write(`${context.emulator.label}, behind ${context.emulator.endpoint}\n`);
    await allSteps(context);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    process.stdout.write(`\n${error.message}\n`);
  } finally {
    await context.end();
  }
  process.stdout.write(`\n${checks.total}\n`);
  return checks.failed === 0 ? 0 : 1;
}

async function allSteps(context: TestContext): Promise<void> {
  // Not a step: without a provider, no step could run.
  await prepareLocal(context);
  const fleet = checks.beside("A fleet of three accounts");
  const results = await Promise.allSettled([
    stepsOnOneEmulator(context),
    readmeBeside(context),
    deployFleet(fleet.checks, context),
  ]);
  // It ends in the middle of another section.
  fleet.end();
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/** On a separate emulator, in parallel with all other steps, because it mostly waits. */
async function readmeBeside(context: TestContext): Promise<void> {
  const { checks: aside, end } = checks.beside("The README's deployment, through cdktf");
  await followReadme(aside, context).finally(end);
}

async function stepsOnOneEmulator(context: TestContext): Promise<void> {
  const examples = await prepareExamples(context);
  await deploy(context, examples);
  await checkSound(context);
  await holdDelivery(context);
  checks.section("The AWS CLI");
  await compareWithAwsCli(checks, context);
  await breakAndVerify(context);
  checks.section("Failures of the emulator");
  await injectFaultsIntoVerify(checks, context);
  await loseEmulator(checks, context);
  await breakForGood(context);
  await destroy(context, examples);
}

/** In parallel, because Terraform waits a minute for each lifecycle configuration. */
async function deploy(context: TestContext, examples: readonly Deployed[]): Promise<void> {
  checks.section("Deploy");
  const elsewhere = join(context.scratch, "elsewhere");
  mkdirSync(elsewhere);
  const results = await Promise.allSettled([
    checks
      .need("local: terraform fails in the middle of an apply", () => failInTheMiddle(context))
      .then(() => checks.need("local: a second apply repairs it", () => applyLocal(context))),
    ...examples.map((example) => checks.need(`${example.name}: apply`, () => applyExample(example))),
    interruptLocal(checks, context, elsewhere),
  ]);
  for (const result of results) if (result.status === "rejected") throw result.reason;
  await checks.need("local: bucket for data, first log file", () => makeData(context));
  const stacks = [...localStacks(context), ...examples];
  await Promise.all(stacks.map((stack) => checks.run(`${stack.name}: a second plan`, () => planAgain(stack))));
}

async function checkSound(context: TestContext): Promise<void> {
  checks.section("The sound environment");
  const [verified, walked] = ["verify.json", "canary.json"].map((name) => join(context.scratch, name));
  await checks.need("verify", async () => {
    const found = await verify(context);
    writeFileSync(verified!, JSON.stringify(found.json));
    expectSound(found);
    return found.json.verdict;
  });
  await checks.run("canary", async () => {
    const { code, json } = await canary(context);
    writeFileSync(walked!, JSON.stringify(json));
    expectSame("verdict", json.verdict, "passed");
    expectSame("exit", code, 0);
    return json.summary;
  });
  await checks.run("report", async () => {
    const page = join(context.scratch, "report.html");
    const { code, stderr } = await auditTrail(
      context,
      "report",
      ...["--verify", verified!, "--canary", walked!, "--output", page],
    );
    expectSame("exit", code, 0);
    const html = readFileSync(page, "utf8");
    expectThat(html.startsWith("<!doctype html>") && html.includes("<svg"), `no page with a diagram: ${stderr}`);
    return `${Math.round(html.length / 1024)} KiB`;
  });
}

async function breakAndVerify(context: TestContext): Promise<void> {
  checks.section("Faults, each reported by verify");
  for (const { name, expected, make } of [...FAULTS, ...ACCESS_FAULTS, ...ALERT_FAULTS]) {
    await checks.run(name, async () => {
      const undo = await make(context);
      try {
        const { code, json } = await verify(context);
        expectSame("failed checks", idsOf(json, "fail"), expected);
        expectSame("unknown checks", idsOf(json, "unknown"), []);
        expectSame("exit", code, 1);
      } finally {
        await undo();
      }
      return expected.join(", ");
    });
  }
  await checks.run("all undone: verify", async () => {
    const found = await verify(context);
    expectSound(found);
    return found.json.verdict;
  });
  deliverAgain(context);
}

/** Last, because nothing undoes them: only Terraform could create the same trail again. */
async function breakForGood(context: TestContext): Promise<void> {
  checks.section("Faults that stay");
  await checks.run("an inventory added", async () => {
    await addInventory(context);
    const { json } = await verify(context);
    expectSame("failed checks", idsOf(json, "fail"), ["bucket.inventory"]);
    return checkOf(json, "bucket.inventory").found;
  });
  await checks.run("the trail deleted: one check fails", async () => {
    await context.cloudTrail.send(new DeleteTrailCommand({ Name: local.trail.name }));
    const { code, json } = await verify(context);
    expectSame("failed checks", idsOf(json, "fail"), ["bucket.inventory", "trail.arn"]);
    expectSame("exit", code, 1);
    const explained = json.checks.filter(({ cause }) => cause === "trail.arn");
    expectThat(explained.length > 10, `trail.arn explains only ${explained.length} checks`);
    return `it explains ${explained.length} others`;
  });
}

async function destroy(context: TestContext, examples: readonly Deployed[]): Promise<void> {
  checks.section("Destroy");
  await Promise.all([
    checks.run("local: destroy", () => destroyAll(context)),
    ...examples.map((example) => checks.run(`${example.name}: destroy`, () => destroyExample(example))),
  ]);
  const locations = [{ account: ACCOUNT, region: REGION }, ...Object.values(LOCATIONS)];
  await checks.run("nothing is left", async () => {
    await removeUser(context);
    const left = await Promise.all(locations.map((location) => leftIn(context.emulator.target, location)));
    expectSame("left", left.flat(), []);
    return locations.map(({ account, region }) => `${account} in ${region}`).join(", ");
  });
}

/** Returns the exit status. */
async function main(): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "audit-trail-e2e-"));
  try {
    const { help } = programOptions(process.argv.slice(2), {});
    if (!help) return await endToEnd(scratch);
    process.stdout.write(HELP);
    return 0;
  } catch (error) {
    if (interrupt.signal.aborted) return 1;
    // A missing program is an error; anything else unexpected is a failure.
    const isLack = error instanceof UserError;
    process.stderr.write(`${isLack ? error.message : ((error as Error).stack ?? String(error))}\n`);
    return isLack ? 2 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

endWithReader();
void interruptible(
  () => interrupt.abort(new Stopped("Interrupted")),
  async ({ status }) => {
    const ended = await main();
    return status() ?? ended;
  },
).then((status) => process.exit(status));
