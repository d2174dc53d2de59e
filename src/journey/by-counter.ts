import {
  couldMatch,
  extractHeader,
  type DroppingRule,
  type FirewallTrace,
  type NamedRule,
} from '../netfilter/index.js';
import type { Journey, AppliedRule } from './types.js';

/** What is known of a journey in one namespace without its counters. */
export interface KnownWay {
  readonly journey: Journey;
  /** True where the trace tells all of its way here. */
  readonly traced: boolean;
  /** The rule that ended it, as the trace has it; null where it tells of none. */
  readonly endedBy: AppliedRule | null;
}

/**
 * Names rules that ended packets' ways where the trace tells too little of them, by what the rules counted. A rule is named where
 * it could match a packet that ended here, nothing else whose counter rose could, and it counted exactly the packets that it could
 * have ended: all whose way is not known otherwise, be it known that they ended or not. Where any of that is not so, none is.
 *
 * @param ways Of all journeys that were in the namespace.
 */
export function byCounter(ways: readonly KnownWay[], trace: FirewallTrace): Map<Journey, AppliedRule> {
  const here = new Set(trace.points.map(({ name }) => name));
  const answered = new Set(
    ways.flatMap(
      ({ journey }) => journey.relations?.flatMap(({ kind, journey: id }) => (kind === 'reply to' ? [id] : [])) ?? [],
    ),
  );
  const open = ways
    .filter(({ journey, traced, endedBy }) => !traced && endedBy === null && mayHaveEnded(journey, here))
    .map(({ journey }) => journey);
  const rose = trace.listDroppingRules().flatMap((dropping) => {
    const packets = unexplained(dropping, ways);
    return packets === 0
      ? []
      : [
          {
            dropping,
            packets,
            possible: new Set(open.filter((journey) => couldEnd(dropping, journey, answered.has(journey.id)))),
          },
        ];
  });
  const named = new Map<Journey, AppliedRule>();
  for (const {
    dropping: {
      rule: { table, chain, position, text },
      verdict,
      hook,
    },
    packets,
    possible,
  } of rose) {
    if (verdict === null || hook === null || packets !== possible.size) continue;
    if (
      rose.some((other) => other.possible !== possible && [...possible].some((journey) => other.possible.has(journey)))
    )
      continue;
    for (const journey of possible) {
      if (journey.end?.rule === null)
        named.set(journey, {
          afterHop: journey.hops.length - 1,
          hook,
          table,
          chain,
          position,
          text,
          verdict,
          certainty: 'counter',
        });
    }
  }
  return named;
}

/** Packets that a rule counted beyond those of which the trace tells; null where that cannot be told. */
function unexplained({ rule, countedPackets: counted }: DroppingRule, ways: readonly KnownWay[]): number | null {
  return counted === null
    ? null
    : counted - ways.filter(({ endedBy }) => endedBy !== null && isSame(endedBy, rule)).length;
}

const isSame = (one: AppliedRule, other: NamedRule): boolean =>
  one.table === other.table && one.chain === other.chain && one.position === other.position && one.text === other.text;

/** Seen here last, and not after it was routed: a lower TTL than before is seen behind all of the hooks. */
function mayHaveEnded({ hops }: Journey, here: ReadonlySet<string>): boolean {
  const last = hops[hops.length - 1];
  const header = last === undefined ? null : extractHeader(last.packet);
  return (
    last !== undefined &&
    header !== null &&
    here.has(last.point) &&
    !hops.some(({ point, packet }) => here.has(point) && (packet.ip?.ttl ?? 0) > header.ttl)
  );
}

/** Whether a rule may have ended a packet's way after it was seen last. What was answered went on, unless the rule itself answers. */
function couldEnd({ rule: { table }, verdict, listed }: DroppingRule, { hops }: Journey, answered: boolean): boolean {
  if (answered && verdict !== 'REJECT') return false;
  const header = extractHeader(hops[hops.length - 1]!.packet)!;
  if (listed === null) return true;
  const { source, protocol, sourcePort } = header;
  // The raw table comes before nat, at -300; to others a DNAT, or conntrack's undoing on a reply, shows another destination.
  return couldMatch(listed, { header: table === 'raw' ? header : { source, protocol, sourcePort } });
}
