import "../peers";
export { Archive, type ArchiveProps, type ArchiveTrail } from "./archive";
export type { AuditTrailAlerts } from "./alerts";
export { AuditTrail, type AuditTrailProps } from "./audit-trail";
export type { ArchiveReader } from "./readers";
export type { ArchiveReplica, ReplicaOptions } from "./replica";
