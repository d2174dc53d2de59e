import type { Ending, Journey } from './types.js';

/**
 * For an address, the points at which a packet for it has come to its host: a container's eth0; for an address of the
 * docker host all of the host's own interfaces. Points that were recorded throughout; of others nothing can be told.
 */
export type LocalPoints = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The journeys with those that went no further although their destination did not see them marked, with the last point
 * that did; `end.rule` is left null. A packet has ended
 *
 * - where its destination is known and it was seen at no point of the destination's, or
 * - where it came to the docker host and something that must be answered, a SYN or an echo request, was answered by
 *   nothing but an ICMP error or not at all: what is for a published port is translated only after it was seen there,
 *   and dropped after that, and a host's own TCP refuses with a reset.
 *
 * Of anything else (a datagram to the host, an address whose home is unknown, a multicast) it cannot be told.
 *
 * @param journeys All of a recording that is whole, as `relate` gives them: in one that ends early, an answer may be missing.
 * @param forwarders Points at which a packet that is for the host itself may still be translated and sent on.
 */
export function markEndings(
  journeys: readonly Journey[],
  homes: LocalPoints,
  forwarders: ReadonlySet<string>,
): Journey[] {
  const answered = new Set(
    journeys.flatMap(
      ({ relations }) => relations?.filter(({ kind }) => kind === 'reply to').map(({ journey }) => journey) ?? [],
    ),
  );
  return journeys.map((journey) => {
    const end = endOf(journey, homes, forwarders, answered.has(journey.id));
    return end === null ? journey : { ...journey, end };
  });
}

function endOf(
  { hops }: Journey,
  homes: LocalPoints,
  forwarders: ReadonlySet<string>,
  answered: boolean,
): Ending | null {
  const last = hops[hops.length - 1]!;
  const home = last.packet.ip === null ? undefined : homes.get(last.packet.ip.destination);
  if (home === undefined) return null;
  const end: Ending = { point: last.point, rule: null };
  if (!hops.some(({ point }) => home.has(point))) return end;
  return forwarders.has(last.point) && demandsAnswer(last.packet) && !answered ? end : null;
}

function demandsAnswer({ tcp, icmp }: Journey['hops'][number]['packet']): boolean {
  if (tcp !== null) return tcp.flags.syn && !tcp.flags.ack;
  return icmp !== null && icmp.id !== null && (icmp.type === 8 || icmp.type === 128);
}
