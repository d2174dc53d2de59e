import { omitSender, senderOf } from './journey-difference.js';
import { effectOf, splitRule } from './rule-text.js';
import type { Change, JourneyPair } from './types.js';

/** Checks whose packets changed in the same way. */
export interface AlikeChanges {
  /** For an operator, without ids: `the DNS query comes from host in the candidate (base: from elsewhere)`. */
  readonly sentence: string;
  readonly changes: readonly Change[];
}

/** The number of checks from which on a common change is a group. */
const minimumSize = 3;

/**
 * Groups changed behaviours by the difference of their first packet, where that is one that an engine makes for every
 * network: another sender, or a rule that drops it earlier. A change of an outcome stands for itself.
 *
 * @returns the groups, the largest first, and the changes that stand alone, in their order.
 */
export function groupAlike(changes: readonly Change[]): {
  readonly groups: readonly AlikeChanges[];
  readonly single: readonly Change[];
} {
  const bySentence = new Map<string, Change[]>();
  for (const change of changes) {
    const sentence = describeCommon(change);
    if (sentence !== null) bySentence.set(sentence, [...(bySentence.get(sentence) ?? []), change]);
  }
  const groups = [...bySentence]
    .filter(([, alike]) => alike.length >= minimumSize)
    .map(([sentence, alike]) => ({ sentence: addDate(sentence, alike), changes: alike }))
    .sort((one, other) => other.changes.length - one.changes.length);
  const grouped = new Set(groups.flatMap((group) => group.changes));
  return { groups, single: changes.filter((change) => !grouped.has(change)) };
}

/** Adds since when it is so, if that is the same for all. */
function addDate(sentence: string, [first, ...others]: readonly Change[]): string {
  const text = first?.since?.text;
  return text !== undefined && others.every(({ since }) => since?.text === text) ? `${sentence}; ${text}` : sentence;
}

/** Describes how the first packet that differs differs, without what only this check has; null for other changes. */
function describeCommon({ kind, reach, outcomes, lost, gained, journeys: [first] }: Change): string | null {
  const isOnlyPackets = [outcomes.base, outcomes.candidate, lost, gained].every((lines) => lines.length === 0);
  if (kind !== 'changed' || reach !== null || !isOnlyPackets || first === undefined) return null;
  return describeSender(first) ?? describeEarlierDrop(first);
}

function describeSender({ base, candidate }: JourneyPair): string | null {
  if (base === null || candidate === null) return null;
  const sender = senderOf(candidate.packet);
  if (sender !== 'host' || sender === senderOf(base.packet)) return null;
  return `the ${typeOf(candidate.packet)} comes from host in the candidate (base: from elsewhere)`;
}

function describeEarlierDrop({ base, candidate, divergesAt }: JourneyPair): string | null {
  if (base === null || candidate?.end == null || candidate.hops.length > divergesAt) return null;
  const rule = splitRule(candidate.end);
  if (rule === null) return null;
  const form = rule.text.replaceAll(/ (-[sdio]) \S+/g, ' $1 …');
  return `the candidate ${effectOf(rule.text)} packets at an earlier point, by "${form}" in ${rule.table}`;
}

/** Returns a packet's type: `DNS query`, `TCP SYN`. */
const typeOf = (packet: string): string =>
  /^(?:DNS query|DNS response|TCP \S+|ICMP(?:v6)? [a-z ]+?|UDP)(?= )/.exec(omitSender(packet))?.[0] ?? packet;
