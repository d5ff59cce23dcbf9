import { fits, type Format } from "./formats";

/** Limits on tags that fit IAM, KMS, S3, CloudTrail, CloudWatch Logs and SNS. */
export const MAX_TAGS = 50;
export const TAG_KEY = '1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with "aws:"';
export const TAG_VALUE = 'at most 256 letters, digits, spaces and _.:/=+-@, not beginning with "aws:"';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export function isTagKey(key: string): boolean {
  return fits(key, TAG_KEY_FORMAT);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export function isTagValue(value: string): boolean {
  return fits(value, TAG_VALUE_FORMAT);
}

const TAG_TEXT = { pattern: /^[\p{L}\p{N}\p{Zs}_.:/=+@-]*$/u, never: [/^aws:/i] };
export const TAG_KEY_FORMAT: Format = { ...TAG_TEXT, length: { min: 1, max: 128 } };
export const TAG_VALUE_FORMAT: Format = { ...TAG_TEXT, length: { min: 0, max: 256 } };

/** Two tag keys that differ only in case, which IAM treats as the same key. */
function differInCase(keys: readonly string[]): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const key of keys) {
    const earlier = seen.get(key.toLowerCase());
    if (earlier !== undefined) return [earlier, key];
    seen.set(key.toLowerCase(), key);
  }
  return undefined;
}

/** What is wrong with tags whose keys and values are valid each: completes "tags". */
export function tagConflicts(tags: object): string[] {
  const keys = Object.keys(tags);
  const [one, other] = differInCase(keys) ?? [];
  return [
    ...(keys.length > MAX_TAGS ? [`must be at most ${MAX_TAGS}, got ${keys.length}`] : []),
    ...(one === undefined ? [] : [`must differ in more than upper and lower case, got "${one}" and "${other}"`]),
  ];
}
