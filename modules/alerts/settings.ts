import type { Partition } from "../policy";
import type { Watched } from "./watched";

/** What the function that sends alerts reads from its environment variable. The table of rules is part of its code. */
export interface AlertSettings {
  readonly watched: Watched;
  /** ARNs of roles whose deployments lower an alert to `info`. */
  readonly deployRoles: readonly string[];
  /** Address of a page with a section for each rule, by its id. @default no link */
  readonly runbook?: string;
  /** Determines the address of the console. */
  readonly partition: Partition;
  /** The topic that alerts go to. */
  readonly topicArn: string;
}
