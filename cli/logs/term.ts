const ESCAPE = Buffer.from("\\u00");
const HEX_AT = ESCAPE.length;

/** CloudTrail escapes these in places, and no word has them. */
const USUAL = new Set("&=<>'");

/**
 * Characters of a file that no writer has to escape and this one did, such as \u0041 for A: a word with them is not in
 * the file as it is.
 */
export class Escapes {
  private place = -2;

  constructor(private readonly json: Buffer) {}

  /** The first place at or after `from`; -1 if there is none. */
  next(from: number): number {
    if (this.place === -1 || this.place >= from) return this.place;
    const { json } = this;
    let at = json.indexOf(ESCAPE, from);
    while (at !== -1 && !this.isUnusual(at)) at = json.indexOf(ESCAPE, at + HEX_AT);
    return (this.place = at);
  }

  private isUnusual(at: number): boolean {
    const code = parseInt(this.json.toString("latin1", at + HEX_AT, at + HEX_AT + 2), 16);
    return code >= 0x20 && code < 0x7f && !USUAL.has(String.fromCharCode(code));
  }
}

/**
 * Words of which a record must contain at least one, unless it may hide them in escapes. Finds them in a file, from its
 * start to its end.
 */
export class Term {
  private readonly words: readonly Buffer[];
  /** The next place of each word; -1 where there is none. */
  private readonly places: number[];

  constructor(
    private readonly json: Buffer,
    words: readonly string[],
    private readonly escapes: Escapes,
  ) {
    this.words = words.map((word) => Buffer.from(word));
    this.places = this.words.map(() => -2);
  }

  /**
   * The first place of any word, or of a part of one that is escaped, at or after `from`; -1 if there is none. `from`
   * must not decrease.
   */
  next(from: number): number {
    let first = this.escapes.next(from);
    for (let index = 0; index < this.words.length; index += 1) {
      if (this.places[index] !== -1 && this.places[index]! < from) {
        this.places[index] = this.json.indexOf(this.words[index]!, from);
      }
      const place = this.places[index]!;
      if (place !== -1 && (first === -1 || place < first)) first = place;
    }
    return first;
  }
}

/**
 * The longest run of characters that no JSON writer escapes, so that a text is certainly not in a record without it.
 * CloudTrail writes `&` and `=` as \u0026 and \u003d in places. Undefined if the text has no such run.
 */
export function needleIn(text: string): string | undefined {
  const runs = text.match(/[A-Za-z0-9_-]+/g) ?? [];
  return runs.reduce<string | undefined>((best, run) => (run.length > (best?.length ?? 0) ? run : best), undefined);
}
