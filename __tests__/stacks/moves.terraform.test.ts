import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { readFolder } from "../../cli/model/folder";
import { checkEnvironments } from "../../environments/schema/check";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks, findProviderLock, synthesize } from "../../stacks";
import { credentialsOf } from "../../tools/emulator/clients";
import { startEmulator, type Emulator } from "../../tools/emulator/start";
import { fleet } from "../../tools/samples/fleet";
import { Deployer } from "../../tools/terraform/deployer";
import { obstacles, obstaclesDuring, trailsOf } from "../support/delivering";
import { describeWithMoto } from "../support/moto";

const { accounts, ...FLEET } = fleet(2);
const ARCHIVE = accounts.archive.id;
const [WORKLOADS, PAYMENTS] = [accounts.audited[0]!, accounts.audited[1]!];
const HERE = "eu-central-1";
const THERE = "eu-west-1";

describeWithMoto("Regions and accounts, which move as docs/changes.md says", () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  }, 60_000);

  afterAll(() => emulator.stop());

  const watched = (account: string, region: string, work: Promise<unknown>) =>
    obstaclesDuring(work, emulator, { account, region, archive: ARCHIVE });

  const scratch = mkdtempSync(join(tmpdir(), "moves "));
  const single = { id: WORKLOADS.id, assumeRole: WORKLOADS.assumeRole };
  const first: EnvironmentConfig = {
    ...FLEET,
    name: "first",
    protected: true,
    accounts: { archive: { ...accounts.archive, recordedBy: "nothing" }, audited: single },
    trail: { name: "first-trail" },
  };
  const second: EnvironmentConfig = {
    ...first,
    name: "second",
    region: THERE,
    state: { bucketName: "second-state" },
    logs: { bucketName: "second-logs" },
    accessLogs: { bucketName: "second-access-logs" },
    readers: [{ ...FLEET.readers[0], roleName: "second-reader" }],
    breakGlass: { ...FLEET.breakGlass, roleName: "second-glass" },
    trail: { name: "second-trail" },
  };
  const split: EnvironmentConfig = {
    ...second,
    accounts: {
      ...second.accounts,
      audited: [
        { name: "workloads", ...single },
        { name: "payments", id: PAYMENTS.id, assumeRole: PAYMENTS.assumeRole },
      ],
    },
  };
  let terraform: Deployer;

  afterAll(async () => {
    await terraform.end();
    rmSync(scratch, { recursive: true });
  });

  /** Writes the stacks of environments. Returns the folder of one. */
  const synthesized = (...environments: readonly EnvironmentConfig[]) => {
    checkEnvironments(environments);
    const app = new App({ outdir: join(scratch, "out"), stackTraces: false });
    for (const environment of environments) {
      addStacks(app, environment, { localState: false, emulator: emulator.endpoint });
    }
    synthesize(app, findProviderLock());
    const stacks = readFolder(app.outdir);
    return (stack: string) => stacks.find(({ name }) => name === stack)!.folder;
  };
  const deploy = async (folder: string) => {
    if (!existsSync(join(folder, ".terraform"))) await terraform.init(folder);
    return (await terraform.apply(folder)).resources;
  };

  test("record in both Regions, until the trail of the first is destroyed", async () => {
    const { endpoint } = emulator;
    const credentials = await credentialsOf(endpoint, ARCHIVE);
    terraform = new Deployer({
      cache: join(scratch, "providers"),
      credentials,
      region: HERE,
      endpoint,
      keepProvider: true,
    });
    const both = synthesized(first, second);
    for (const stack of ["first-archive", "first-trail"]) await deploy(both(stack));
    const beside = async () => {
      for (const stack of ["second-archive", "second-trail"]) await deploy(both(stack));
    };
    expect(await watched(WORKLOADS.id, HERE, beside())).toEqual([]);
    const open = synthesized({ ...first, protected: false }, second);
    expect(await watched(WORKLOADS.id, THERE, terraform.destroy(open("first-trail")))).toEqual([]);
    expect(await trailsOf(emulator, WORKLOADS.id, HERE)).toEqual([]);
  }, 900_000);

  test("become several, with the trail that there is", async () => {
    const stacks = synthesized(split);
    renameSync(
      join(scratch, "terraform.second-trail.tfstate"),
      join(scratch, "terraform.second-trail-workloads.tfstate"),
    );
    const before = await trailsOf(emulator, WORKLOADS.id, THERE);
    expect(await watched(WORKLOADS.id, THERE, deploy(stacks("second-archive")))).toEqual([]);
    expect(await deploy(stacks("second-trail-workloads"))).toBe(0);
    expect(await trailsOf(emulator, WORKLOADS.id, THERE)).toEqual(before);
    await deploy(stacks("second-trail-payments"));
    const [payments] = await trailsOf(emulator, PAYMENTS.id, THERE);
    expect(await obstacles(emulator, payments!, ARCHIVE)).toEqual([]);
    expect(await terraform.drift(stacks("second-archive"))).toBeUndefined();
  }, 900_000);
});
