import "../peers";
export { BreakGlassRole, type BreakGlassRoleProps } from "./break-glass-role";
export { LogReaderPolicy, type LogReaderPolicyProps } from "./log-reader-policy";
export { LogReaderRole, type LogReaderRoleProps } from "./log-reader-role";
export type { LogScope } from "./log-scope";
export type { PermissionSet, RoleTrust } from "./trust";
