import "../peers";
export { Archive, type ArchiveProps, type ArchiveReader, type ArchiveTrail } from "./archive";
export type { AuditTrailAlerts } from "./alerts";
export { AuditTrail, type AuditTrailProps } from "./audit-trail";
export type { ArchiveReplica, ReplicaOptions } from "./replica";
