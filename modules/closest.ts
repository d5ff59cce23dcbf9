/** The candidate that a misspelled or shortened word most likely means. Undefined if none is close. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  return misspelled(word, candidates) ?? shortened(word, candidates);
}

/** The only candidate that begins with the word: `env` for `environment`. */
function shortened(word: string, candidates: readonly string[]): string | undefined {
  const start = word.toLowerCase();
  const all = start === "" ? [] : candidates.filter((candidate) => candidate.toLowerCase().startsWith(start));
  return new Set(all).size === 1 ? all[0] : undefined;
}

function misspelled(word: string, candidates: readonly string[]): string | undefined {
  const allowed = Math.max(1, Math.floor(word.length / 3));
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((one, other) => one.distance - other.distance);
  return best?.candidate;
}

/** Completes "is": says that a key is unknown, and what to write instead. */
export function unknownKey(key: string, known: readonly string[]): string {
  const meant = closest(key, known);
  return meant === undefined ? `unknown; known keys are ${known.join(", ")}` : `unknown; did you mean ${meant}?`;
}

/** Letters to insert, remove or replace, or neighbors to swap, to turn one word into the other. */
function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= from.length; i += 1) {
    const [above, row] = [rows[i - 1]!, [i]];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = above[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swapped = isSwap ? rows[i - 2]![j - 2]! + 1 : Infinity;
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, replaced, swapped));
    }
    rows.push(row);
  }
  return rows.at(-1)!.at(-1)!;
}
