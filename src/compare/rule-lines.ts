/** One rule of a chain on two sides: on both, or on one alone. */
export interface RuleLine {
  readonly side: 'both' | 'base' | 'candidate';
  readonly text: string;
}

/** Two lists of rules as one, in which what both have stands once: by a longest common subsequence, so that order counts as it does in a chain. */
export function ruleLines(base: readonly string[], candidate: readonly string[]): RuleLine[] {
  const longest = lengths(base, candidate);
  const lines: RuleLine[] = [];
  let [b, c] = [0, 0];
  while (b < base.length || c < candidate.length) {
    const [was, is] = [base[b], candidate[c]];
    if (was !== undefined && was === is) {
      lines.push({ side: 'both', text: was });
      b += 1;
      c += 1;
    } else if (is === undefined || (was !== undefined && longest[b + 1]![c]! >= longest[b]![c + 1]!)) {
      lines.push({ side: 'base', text: was! });
      b += 1;
    } else {
      lines.push({ side: 'candidate', text: is });
      c += 1;
    }
  }
  return lines;
}

/** Length of the longest common subsequence of what is left of both from each pair of places on. */
function lengths(one: readonly string[], other: readonly string[]): number[][] {
  const table = Array.from({ length: one.length + 1 }, () => Array<number>(other.length + 1).fill(0));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      table[i]![j] = one[i] === other[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
