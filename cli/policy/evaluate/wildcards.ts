import { EACH, type Effort } from "./effort";

/**
 * A text of a policy with `*` (any characters, or none) and `?` (one character).
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards
 */
export interface Pattern {
  /** The parts between the `*`. The first one begins the text, the last one ends it. At least one. */
  readonly segments: readonly Segment[];
  /** Steps for each character of a text: more than one where long segments have gaps. */
  readonly steps: number;
}

interface Segment {
  readonly text: string;
  /** Its code points, with `GAP` for each `?`; none where it has no `?`. */
  readonly codes: readonly number[];
  /** Set once the segment has been searched for. */
  borders?: Int32Array;
}

/** Stands for a `?`. */
const GAP = -1;

/** A part of a pattern. In literal text, `*` and `?` are characters like any other. */
export interface PatternPart {
  readonly text: string;
  readonly literal: boolean;
}

/** Bits that one step compares. */
const WORD = 32;

export function patternOf(parts: readonly PatternPart[]): Pattern {
  const segments: Segment[] = [];
  let text = "";
  let gaps: number[] = [];
  const end = () => {
    segments.push({ text, codes: gaps.length === 0 ? NONE : codesOf(text, gaps) });
    [text, gaps] = ["", []];
  };
  for (const part of parts) {
    for (const piece of part.text.split(/([*?])/)) {
      if (!part.literal && piece === "*") {
        // An empty segment between two stars matches anything.
        if (segments.length === 0 || text !== "") end();
      } else {
        if (!part.literal && piece === "?") gaps.push(text.length);
        text += piece;
      }
    }
  }
  end();
  // What begins or ends the text has one place only.
  const longest = segments.slice(1, -1).reduce((length, { codes }) => Math.max(length, codes.length), 0);
  return { segments, steps: Math.max(1, longest / WORD) };
}

const NONE: readonly number[] = [];

function codesOf(text: string, gaps: readonly number[]): number[] {
  const codes: number[] = [];
  let passed = 0;
  for (let at = 0; at < text.length; at += widthAt(text, at)) {
    const isGap = gaps[passed] === at;
    if (isGap) passed += 1;
    codes.push(isGap ? GAP : text.codePointAt(at)!);
  }
  return codes;
}

/** How many units of a string the character at a position takes. Outside the BMP, it takes two. */
function widthAt(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

/** Whether a part of a policy's text matches more than itself. */
export function hasWildcard(parts: readonly PatternPart[]): boolean {
  return parts.some(({ text, literal }) => !literal && /[*?]/.test(text));
}

/**
 * Takes time in proportion to the text: finds each segment at its first position, and searches for the next one after
 * it. A regular expression would try all positions of all segments.
 */
export function matchesPattern({ segments, steps }: Pattern, text: string, effort: Effort): boolean {
  effort.spend(EACH + text.length * steps);
  let from = endOf(segments[0]!, text, 0);
  if (segments.length === 1) return from === text.length;
  const end = startOf(segments[segments.length - 1]!, text);
  if (from < 0 || end < from) return false;
  for (let index = 1; index < segments.length - 1; index += 1) {
    from = find(segments[index]!, text, from, end, effort);
    if (from < 0) return false;
  }
  return true;
}

/** Where a segment ends that begins at a position, or -1. Behind the end of the text if no character is left for a `?`. */
function endOf({ text, codes }: Segment, whole: string, from: number): number {
  if (codes.length === 0) return whole.startsWith(text, from) ? from + text.length : -1;
  let at = from;
  for (const code of codes) {
    if (code !== GAP && code !== whole.codePointAt(at)) return -1;
    at += widthAt(whole, at);
  }
  return at;
}

/** Where a segment begins that ends the text. Below 0 if none does. */
function startOf(segment: Segment, whole: string): number {
  let at = whole.length - segment.text.length;
  if (segment.codes.length > 0) {
    at = whole.length;
    for (let left = segment.codes.length; left > 0; left -= 1) at -= widthAt(whole, at - 2);
  }
  return endOf(segment, whole, at) === whole.length ? at : -1;
}

/** Where the first place of a segment between two positions ends, or -1. */
function find(segment: Segment, whole: string, from: number, end: number, effort: Effort): number {
  effort.spend(EACH);
  if (segment.codes.length === 0) return findText(segment, whole, from, end);
  return findWithGaps(segment, whole, from, end, effort);
}

/** Knuth, Morris and Pratt: `indexOf` may compare every character of the one with every character of the other. */
function findText(segment: Segment, whole: string, from: number, end: number): number {
  const { text } = segment;
  const border = (segment.borders ??= bordersOf(text));
  let matched = 0;
  for (let at = from; at < end; at += 1) {
    const code = whole.charCodeAt(at);
    while (matched > 0 && text.charCodeAt(matched) !== code) matched = border[matched - 1]!;
    if (text.charCodeAt(matched) === code) matched += 1;
    if (matched === text.length) return at + 1;
  }
  return -1;
}

/** For each beginning of a text, the length of the longest shorter beginning that also ends it. */
function bordersOf(text: string): Int32Array {
  const border = new Int32Array(text.length);
  let matched = 0;
  for (let at = 1; at < text.length; at += 1) {
    while (matched > 0 && text.charCodeAt(matched) !== text.charCodeAt(at)) matched = border[matched - 1]!;
    if (text.charCodeAt(matched) === text.charCodeAt(at)) matched += 1;
    border[at] = matched;
  }
  return border;
}

/** Shift-And: one bit for each beginning of the segment that ends at the current character, `WORD` of them in one step. */
function findWithGaps({ codes }: Segment, whole: string, from: number, end: number, effort: Effort): number {
  if (codes.length > end - from) return -1;
  const words = Math.ceil(codes.length / WORD);
  const anywhere = new Int32Array(words);
  codes.forEach((code, at) => code === GAP && setBit(anywhere, at));
  const fits = new Map<number, Int32Array>();
  codes.forEach((code, at) => {
    let bits = fits.get(code);
    if (!bits) {
      effort.spend(EACH + words);
      fits.set(code, (bits = anywhere.slice()));
    }
    setBit(bits, at);
  });
  const state = new Int32Array(words);
  const last = codes.length - 1;
  for (let at = from; at < end;) {
    const bits = fits.get(whole.codePointAt(at)!) ?? anywhere;
    at += widthAt(whole, at);
    let carry = 1;
    for (let word = 0; word < words; word += 1) {
      const before = state[word]!;
      state[word] = ((before << 1) | carry) & bits[word]!;
      carry = before >>> 31;
    }
    if ((state[last >> 5]! >>> (last & 31)) & 1) return at;
  }
  return -1;
}

function setBit(words: Int32Array, at: number): void {
  words[at >> 5]! |= 1 << (at & 31);
}
