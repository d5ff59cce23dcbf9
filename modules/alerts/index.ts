export { alertsArchive, type FunctionArchive } from "./archive";
export { eventPattern, type EventPattern } from "./event-pattern";
export { filterPattern } from "./filter-pattern";
export type { AlertRule, Severity } from "./rule";
export { RULES } from "./rules";
export { SCOPES, type Scope, type ScopeName } from "./scopes";
export type { AlertSettings } from "./settings";
export { watchedTexts, type Watched, type WatchedResources } from "./watched";
