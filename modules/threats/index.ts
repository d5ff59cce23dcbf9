import "../peers";
export {
  RUNTIME_AGENTS,
  THREAT_FEATURES,
  type RuntimeAgent,
  type ThreatFeature,
  type ThreatFeatures,
} from "./features";
export { FindingAlerts, FindingForwarder, type FindingAlertsProps, type FindingForwarderProps } from "./finding-alerts";
export type { FindingsExport, FindingsExportOptions } from "./findings-export";
export { ThreatAdministrator, type ThreatAdministratorProps } from "./threat-administrator";
export { ThreatDetector, type ThreatDetectorProps } from "./threat-detector";
