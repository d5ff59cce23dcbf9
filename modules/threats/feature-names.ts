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
