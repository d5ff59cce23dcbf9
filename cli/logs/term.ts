/** Words of which a record must contain at least one. Finds them in a file, from its start to its end. */
export class Term {
  private readonly words: readonly Buffer[];
  /** The next place of each word; -1 where there is none. */
  private readonly places: number[];

  constructor(
    private readonly json: Buffer,
    words: readonly string[],
  ) {
    this.words = words.map((word) => Buffer.from(word));
    this.places = this.words.map(() => -2);
  }

  /** The first place of any word at or after `from`, which must not decrease; -1 if there is none. */
  next(from: number): number {
    let first = -1;
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
