import { lifecycleConflicts } from "../../modules/bucket/lifecycle";
import type { Rule } from "./rule";

const lockIsNotForced: Rule = ({ logs }) => [
  logs?.objectLock?.days !== undefined &&
    logs.forceDestroy === true && {
      path: "logs.forceDestroy",
      message: "must be false where logs.objectLock keeps objects from being deleted, got true",
    },
];

const lifecyclesAreSound: Rule = ({ logs, accessLogs, replica, threats }) => {
  const days = logs?.objectLock?.days;
  const lock = days === undefined ? undefined : { option: "logs.objectLock", days };
  return [
    // The replica has the Object Lock of its source; access logs and findings have none.
    { at: "logs", options: logs, lock },
    { at: "accessLogs", options: accessLogs, lock: undefined },
    { at: "replica", options: replica, lock },
    { at: "threats.export", options: threats?.export, lock: undefined },
  ].flatMap(({ at, options, lock: ofBucket }) => {
    const full = (path: string) => `${at}.lifecycle.${path}`;
    return lifecycleConflicts(options?.lifecycle ?? {}, ofBucket).map(({ path, message, unless }) => ({
      path: full(path),
      message,
      unless: unless && full(unless),
    }));
  });
};

/** Rules of what buckets do with objects as they age. */
export const LIFECYCLE_RULES: readonly Rule[] = [lockIsNotForced, lifecyclesAreSound];
