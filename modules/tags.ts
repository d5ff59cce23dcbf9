import { Token } from "cdktf";
import { differInCase, isTagKey, isTagValue, MAX_TAGS, TAG_KEY, TAG_VALUE } from "./limits";
import { invalidFormat, type Problem } from "./validation";

export interface Tags {
  readonly [key: string]: string;
}

/** What one of AWS's services would refuse: see `limits.ts`. */
export function tagProblems(tags: Tags | undefined): Problem[] {
  if (tags === undefined || Token.isUnresolved(tags)) return [];
  const keys = Object.keys(tags);
  const [one, other] = differInCase(keys) ?? [];
  return [
    keys.length > MAX_TAGS && `tags must be at most ${MAX_TAGS}, got ${keys.length}`,
    one !== undefined && `tags must differ in more than upper and lower case, got "${one}" and "${other}"`,
    ...keys.map((key) => invalidFormat("tags: each key", key, isTagKey, TAG_KEY)),
    ...Object.entries(tags).map(([key, value]) => invalidFormat(`tags: ${key}`, value, isTagValue, TAG_VALUE)),
  ];
}
