import { setTimeout as wait } from "node:timers/promises";
import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import type { EnvironmentConfig } from "../../environments/schema";
import { credentialsOf } from "../emulator/clients";
import type { Deployer } from "../terraform/deployer";
import { expectSame, type Checks } from "./checks";
import { applyArchive, applyTrails, FLEET, synthesizeFleet, verifyFleet } from "./fleet-stacks";
import { expectSound, type Target } from "./tool";

const NEW_NAME = "fleet-trail-renamed";
const TRAIL = { ...FLEET.trail, name: NEW_NAME } as const;

/** Renames every trail, as docs/changes.md says, and verifies everything after each deployment. */
export async function renameTrails(checks: Checks, target: Target, terraform: Deployer): Promise<void> {
  await checks.run("rename every trail", async () => {
    await deploy({ ...FLEET, trail: { ...TRAIL, formerly: [{ name: FLEET.trail.name }] } }, target, terraform);
    expectSame(
      "trails of each account",
      await trailsIn(target),
      FLEET.accounts.audited.map(() => [NEW_NAME]),
    );
    return found(target);
  });
  await checks.run("take the former name out", async () => {
    const runs = await deploy({ ...FLEET, trail: TRAIL }, target, terraform);
    // The policy of each delivery topic; the archive account's trail has none.
    expectSame("changed resources", runs.trails, "1 resource + 1 resource + 1 resource + 0 resources");
    return found(target);
  });
}

/** Applies stacks that are initialized, which a new synthesis does not change. */
async function deploy(environment: EnvironmentConfig, target: Target, terraform: Deployer) {
  const stacks = synthesizeFleet(environment, target);
  return {
    archive: await applyArchive(stacks.archive, terraform),
    trails: await applyTrails(stacks.trails, terraform),
  };
}

async function found(target: Target): Promise<string> {
  // Until each trail has delivered a log file and a digest.
  await wait(3000, undefined, { signal: target.signal });
  const verified = await verifyFleet(target);
  expectSound(verified);
  return verified.json.verdict;
}

async function trailsIn({ emulator: { endpoint } }: Target): Promise<string[][]> {
  return Promise.all(
    FLEET.accounts.audited.map(async ({ id }) => {
      const client = new CloudTrailClient({
        endpoint,
        region: FLEET.region,
        credentials: await credentialsOf(endpoint, id),
      });
      const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
      client.destroy();
      return trailList.map(({ Name }) => Name ?? "").sort();
    }),
  );
}
