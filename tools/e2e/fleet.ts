import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CloudTrailClient, StartLoggingCommand, StopLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { App } from "cdktf";
import { readFolder } from "../../cli/model/folder";
import { trailNames } from "../../modules/trail/names";
import { addStacks, findProviderLock, synthesize } from "../../stacks";
import { credentialsOf } from "../emulator/clients";
import { startEmulator, type Emulator } from "../emulator/start";
import { applyStacks, initStacks, type StackFolder } from "../local/deployment";
import { pathsIn, type Paths } from "../local/paths";
import { runNote } from "../local/summary";
import { accountId, fleet } from "../samples/fleet";
import { Deployer } from "../terraform/deployer";
import { expectSame, type Checks } from "./checks";
import { DELIVERY, PATIENCE_MS, providersIn, type TestContext } from "./test-context";
import { expectSound, idsOf, verify, type Target } from "./tool";

/** Without log groups, since the emulator delivers to none. */
const FLEET = { ...fleet(3), trail: { name: "fleet-trail", deliveryTopic: true } } as const;
const { archive, audited } = FLEET.accounts;
const FAULTY = accountId(2);

/** An emulator has no roles of its own accounts, so that verify does not assume them by itself. */
const ROLES = [archive, ...audited].flatMap(({ assumeRole }) => ["--role", assumeRole]);

/**
 * On a separate emulator: deploys an archive and the trails of its own and of three other accounts, all trails at once;
 * verify must find every trail sound, the only one that stops, and the only topic with another subscriber. The emulator ends with all that is deployed.
 */
export async function deployFleet(
  checks: Checks,
  { scratch, signal }: Pick<TestContext, "scratch" | "signal">,
): Promise<void> {
  const paths = pathsIn(join(scratch, "fleet"));
  mkdirSync(paths.folder);
  const emulator = await startEmulator({ delivery: DELIVERY });
  try {
    const { endpoint } = emulator;
    const credentials = await credentialsOf(endpoint, archive.id);
    const cache = providersIn(scratch);
    const terraform = new Deployer({ cache, credentials, region: FLEET.region, signal, patienceMs: PATIENCE_MS });
    const target = { paths, emulator, credentials, signal, environment: FLEET.name };
    await steps(checks, target, terraform, synthesizeFleet(endpoint, paths));
  } finally {
    await emulator.stop();
  }
}

interface Stacks {
  readonly archive: StackFolder;
  readonly trails: readonly StackFolder[];
}

function synthesizeFleet(endpoint: string, { outdir }: Paths): Stacks {
  const app = new App({ outdir, stackTraces: false });
  addStacks(app, FLEET, { localState: false, emulator: endpoint });
  synthesize(app, findProviderLock());
  const stacks = readFolder(outdir);
  return {
    archive: stacks.find(({ kind }) => kind === "archive")!,
    trails: stacks.filter(({ kind }) => kind === "trail"),
  };
}

async function steps(checks: Checks, target: Target, terraform: Deployer, stacks: Stacks): Promise<void> {
  const { emulator } = target;
  await checks.need("apply the archive", async () => {
    await initStacks([stacks.archive, ...stacks.trails], terraform);
    return (await applyStacks([stacks.archive], terraform)).map(runNote).join();
  });
  await checks.need(`apply ${stacks.trails.length} trails at once`, async () => {
    const runs = await Promise.all(stacks.trails.map((trail) => applyStacks([trail], terraform)));
    return runs.flat().map(runNote).join(" + ");
  });
  await checks.run("verify finds every trail sound", async () => {
    // Until each trail has delivered a log file and a digest.
    await wait(3000, undefined, { signal: target.signal });
    const found = await verify(target, ...ROLES);
    expectSound(found);
    const logging = idsOf(found.json, "pass").filter((id) => id.startsWith("trail.logging"));
    expectSame("trails that log", logging.length, stacks.trails.length);
    return found.json.verdict;
  });
  await checks.run("verify finds the one trail that stops", async () => {
    const stopped = await whileStopped(emulator, () => verify(target, ...ROLES));
    expectSame("failed checks", idsOf(stopped.json, "fail"), [`trail.logging.${FAULTY}`]);
    expectSame("exit", stopped.code, 1);
    return `of ${FAULTY}`;
  });
  await checks.run("verify finds the one topic with a subscriber that nothing configures", async () => {
    const subscribed = await whileSubscribed(emulator, () => verify(target, ...ROLES));
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
