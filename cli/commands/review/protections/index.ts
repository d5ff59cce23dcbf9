export { DELIVERY_LOST, PROTECTION_IDS, PROTECTED_TYPES, protectionFindings } from "./find";
export type { ProtectionFinding } from "./protection";
export { conflictingSettings } from "./conflicting-settings";
export { unsafeWhenNew } from "./when-new";
export { lockedOut } from "./locked-out";
