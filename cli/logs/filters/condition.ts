import type { RawRecord } from "../log-file";
import { needleIn } from "../term";

/** One filter. Its values are alternatives. */
export interface Condition {
  readonly test: (record: RawRecord) => boolean;
  /** A record that meets the condition contains one of these words, letter by letter. @default unknown */
  readonly needles?: readonly string[] | undefined;
}

/** The needle of each text; undefined if one has none. */
export function needlesIn(texts: readonly string[]): string[] | undefined {
  const needles = texts.map(needleIn);
  return needles.every((needle) => needle !== undefined) ? needles : undefined;
}

/** Compares whole texts, in which `*` stands for any characters. */
export function pattern(text: string): (value: string | undefined) => boolean {
  if (!text.includes("*")) return (value) => value === text;
  const parts = text.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`, "s");
  return (value) => value !== undefined && expression.test(value);
}

/** Whether a value meets one of the tests. */
export function anyOf<Value>(tests: readonly ((value: Value) => boolean)[]): (value: Value) => boolean {
  return (value) => tests.some((test) => test(value));
}
