import { extractHeader, type DroppingRule, type FirewallTrace, type NamedRule } from '../netfilter/index.js';
import type { AppliedRule, Journey } from './types.js';

/** What the trace shows of a journey in one namespace. */
export interface TracedJourney {
  readonly journey: Journey;
  /** True if the trace shows all of its way here. */
  readonly traced: boolean;
  /** The rule that ended it, by the trace; null if the trace shows none. */
  readonly endedBy: AppliedRule | null;
}

/**
 * Finds rules that ended packets which the trace shows too little of, by what the rules counted. A rule is the one if
 * it could match a packet that ended here, no other rule with a raised counter could, and it counted exactly the
 * packets that it could have ended: all whose way is not known otherwise. Returns no rule for any other packet.
 *
 * @param traced All journeys that were in the namespace.
 */
export function findByCounter(traced: readonly TracedJourney[], trace: FirewallTrace): Map<Journey, AppliedRule> {
  const points = new Set(trace.points.map(({ name }) => name));
  const answered = new Set(
    traced.flatMap(
      ({ journey }) => journey.relations?.flatMap(({ kind, journey: id }) => (kind === 'reply to' ? [id] : [])) ?? [],
    ),
  );
  const open = traced
    .filter((one) => !one.traced && one.endedBy === null && mayHaveEnded(one.journey, points))
    .map(({ journey }) => journey);
  const raised = trace.listDroppingRules().flatMap((dropping) => {
    const packets = countUnexplained(dropping, traced);
    if (packets === 0) return [];
    const possible = open.filter((journey) => couldEnd(dropping, journey, answered.has(journey.id)));
    return [{ dropping, packets, possible: new Set(possible) }];
  });
  const found = new Map<Journey, AppliedRule>();
  for (const { dropping, packets, possible } of raised) {
    const { rule, verdict, hook, priority } = dropping;
    if (verdict === null || hook === null || packets !== possible.size) continue;
    const isAmbiguous = raised.some(
      (other) => other.possible !== possible && [...possible].some((journey) => other.possible.has(journey)),
    );
    if (isAmbiguous) continue;
    const { table, chain, position, text } = rule;
    for (const journey of possible) {
      if (journey.end?.rule !== null) continue;
      const afterHop = journey.hops.length - 1;
      found.set(journey, {
        ...{ afterHop, hook, table, chain, position, text, verdict, certainty: 'counter' },
        ...(priority === undefined ? {} : { priority }),
      });
    }
  }
  return found;
}

/** Returns the packets that a rule counted beyond those that the trace shows; null if unknown. */
function countUnexplained({ rule, countedPackets }: DroppingRule, traced: readonly TracedJourney[]): number | null {
  return countedPackets === null
    ? null
    : countedPackets - traced.filter(({ endedBy }) => endedBy !== null && isSame(endedBy, rule)).length;
}

const isSame = (one: AppliedRule, other: NamedRule): boolean =>
  one.table === other.table && one.chain === other.chain && one.position === other.position && one.text === other.text;

/** True if a journey was last seen here, before it was routed: a lower TTL than before is seen after all hooks. */
function mayHaveEnded({ hops }: Journey, points: ReadonlySet<string>): boolean {
  const last = hops[hops.length - 1];
  const header = last === undefined ? null : extractHeader(last.packet);
  return (
    last !== undefined &&
    header !== null &&
    points.has(last.point) &&
    !hops.some(({ point, packet }) => points.has(point) && (packet.ip?.ttl ?? 0) > header.ttl)
  );
}

/**
 * True if a rule may have ended a packet after its last hop. An answered packet went on, unless the rule itself
 * answers.
 */
function couldEnd(dropping: DroppingRule, { hops }: Journey, answered: boolean): boolean {
  if (answered && dropping.verdict !== 'REJECT') return false;
  const header = extractHeader(hops[hops.length - 1]!.packet)!;
  const { source, protocol, sourcePort } = header;
  // Behind nat a DNAT, or its reversal on a reply, shows another destination.
  return dropping.couldMatch({ header: dropping.beforeNat ? header : { source, protocol, sourcePort } });
}
