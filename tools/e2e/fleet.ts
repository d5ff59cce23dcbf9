import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CloudTrailClient, StartLoggingCommand, StopLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { trailNames } from "../../modules/trail/names";
import { credentialsOf } from "../emulator/clients";
import { startEmulator, type Emulator } from "../emulator/start";
import { initStacks } from "../local/deployment";
import { pathsIn } from "../local/paths";
import { accountId } from "../samples/fleet";
import { Deployer } from "../terraform/deployer";
import { expectSame, type Checks } from "./checks";
import { applyArchive, applyTrails, FLEET, synthesizeFleet, UNLOCKED, verifyFleet } from "./fleet-stacks";
import { renameTrails } from "./rename-trails";
import { DELIVERY, PATIENCE_MS, providersIn, type TestContext } from "./test-context";
import { expectSound, idsOf, type Target } from "./tool";

const FAULTY = accountId(2);

/**
 * On a separate emulator: deploys an archive and the trails of its own and of three other accounts, all trails at once;
 * verify must find every trail sound, the only one that stops, and the only topic with another subscriber. Before and
 * after that, changes the environment as docs/changes.md says. The emulator ends with all that is deployed.
 */
export async function deployFleet(
  checks: Checks,
  { scratch, signal }: Pick<TestContext, "scratch" | "signal">,
): Promise<void> {
  const paths = pathsIn(join(scratch, "fleet"));
  mkdirSync(paths.folder);
  const emulator = await startEmulator({ delivery: DELIVERY });
  let terraform: Deployer | undefined;
  try {
    const { endpoint } = emulator;
    const credentials = await credentialsOf(endpoint, FLEET.accounts.archive.id);
    const cache = providersIn(scratch);
    terraform = new Deployer({
      ...{ cache, credentials, region: FLEET.region, endpoint, signal, patienceMs: PATIENCE_MS, keepProvider: true },
    });
    const target = { paths, emulator, credentials, signal, environment: FLEET.name };
    await steps(checks, target, terraform);
    await renameTrails(checks, target, terraform);
  } finally {
    await terraform?.end();
    await emulator.stop();
  }
}

async function steps(checks: Checks, target: Target, terraform: Deployer): Promise<void> {
  const { emulator } = target;
  await checks.need("apply the archive", async () => {
    const { archive } = synthesizeFleet(UNLOCKED, target);
    await initStacks([archive], terraform);
    return applyArchive(archive, terraform);
  });
  const stacks = synthesizeFleet(FLEET, target);
  // The emulator, and not S3, requires that the bucket is empty.
  await checks.need("add Object Lock to its log bucket", async () => {
    await initStacks(stacks.trails, terraform);
    const note = await applyArchive(stacks.archive, terraform);
    expectSame("changed resources", note, "1 resource");
    return note;
  });
  await checks.need(`apply ${stacks.trails.length} trails at once`, () => applyTrails(stacks.trails, terraform));
  await checks.run("verify finds every trail sound", async () => {
    // Until each trail has delivered a log file and a digest.
    await wait(3000, undefined, { signal: target.signal });
    const found = await verifyFleet(target);
    expectSound(found);
    const logging = idsOf(found.json, "pass").filter((id) => id.startsWith("trail.logging"));
    expectSame("trails that log", logging.length, stacks.trails.length);
    return found.json.verdict;
  });
  await checks.run("verify finds the one trail that stops", async () => {
    const stopped = await whileStopped(emulator, () => verifyFleet(target));
    expectSame("failed checks", idsOf(stopped.json, "fail"), [`trail.logging.${FAULTY}`]);
    expectSame("exit", stopped.code, 1);
    return `of ${FAULTY}`;
  });
  await checks.run("verify finds the one topic with a subscriber that nothing configures", async () => {
    const subscribed = await whileSubscribed(emulator, () => verifyFleet(target));
    expectSame("failed checks", idsOf(subscribed.json, "fail"), [`trail.topic-subscriptions.${FAULTY}`]);
    return `of ${FAULTY}`;
  });
}

/** The names of all delivered files, sent elsewhere. */
async function whileSubscribed<Result>({ endpoint }: Emulator, work: () => Promise<Result>): Promise<Result> {
  const credentials = await credentialsOf(endpoint, FAULTY);
  const sns = new SNSClient({ endpoint, region: FLEET.region, credentials });
  const { topicArn: TopicArn } = trailNames({ ...FLEET.trail, account: FAULTY, region: FLEET.region });
  try {
    const subscription = {
      TopicArn,
      Protocol: "https",
      Endpoint: "https://elsewhere.example",
      ReturnSubscriptionArn: true,
    };
    const { SubscriptionArn } = await sns.send(new SubscribeCommand(subscription));
    try {
      return await work();
    } finally {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    }
  } finally {
    sns.destroy();
  }
}

async function whileStopped<Result>({ endpoint }: Emulator, work: () => Promise<Result>): Promise<Result> {
  const credentials = await credentialsOf(endpoint, FAULTY);
  const cloudTrail = new CloudTrailClient({ endpoint, region: FLEET.region, credentials });
  try {
    await cloudTrail.send(new StopLoggingCommand({ Name: FLEET.trail.name }));
    try {
      return await work();
    } finally {
      await cloudTrail.send(new StartLoggingCommand({ Name: FLEET.trail.name }));
    }
  } finally {
    cloudTrail.destroy();
  }
}
