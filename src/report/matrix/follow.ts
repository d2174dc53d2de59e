import type { Cell } from '../../record/index.js';

/** What cells differ in, by the word for it. */
const factors: readonly (readonly [name: string, of: (cell: Cell) => string])[] = [
  ['engine', ({ engine }) => engine.version],
  ['kernel', ({ kernel }) => kernel.release],
  ['firewall backend', ({ firewall }) => firewall.backend],
  ['architecture', ({ architecture }) => architecture],
  ['engine’s settings', ({ engine }) => JSON.stringify(Object.entries(engine.settings).sort())],
];

/** The factors that the cells are not all alike in. */
export function varying(cells: readonly Cell[]): readonly string[] {
  return factors.filter(([, of]) => new Set(cells.map(of)).size > 1).map(([name]) => name);
}

/**
 * What outcomes follow: each factor that alone explains them, so that cells alike in it have the same outcome. Factors that never
 * vary apart from each other are all named, since these cells cannot tell which it is.
 */
export function followed(tried: readonly { readonly cell: Cell; readonly outcome: string }[]): readonly string[] {
  const varied = new Set(varying(tried.map(({ cell }) => cell)));
  return factors
    .filter(([name, of]) => varied.has(name) && explains(tried.map(({ cell, outcome }) => [of(cell), outcome])))
    .map(([name]) => name);
}

/** Whether each value comes with one outcome only. */
function explains(pairs: readonly (readonly [value: string, outcome: string])[]): boolean {
  const outcomes = new Map<string, string>();
  return pairs.every(([value, outcome]) => {
    const known = outcomes.get(value) ?? outcome;
    outcomes.set(value, known);
    return known === outcome;
  });
}
