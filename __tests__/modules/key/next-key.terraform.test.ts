import type { TerraformStack } from "cdktf";
import { Bucket } from "../../../modules/bucket";
import { Key } from "../../../modules/key";
import { Trail } from "../../../modules/trail";
import { startEmulator, type Emulator } from "../../../tools/emulator/start";
import { applied, type Applied } from "../../support/applied";
import { obstacles, obstaclesDuring, trailsOf } from "../../support/delivering";
import { describeWithMoto } from "../../support/moto";

const ACCOUNT = "111122223333";
const REGION = "eu-central-1";

describeWithMoto("the key of a trail, which changes as docs/changes.md says", () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  }, 60_000);

  afterAll(() => emulator.stop());

  const watched = (work: Promise<unknown>) =>
    obstaclesDuring(work, emulator, { account: ACCOUNT, region: REGION, archive: ACCOUNT });

  let stack: Applied;

  afterAll(() => stack.leave());

  const location = { account: ACCOUNT, region: REGION };
  const build = (step: "before" | "between" | "after") => (made: TerraformStack) => {
    const key = new Key(made, "Key", { ...location, aliases: ["audit-trail"] });
    const next = step === "before" ? key : new Key(made, "NextKey", { ...location, aliases: ["audit-trail-2"] });
    if (step === "between") key.allowTrail(`arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/audit`);
    const alsoNamed = step === "between" ? [key.arn] : [];
    const bucket = new Bucket(made, "Logs", {
      ...location,
      bucketName: "logs",
      encryption: { key: next, alsoNamed },
    });
    new Trail(made, "Trail", { name: "audit", bucket });
  };

  test("is another one, while the trail delivers all the time, under either", async () => {
    stack = await applied(emulator, ACCOUNT, build("before"));
    const [before] = await trailsOf(emulator, ACCOUNT, REGION);
    expect(await watched(stack.change(build("between")))).toEqual([]);
    const [between] = await trailsOf(emulator, ACCOUNT, REGION);
    expect(between!.KmsKeyId).not.toBe(before!.KmsKeyId);
    // Files under the former key that are still on their way.
    expect(await obstacles(emulator, before!, ACCOUNT)).toEqual([]);
  }, 600_000);

  test("takes no more log files once it is taken out", async () => {
    const [trail] = await trailsOf(emulator, ACCOUNT, REGION);
    expect(await watched(stack.change(build("after")))).toEqual([]);
    expect(await trailsOf(emulator, ACCOUNT, REGION)).toEqual([trail]);
    expect(await stack.drift()).toBeUndefined();
  }, 600_000);
});
