import { UnreadableLogFile } from "./log-file";

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d] as const;

/** JSON.parse, or what reads the same as it. */
export type Parse = (text: string) => unknown;

/** The objects and lists of a text that follow each other, on lines of their own or not. Throws an `UnreadableLogFile`. */
export function splitJson(text: string, parse: Parse): unknown[] {
  const parts: unknown[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE && depth > 0) at = endOfString(text, at);
    else if (code === OPEN || code === OPEN_LIST) {
      if (depth === 0) refuseBetween(text.slice(start, at));
      if (depth === 0) start = at;
      depth += 1;
    } else if (code === CLOSE || code === CLOSE_LIST) {
      depth -= 1;
      if (depth < 0) throw new UnreadableLogFile("not JSON");
      if (depth > 0) continue;
      parts.push(parsed(text.slice(start, at + 1), parse));
      start = at + 1;
    }
  }
  refuseBetween(text.slice(start));
  if (parts.length === 0) throw new UnreadableLogFile("not JSON");
  return parts;
}

/** Where a string ends that starts with a quote. Throws an `UnreadableLogFile` if it does not end. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  throw new UnreadableLogFile("not JSON");
}

function parsed(part: string, parse: Parse): unknown {
  try {
    return parse(part);
  } catch {
    throw new UnreadableLogFile("not JSON");
  }
}

function refuseBetween(text: string): void {
  if (/[^\s,]/.test(text)) throw new UnreadableLogFile("not JSON");
}
