export { DELIVERY_LOST, PROTECTION_IDS, PROTECTED_TYPES, protectionFindings, type ProtectionFinding } from "./find";
export { conflictingSettings } from "./conflicting-settings";
