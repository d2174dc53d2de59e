import type { AppliedRule } from '../../journey/index.js';

/** What a rule was to the packet: one that rewrote it, stopped it, let it through for good, or only looked at it. */
export type RuleRole = 'rewrote' | 'stopped' | 'let through' | 'looked';

const rewriting = new Set(['DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'NETMAP']);
const stopping = new Set(['DROP', 'REJECT']);

/** The role of a rule; accepting counts in the filter table alone, where it decides. */
export function roleOf({ verdict, table, position }: AppliedRule): RuleRole {
  if (rewriting.has(verdict)) return 'rewrote';
  if (stopping.has(verdict)) return 'stopped';
  return verdict === 'ACCEPT' && table === 'filter' && position !== null ? 'let through' : 'looked';
}

/** Where a rule stands: `nat POSTROUTING 1`, `filter FORWARD policy`; without a position for one that was gone before anybody could look. */
export function placeOf({ table, chain, position, text }: AppliedRule): string {
  return [table, chain, position ?? (text.startsWith('-P ') ? 'policy' : '')].join(' ').trimEnd();
}
