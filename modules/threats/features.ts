import type { KeysOf } from "../known-options";
import { notOneOf, type Problem } from "../validation";

/**
 * What GuardDuty can analyze beyond its foundational sources: management events, VPC flow logs and DNS queries, which
 * cannot be switched off. `S3_DATA_EVENTS` requires no data events of a trail. EKS_RUNTIME_MONITORING is left out:
 * RUNTIME_MONITORING includes it, and AWS refuses both.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfiguration.html
 */
export const THREAT_FEATURES = [
  "S3_DATA_EVENTS",
  "EKS_AUDIT_LOGS",
  "EBS_MALWARE_PROTECTION",
  "RDS_LOGIN_EVENTS",
  "LAMBDA_NETWORK_LOGS",
  "RUNTIME_MONITORING",
] as const;

/** The agents of RUNTIME_MONITORING that GuardDuty can install itself. */
export const RUNTIME_AGENTS = ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"] as const;

export type ThreatFeature = (typeof THREAT_FEATURES)[number];
export type RuntimeAgent = (typeof RUNTIME_AGENTS)[number];

/** Every feature is stated, on or off: AWS switches some on in a new detector, which costs money. */
export interface ThreatFeatures {
  /** Features that are on; all others are off. @default ["S3_DATA_EVENTS"] */
  readonly features?: readonly ThreatFeature[];
  /** Agents that GuardDuty installs, with `RUNTIME_MONITORING`; it installs no others. @default none */
  readonly agents?: readonly RuntimeAgent[];
}

export const FEATURE_OPTIONS: KeysOf<ThreatFeatures> = { agents: true, features: true };

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
