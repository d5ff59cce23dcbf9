export { DELIVERY_LOST, GUARD_IDS, GUARDED_TYPES, guardFindings, type GuardFinding } from "./find";
export { setTwice } from "./twice";
