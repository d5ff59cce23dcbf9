import type { AwsClients } from "../../cli/aws/clients";
import type { Environment } from "../../cli/model/environment";
import { readEnvironment } from "../../cli/model/read";
import type { Verification } from "../../cli/verification/verify";
import { dev } from "../fixtures/environments/dev";
import { deploy, roleOf, type Deployment } from "./deployment";
import { CREDENTIALS, startMoto, type Moto } from "./moto";
import { synthesizedFolder } from "./synthesized-folder";
import { idsOf, resultOf, verified, type Verified } from "./verified";

const ACCOUNT = dev.accounts.archive.id;

/** Nothing delivers log files to moto. */
export const WITHOUT_FILES: readonly string[] = ["logs.newest"];

/** The dev environment on moto. */
export interface DevOnMoto {
  readonly environment: Environment;
  readonly outdir: string;
  readonly url: () => string;
  readonly clients: () => AwsClients;
  readonly deployment: () => Deployment;
  readonly keyArn: () => string;
  /** Of the same key: moto takes no ARN where a key is changed. */
  readonly keyId: () => string;
  /** Makes all of it afresh. */
  readonly deploy: () => Promise<void>;
  readonly verify: (options?: Partial<Verified>) => Promise<Verification>;
}

/** Registers what starts and ends moto; for a `describeWithMoto`. */
export function devOnMoto(): DevOnMoto {
  const { outdir, remove } = synthesizedFolder(dev);
  const environment = readEnvironment(outdir, "dev");
  const before = { ...process.env };
  let moto: Moto;
  let deployment: Deployment | undefined;

  beforeAll(async () => {
    process.env["AWS_ACCESS_KEY_ID"] = CREDENTIALS.accessKeyId;
    process.env["AWS_SECRET_ACCESS_KEY"] = CREDENTIALS.secretAccessKey;
    moto = await startMoto();
  }, 60_000);

  afterAll(async () => {
    process.env = before;
    deployment?.end();
    remove();
    await moto.stop();
  });

  const made = () => {
    if (!deployment) throw new Error("nothing is deployed");
    return deployment;
  };
  const keyArn = () => made().keyArns.get(`alias/${dev.key.alias}`)!;
  return {
    environment,
    outdir,
    url: () => moto.url,
    clients: () => made().clients({ account: ACCOUNT, region: dev.region }),
    deployment: made,
    deploy: async () => {
      deployment?.end();
      await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
      deployment = await deploy(environment, moto.url);
    },
    keyArn,
    keyId: () => keyArn().split("/").at(-1)!,
    verify: (options = {}) =>
      verified({ outdir, environment: "dev", endpoint: moto.url, roles: [roleOf(ACCOUNT)], ...options }),
  };
}

/** What a fault must be told as. */
export interface Fault {
  readonly make: () => Promise<unknown>;
  readonly failing: readonly string[];
  /** Of the first of these checks. */
  readonly found: RegExp;
  /** @default not looked at */
  readonly details?: readonly unknown[];
}

/** Makes faults that do not touch each other, all at once, since deploying takes a second; each must be found. */
export function foundTogether(world: DevOnMoto, faults: Readonly<Record<string, Fault>>): void {
  const all = Object.entries(faults);
  let verification: Verification;

  beforeAll(async () => {
    await world.deploy();
    for (const [, { make }] of all) await make();
    verification = await world.verify();
  }, 60_000);

  test.each(all)("%s", (_, { failing, found, details }) => {
    expect(failing.map((id) => resultOf(verification, id).state)).toEqual(failing.map(() => "fail"));
    const first = resultOf(verification, failing[0]!);
    expect(first.found).toMatch(found);
    if (details) expect(first.details).toEqual(details);
  });

  test("and nothing else fails", () => {
    const failing = [...WITHOUT_FILES, ...all.flatMap(([, fault]) => fault.failing)];
    expect(idsOf(verification, "fail").sort()).toEqual(failing.sort());
    expect(idsOf(verification, "unknown")).toEqual([]);
  });
}
