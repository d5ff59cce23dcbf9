import type { LifecycleRule } from "@aws-sdk/client-s3";
import { at } from "../../model/blocks";
import { listOf } from "../../controls/rule";
import type { Arguments } from "../../model/stack";

/** The effects of lifecycle rules, in one form for Terraform and AWS. */
interface Rule {
  readonly id: unknown;
  readonly status: unknown;
  readonly prefix: unknown;
  readonly expiration: unknown;
  readonly noncurrent: unknown;
  readonly unfinished: unknown;
  readonly transitions: readonly (readonly [days: unknown, storageClass: unknown])[];
}

/** The synthesized rules, one line for each effect. */
export function lifecycleLines(part: Arguments | undefined): string[] {
  return listOf(part?.["rule"] as Arguments | readonly Arguments[] | undefined).flatMap((rule) =>
    linesOf({
      id: rule["id"],
      status: rule["status"],
      prefix: at(rule, "filter.prefix"),
      expiration: at(rule, "expiration.days"),
      noncurrent: at(rule, "noncurrent_version_expiration.noncurrent_days"),
      unfinished: at(rule, "abort_incomplete_multipart_upload.days_after_initiation"),
      transitions: listOf(rule["transition"] as Arguments | readonly Arguments[] | undefined).map((one) => [
        one["days"],
        one["storage_class"],
      ]),
    }),
  );
}

/** The deployed rules, in the same form. */
export function lifecycleLinesFound(rules: readonly LifecycleRule[]): string[] {
  return rules.flatMap((rule) =>
    linesOf({
      id: rule.ID,
      status: rule.Status,
      prefix: rule.Filter?.Prefix ?? rule.Filter?.And?.Prefix,
      expiration: rule.Expiration?.Days ?? rule.Expiration?.Date?.toISOString(),
      noncurrent: rule.NoncurrentVersionExpiration?.NoncurrentDays,
      unfinished: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
      transitions: (rule.Transitions ?? []).map(({ Days, Date: date, StorageClass }) => [
        Days ?? date?.toISOString(),
        StorageClass,
      ]),
    }),
  );
}

function linesOf({ id, status, prefix, expiration, noncurrent, unfinished, transitions }: Rule): string[] {
  const where = typeof prefix === "string" && prefix !== "" ? ` below ${prefix}` : "";
  const line = (text: string) => `${String(id)}${status === "Enabled" ? "" : ` (${String(status)})`}: ${text}${where}`;
  const after = (what: string, days: unknown) =>
    // A state has 0 for what a rule does not set.
    days === undefined || days === 0 ? [] : [line(`${what} after ${String(days)} days`)];
  return [
    ...transitions.map(([days, storageClass]) => line(`to ${String(storageClass)} after ${String(days)} days`)),
    ...after("expire", expiration),
    ...after("expire old versions", noncurrent),
    ...after("abort uploads", unfinished),
  ];
}
