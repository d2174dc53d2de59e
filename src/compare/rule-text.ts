/** Splits the rule that ended a packet's way, as `CanonicalJourney.end` has it; null if it has no table. */
export function splitRule(rule: string): { readonly table: string; readonly text: string } | null {
  const [, table, text] = /^((?:\S+: )?\S+) (.*)$/.exec(rule) ?? [];
  return table === undefined || text === undefined ? null : { table, text };
}

/** Says what a rule without a way on does to a packet. */
export const effectOf = (text: string): 'rejects' | 'drops' => (/ -j REJECT\b/.test(text) ? 'rejects' : 'drops');
