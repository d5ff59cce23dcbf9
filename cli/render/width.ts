const ASCII = /^[\x20-\x7e]*$/;

/**
 * Characters that take two columns: East Asian wide and fullwidth ones, and emoji.
 * @see https://www.unicode.org/reports/tr11/
 */
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2fb}\u{20000}-\u{3fffd}]/u;

/** Characters that take no column on their own: combining marks, joiners and controls. */
const INVISIBLE = /^[\p{M}\p{Cf}\p{Cc}]+$/u;

/** Made at the first text that is not ASCII: reading the rules of Unicode takes a tenth of the time of `--help`. */
let segmenter: Intl.Segmenter | undefined;

/**
 * Columns that a text takes on a terminal. The common library for this, `string-width`, is ESM only, which the oldest
 * Node.js that this tool supports cannot `require`.
 */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  return charactersOf(text).reduce((sum, character) => sum + characterWidth(character), 0);
}

/** Characters as people count them: a letter with its accents is one. */
function charactersOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function characterWidth(character: string): number {
  if (INVISIBLE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Break points of a long word, best first: between the parts of an ARN, a path or an address, then of a name. */
const BREAKS = [/(?<=[/:.,=&])(?![/:.,=&])/, /(?<=[_-])(?![_-])/] as const;

/** Lines of at most `width` columns, broken between words; inside a word only if the word is too long. */
export function wrap(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  const add = (piece: string, space: string) => {
    if (line !== "" && displayWidth(line + space + piece) > width) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? piece : space + piece;
  };
  for (const word of text.split(/ +/)) {
    piecesOf(word, width).forEach((piece, index) => add(piece, index === 0 ? " " : ""));
  }
  return [...lines, line];
}

/** A word if it fits, otherwise its parts, and the characters of a part that does not fit. */
function piecesOf(word: string, width: number, [first, ...others]: readonly RegExp[] = BREAKS): string[] {
  if (displayWidth(word) <= width) return [word];
  if (first === undefined) return charactersOf(word);
  return word.split(first).flatMap((part) => piecesOf(part, width, others));
}

/** Width of the longest word. */
export function longestWord(text: string): number {
  return Math.max(...text.split(/ +/).map(displayWidth));
}
