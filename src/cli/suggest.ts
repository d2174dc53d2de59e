/** Returns " Did you mean NAME?" for the name most similar to a word; empty if none is similar. */
export function suggestName(word: string, names: readonly string[]): string {
  const name = findSimilar(word, names);
  return name === null ? '' : ` Did you mean ${name}?`;
}

/** Returns the name most similar to a word; null if none is similar. */
export function findSimilar(word: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.ceil(word.length / 3)) + 1;
  for (const name of names) {
    // A name cut off in the middle is similar too, but less than a misspelt one.
    const steps = Math.min(distance(word, name), distance(word, name.slice(0, word.length)) + 1.5);
    if (steps < least) [best, least] = [name, steps];
  }
  return best;
}

/** Levenshtein distance: letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
