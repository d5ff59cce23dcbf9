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
  /** Contains any character in place of `?`. */
  readonly text: string;
  /** Positions of `?`, in ascending order. */
  readonly gaps: readonly number[];
  /** Set once the segment has been searched for. */
  borders?: Int32Array;
}

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
    // An empty segment between two stars matches anything.
    if (segments.length === 0 || text !== "") segments.push({ text, gaps });
    [text, gaps] = ["", []];
  };
  for (const part of parts) {
    for (const piece of part.text.split(/([*?])/)) {
      if (!part.literal && piece === "*") end();
      else {
        if (!part.literal && piece === "?") gaps.push(text.length);
        text += piece;
      }
    }
  }
  segments.push({ text, gaps });
  // What begins or ends the text has one place only.
  const lengths = segments.slice(1, -1).map((one) => (one.gaps.length === 0 ? 0 : one.text.length));
  const longest = lengths.reduce((length, one) => Math.max(length, one), 0);
  return { segments, steps: Math.max(1, longest / WORD) };
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
  const first = segments[0]!;
  if (segments.length === 1) return text.length === first.text.length && standsAt(first, text, 0);
  const last = segments[segments.length - 1]!;
  const end = text.length - last.text.length;
  let from = first.text.length;
  if (end < from || !standsAt(first, text, 0) || !standsAt(last, text, end)) return false;
  for (let index = 1; index < segments.length - 1; index += 1) {
    const segment = segments[index]!;
    const at = find(segment, text, from, end, effort);
    if (at < 0) return false;
    from = at + segment.text.length;
  }
  return true;
}

function standsAt({ text, gaps }: Segment, whole: string, at: number): boolean {
  if (gaps.length === 0) return whole.startsWith(text, at);
  let passed = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (gaps[passed] === index) passed += 1;
    else if (text.charCodeAt(index) !== whole.charCodeAt(at + index)) return false;
  }
  return true;
}

/** First position of a segment in `whole` between two positions, or -1. */
function find(segment: Segment, whole: string, from: number, end: number, effort: Effort): number {
  effort.spend(EACH);
  if (segment.gaps.length === 0) return findText(segment, whole, from, end);
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
    if (matched === text.length) return at - matched + 1;
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
function findWithGaps({ text, gaps }: Segment, whole: string, from: number, end: number, effort: Effort): number {
  if (text.length > end - from) return -1;
  const words = Math.ceil(text.length / WORD);
  const anywhere = new Int32Array(words);
  gaps.forEach((gap) => setBit(anywhere, gap));
  const fits = new Map<number, Int32Array>();
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    let bits = fits.get(code);
    if (!bits) {
      effort.spend(EACH + words);
      fits.set(code, (bits = anywhere.slice()));
    }
    setBit(bits, at);
  }
  const state = new Int32Array(words);
  const last = text.length - 1;
  for (let at = from; at < end; at += 1) {
    const bits = fits.get(whole.charCodeAt(at)) ?? anywhere;
    let carry = 1;
    for (let word = 0; word < words; word += 1) {
      const before = state[word]!;
      state[word] = ((before << 1) | carry) & bits[word]!;
      carry = before >>> 31;
    }
    if ((state[last >> 5]! >>> (last & 31)) & 1) return at - last;
  }
  return -1;
}

function setBit(words: Int32Array, at: number): void {
  words[at >> 5]! |= 1 << (at & 31);
}
