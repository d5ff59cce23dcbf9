export { GUARD_IDS, guardFindings, type GuardFinding } from "./find";
