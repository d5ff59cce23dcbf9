import { constructId } from "../../../modules/ids";
import { THREAT_FEATURES, ThreatDetector } from "../../../modules/threats";
import { startEmulator, type Emulator } from "../../../tools/emulator/start";
import { applied } from "../../support/applied";
import { describeWithMoto } from "../../support/moto";
import { THREATS } from "../../support/threats";

describeWithMoto("a detector that Terraform has applied to the emulator", () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  });

  afterAll(() => emulator.stop());

  test("has S3 protection, plans nothing, and leaves nothing", async () => {
    const stack = await applied(emulator, THREATS.account, (made) => {
      const detector = new ThreatDetector(made, "Threats", THREATS);
      // The emulator keeps one feature of a detector, and does not know half of them.
      const unknown = THREAT_FEATURES.filter((name) => name !== "S3_DATA_EVENTS");
      const removed = unknown.map((name) => detector.node.tryRemoveChild(constructId("Feature", name)));
      expect(removed).toEqual(unknown.map(() => true));
    });
    expect(await stack.drift()).toBeUndefined();
    await stack.end();
  }, 300_000);
});
