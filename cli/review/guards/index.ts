export { guardFindings, type GuardFinding } from "./find";
