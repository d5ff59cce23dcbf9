import type { AlertRule } from "../../../modules/alerts/rule";
import { SCOPES, type Test } from "../../../modules/alerts/scopes";
import type { Location } from "../../../modules/policy";

/** What the function watches, by kind. */
export type WatchedTexts = Readonly<Record<string, readonly string[]>>;

type CloudTrailRecord = Readonly<Record<string, unknown>>;

/**
 * A record of a call that the rule reports, on the first thing that is watched. Undefined if nothing is watched that the
 * rule is about.
 */
export function sampleOf(
  rule: AlertRule,
  watched: WatchedTexts,
  { account, region }: Location,
): CloudTrailRecord | undefined {
  const alternatives: readonly (readonly Test[])[] = SCOPES[rule.scope].alternatives;
  const fits = (test: Test) => !("watched" in test) || (watched[test.watched] ?? []).length > 0;
  const tests = alternatives.find((each) => each.every(fits));
  if (tests === undefined) return undefined;
  const record = {
    eventVersion: "1.11",
    eventSource: rule.service ?? "ec2.amazonaws.com",
    eventName: (rule.events?.[0] ?? "DescribeInstances").replace("*", "20150331v2"),
    eventTime: "2026-01-01T00:00:00Z",
    eventID: "00000000-0000-0000-0000-000000000000",
    awsRegion: region,
    recipientAccountId: account,
    sourceIPAddress: "192.0.2.1",
    userAgent: "audit-trail alerts test",
    userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${account}:user/sample` },
  };
  const sample = tests.reduce<CloudTrailRecord>(
    (whole, test) => withField(whole, test.field.split("."), valueOf(test, watched)),
    record,
  );
  if (rule.scope !== "root") return sample;
  return withField(sample, ["userIdentity", "arn"], `arn:aws:iam::${account}:root`);
}

/** A value that meets the test; undefined for one that is met without the field. */
function valueOf(test: Test, watched: WatchedTexts): string | undefined {
  if ("equals" in test) return test.equals;
  if (!("watched" in test)) return undefined;
  const text = watched[test.watched]![0]!;
  switch (test.as) {
    case "prefix":
      return `${text}sample`;
    case "suffix":
      return `https://sample${text}`;
    case "part":
      return `${text}:sample`;
    default:
      return text;
  }
}

/** A copy with a value at a path; `[]` at the end of a key makes a list of one. */
function withField(
  record: CloudTrailRecord,
  [key = "", ...rest]: readonly string[],
  value: string | undefined,
): CloudTrailRecord {
  if (value === undefined) return record;
  const name = key.replace("[]", "");
  const before = record[name];
  const inner = typeof before === "object" && before !== null ? (before as CloudTrailRecord) : {};
  const one = rest.length === 0 ? value : withField(inner, rest, value);
  return { ...record, [name]: key.endsWith("[]") ? [one] : one };
}
