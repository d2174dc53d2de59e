import type { CanonicalHop, JourneyPair, Side } from './types.js';

/**
 * Where a packet went otherwise, as a clause: `the TCP SYN client → host:8080 is last seen at host.uplink, and went on to
 * docker0 on 26.1.5; 28.5.2 drops it by "-A PREROUTING … -j DROP" in raw`.
 */
export function partingClause(
  pair: JourneyPair,
  sides: { readonly base: Side; readonly candidate: Side },
  drops: readonly string[],
): string {
  const { base, candidate, parts } = pair;
  const [was, is] = [sides.base.name, sides.candidate.name];
  if (candidate === null)
    return `the ${base?.packet ?? ''} that ${was} had at ${path(base?.hops ?? [])} is seen nowhere on ${is}`;
  if (base === null) return `the ${candidate.packet} is seen on ${is} at ${path(candidate.hops)}, and not on ${was}`;
  if (candidate.packet !== base.packet)
    return `the ${unsent(candidate.packet)} comes from ${sender(candidate.packet)} (${path(candidate.hops)}) on ${is}, and from ${sender(base.packet)} (${path(base.hops)}) on ${was}`;
  const subject = `the ${candidate.packet}`;
  const [before, now] = [base.hops[parts], candidate.hops[parts]];
  const last = candidate.hops[parts - 1];
  if (now === undefined) {
    return `${subject} is last seen at ${last?.point ?? ''}, and went on to ${path(base.hops.slice(parts))} on ${was}${cause(candidate.end ?? only(drops), is)}`;
  }
  if (before === undefined)
    return `${subject} goes on from ${last?.point ?? ''} to ${path(candidate.hops.slice(parts))}, and was last seen at ${last?.point ?? ''} on ${was}`;
  if (before.point === now.point)
    return `${subject} comes by ${now.point} with ${told(now)} on ${is}, and with ${told(before)} on ${was}`;
  return `${subject} goes ${last === undefined ? 'first' : `from ${last.point}`} to ${now.point} on ${is}, and to ${before.point} on ${was}`;
}

/** `DNS query A shop.example → resolver:53`, and who sent it. */
const unsent = (packet: string): string => packet.replace(/ \S+ → /, ' → ');
const sender = (packet: string): string => / (\S+) → /.exec(packet)?.[1] ?? '';
const path = (hops: readonly CanonicalHop[]): string => hops.map(({ point }) => point).join(', ');
const told = ({ changes }: CanonicalHop): string => (changes.length === 0 ? 'nothing changed' : changes.join(', '));
const only = (drops: readonly string[]): string | null => (drops.length === 1 ? drops[0]! : null);

/** The rule with its table behind it, as an operator looks for it. */
function cause(rule: string | null, engine: string): string {
  const [, table, text] = /^((?:\S+: )?\S+) (.*)$/.exec(rule ?? '') ?? [];
  return table === undefined || text === undefined
    ? ''
    : `; ${engine} ${/ -j REJECT\b/.test(text) ? 'rejects' : 'drops'} it by "${text}" in ${table}`;
}
