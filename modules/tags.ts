import { Token } from "cdktf";
import { isTagKey, isTagValue, TAG_KEY, TAG_VALUE, tagConflicts } from "./limits/tags";
import { invalidFormat, type Problem } from "./validation";

export interface Tags {
  readonly [key: string]: string;
}

/** What one of AWS's services would refuse: see `limits/tags.ts`. */
export function tagProblems(tags: Tags | undefined): Problem[] {
  if (tags === undefined || Token.isUnresolved(tags)) return [];
  return [...tagConflicts(tags).map((problem) => `tags ${problem}`), ...tagFormatProblems(tags)];
}

/** Keys and values that are not valid, each for itself. */
export function tagFormatProblems(tags: Tags = {}): Problem[] {
  return [
    ...Object.keys(tags).map((key) => invalidFormat("tags: each key", key, isTagKey, TAG_KEY)),
    ...Object.entries(tags).map(([key, value]) => invalidFormat(`tags: ${key}`, value, isTagValue, TAG_VALUE)),
  ];
}
