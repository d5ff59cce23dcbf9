import { blocks } from "../../../model/blocks";
import type { Arguments } from "../../../model/stack";
import { isOff, isOn } from "./comparators";
import { setting, show, type Protection } from "./protection";
import { isLate } from "./references";

const NOTIFICATION = ["aws_s3_bucket_notification"];

/** Receivers of a bucket's notifications: the block, and its argument with the receiver's ARN. */
const RECEIVERS = [
  ["topic", "topic_arn"],
  ["queue", "queue_arn"],
  ["lambda_function", "lambda_function_arn"],
] as const;

/** A bucket that no longer announces its objects blinds the SIEM that waits for them. */
export const announcements: readonly Protection[] = [
  setting("announcements-off", NOTIFICATION, "eventbridge", (after, before) => isOn(before) && isOff(after)),
  ...RECEIVERS.map(([block, argument]): Protection => ({
    id: "announcements-off",
    types: NOTIFICATION,
    reads: [block],
    check: (resource) => {
      const { before, after } = resource;
      if (!before || !after || isLate(resource, block)) return undefined;
      const [was, will] = [before, after].map((values) => linesOf(values, block, argument));
      const gone = was!.filter((line) => !will!.includes(line));
      return gone.length === 0 ? undefined : `${block} no longer has ${gone.map(show).join(", ")}`;
    },
  })),
];

/** One line for each receiver with the objects and events that it hears of. */
function linesOf(values: Arguments, block: string, argument: string): string[] {
  return blocks(values, block).map((one) => {
    const { [argument]: arn, filter_prefix: prefix, filter_suffix: suffix, events } = one;
    const names = Array.isArray(events) ? events.map(String).sort().join(", ") : "";
    return `${names} of ${textOf(prefix)}*${textOf(suffix)} to ${String(arn)}`;
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
