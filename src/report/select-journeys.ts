import type { Hop, Journey, Relation } from '../journey/index.js';

/** Returns the container a point belongs to; null for a shared point (a bridge, the uplink). */
type ContainerOf = (point: string) => string | null;

/** The most containers a page draws: each needs a column for every interface. */
export const maxContainers = 6;

/** The journeys of the containers that a page draws. */
interface ContainerSelection {
  readonly journeys: readonly Journey[];
  /** The drawn containers, in the order they were first seen; null where all are drawn. */
  readonly drawn: readonly string[] | null;
}

/**
 * Selects the journeys of at most `maxContainers` containers: first those with a dropped packet, then the earliest
 * with more than link chatter. Leaves out journeys that touch another container, so that every drawn packet is drawn
 * whole.
 */
export function selectContainers(journeys: readonly Journey[], containerOf: ContainerOf): ContainerSelection {
  const owners = new Map(
    journeys.map((journey) => [journey, [...new Set(journey.hops.flatMap(({ point }) => containerOf(point) ?? []))]]),
  );
  const drawn = new Set<string>();
  const admit = (journey: Journey): void => {
    const added = (owners.get(journey) ?? []).filter((container) => !drawn.has(container));
    if (drawn.size + added.length <= maxContainers) for (const container of added) drawn.add(container);
  };
  for (const journey of journeys) if (journey.end !== undefined) admit(journey);
  for (const journey of journeys) if (!isLinkChatter(journey)) admit(journey);
  for (const journey of journeys) admit(journey);
  const selected = journeys.filter((journey) => (owners.get(journey) ?? []).every((container) => drawn.has(container)));
  return { journeys: selected, drawn: selected.length === journeys.length ? null : [...drawn] };
}

/**
 * The most points a packet passes on its path. More means that a bridge flooded it: sent a copy to each of its ports.
 */
export const maxPathPoints = 16;

/** Journeys without the copies of flooded packets, and the number of flooded packets. */
interface FloodSelection {
  readonly journeys: readonly Journey[];
  readonly floods: number;
}

/**
 * Removes the copies of flooded packets (ARP requests, for example): with a hundred containers on a bridge they would
 * make the page a hundred columns wide. Keeps the hops at shared points, at the sender, and at containers that
 * answered.
 */
export function removeFloodCopies(journeys: readonly Journey[], containerOf: ContainerOf): FloodSelection {
  const senderOf = ({ hops: [first] }: Journey): string | null =>
    first === undefined ? null : containerOf(first.point);
  const answering = new Map<number, Set<string | null>>();
  for (const journey of journeys) {
    for (const { kind, journey: request } of journey.relations ?? [])
      if (kind === 'reply to') answering.set(request, (answering.get(request) ?? new Set()).add(senderOf(journey)));
  }
  let floods = 0;
  const selected = journeys.map((journey) => {
    if (new Set(journey.hops.map(({ point }) => point)).size <= maxPathPoints) return journey;
    const containers = new Set([null, senderOf(journey), ...(answering.get(journey.id) ?? [])]);
    floods += 1;
    const isKept = ({ point }: Hop): boolean => containers.has(containerOf(point));
    // `afterHop` is an index into the hops, so it moves with them.
    const rules = journey.rules?.map((rule) => ({
      ...rule,
      afterHop: journey.hops.slice(0, rule.afterHop + 1).filter(isKept).length - 1,
    }));
    return { ...journey, hops: journey.hops.filter(isKept), ...(rules === undefined ? {} : { rules }) };
  });
  return { journeys: selected, floods };
}

/** ICMPv6 types of link chatter: MLD (130 to 132, 143), router and neighbour discovery (133 to 137). RFC 4861, 3810. */
const chatterTypes: ReadonlySet<number> = new Set([130, 131, 132, 133, 134, 135, 136, 137, 143]);

const igmp = 2;

/**
 * Returns whether a packet is link chatter: ARP, neighbour and router discovery, MLD or IGMP. Hosts send these on
 * timers of their own, whether or not there is traffic. A packet that a rule stopped is none.
 */
export function isLinkChatter({ hops: [first], end }: Journey): boolean {
  if (first === undefined || (end !== undefined && end.rule !== null)) return false;
  const { arp, ip, icmp } = first.packet;
  return arp !== null || ip?.protocol === igmp || (icmp?.version === 6 && chatterTypes.has(icmp.type));
}

/** Words of a libpcap filter (pcap-filter(7)) that name link chatter. */
const chatterWords: ReadonlySet<string> = new Set(['arp', 'rarp', 'icmp6', 'igmp', 'ether', 'multicast', 'broadcast']);

/** Returns whether a libpcap filter asks for link chatter: names it, not after a negation. */
export function requestsLinkChatter(filter: string): boolean {
  const tokens = filter.match(/!|[^\s()!&|]+/g) ?? [];
  return tokens.some((token, n) => chatterWords.has(token) && tokens[n - 1] !== '!' && tokens[n - 1] !== 'not');
}

/** Relations in which one packet alone is half of the story. */
const bindingRelations: ReadonlySet<Relation['kind']> = new Set(['proxied from', 'forwarded query of', 'error about']);

/**
 * Selects the journeys that a check's outcome depends on: those with a frame that settles an expectation, those that a
 * rule stopped, and those bound to one of these by a relation. Empty where there is none.
 *
 * @param settling Indexes of the frames that settle an expectation.
 */
export function selectRelevant(journeys: readonly Journey[], settling: ReadonlySet<number>): ReadonlySet<Journey> {
  const chosen = new Set(
    journeys.filter(
      ({ hops, end }) => (end !== undefined && end.rule !== null) || hops.some(({ index }) => settling.has(index)),
    ),
  );
  const byId = new Map(journeys.map((journey) => [journey.id, journey]));
  const relevant = new Set(chosen);
  for (const journey of journeys) {
    for (const { kind, journey: id } of journey.relations ?? []) {
      const related = byId.get(id);
      if (!bindingRelations.has(kind) || related === undefined) continue;
      if (chosen.has(journey)) relevant.add(related);
      if (chosen.has(related)) relevant.add(journey);
    }
  }
  return relevant;
}
