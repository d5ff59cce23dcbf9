import "../peers";
export { LogQuery } from "./log-query";
export type { LogQueryProps, QueryResults } from "./options";
export type { QueriedLogs } from "./table";
