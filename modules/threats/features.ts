import type { KeysOf } from "../known-options";
import { notOneOf, type Problem } from "../validation";
import { RUNTIME_AGENTS, THREAT_FEATURES } from "./feature-names";

export type ThreatFeature = (typeof THREAT_FEATURES)[number];
export type RuntimeAgent = (typeof RUNTIME_AGENTS)[number];

/** Every feature is stated, on or off: AWS switches some on in a new detector, which costs money. */
export interface ThreatFeatures {
  /** Features that are on; all others are off. @default ["S3_DATA_EVENTS"] */
  readonly features?: readonly ThreatFeature[];
  /** Agents that GuardDuty installs, with `RUNTIME_MONITORING`; it installs no others. @default none */
  readonly agents?: readonly RuntimeAgent[];
}

export const FEATURE_OPTIONS: KeysOf<ThreatFeatures> = { agents: "list", features: "list" };

/** Each feature with its agents, as one list for a detector and for an organization. */
export function statedFeatures({ features = ["S3_DATA_EVENTS"], agents = [] }: ThreatFeatures) {
  return THREAT_FEATURES.map((name) => ({
    name,
    on: features.includes(name),
    agents:
      name === "RUNTIME_MONITORING" ? RUNTIME_AGENTS.map((agent) => ({ name: agent, on: agents.includes(agent) })) : [],
  }));
}

export function featureProblems({ features = [], agents = [] }: ThreatFeatures): Problem[] {
  return [
    ...features.map((name) => notOneOf("features", name, THREAT_FEATURES)),
    ...agents.map((name) => notOneOf("agents", name, RUNTIME_AGENTS)),
    agents.length > 0 &&
      !features.includes("RUNTIME_MONITORING") &&
      `agents require the feature "RUNTIME_MONITORING", got ${features.join(", ") || "none"}`,
  ];
}
