import { ThreatDetector, type ThreatDetectorProps } from "../../modules/threats";
import { synthStack } from "./synth";

export const THREATS: ThreatDetectorProps = { account: "111122223333", region: "eu-central-1" };

export function synthDetector(options: Partial<ThreatDetectorProps> = {}) {
  return synthStack((stack) => new ThreatDetector(stack, "Threats", { ...THREATS, ...options }));
}
