import "../peers";
export { RUNTIME_AGENTS, THREAT_FEATURES } from "./feature-names";
export type { RuntimeAgent, ThreatFeature, ThreatFeatures } from "./features";
export { FindingAlerts, FindingForwarder, type FindingAlertsProps, type FindingForwarderProps } from "./finding-alerts";
export type { FindingsExport, FindingsExportOptions } from "./findings-export";
export { ThreatAdministrator, type ThreatAdministratorProps } from "./threat-administrator";
export { ThreatDetector, type ThreatDetectorProps, type ThreatOrganization } from "./threat-detector";
