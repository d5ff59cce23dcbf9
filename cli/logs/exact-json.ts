import { randomUUID } from "node:crypto";
import { endOfString } from "./split-json";

/** Nobody who writes a log knows it. */
const MARK = `number ${randomUUID()} `;
const MARKED = new RegExp(`"${MARK}([^"]*)"`, "g");

const NUMBER = /-?\d[\d.eE+-]*/y;
const [QUOTE, MINUS, ZERO, NINE] = [0x22, 0x2d, 0x30, 0x39] as const;

/** Parses JSON as JSON.parse does, but each number that would be written in another way is a text with a mark. */
export function parseExact(text: string): unknown {
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      NUMBER.lastIndex = at;
      const [number = ""] = NUMBER.exec(text) ?? [];
      if (String(Number(number)) !== number) {
        parts.push(text.slice(copied, at), `"${MARK}${number}"`);
        copied = at + number.length;
      }
      at += Math.max(number.length, 1) - 1;
    }
  }
  return JSON.parse(parts.join("") + text.slice(copied));
}

/** JSON of a value of `parseExact`, with the numbers as they were. */
export function stringifyExact(value: unknown): string {
  return JSON.stringify(value).replace(MARKED, "$1");
}
