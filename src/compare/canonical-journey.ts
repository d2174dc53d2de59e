import type { Hop, Journey } from '../journey/types.js';
import { ends, packetKind } from './packet-kind.js';
import type { Roles } from './roles.js';
import type { CanonicalHop, CanonicalJourney } from './types.js';

/**
 * Journeys in a form in which two runs of one engine are equal: roles for addresses and names, no times, no numbers that
 * are drawn, sorted, and packets of one kind that went the same way told once. So a retransmission that fares as its
 * original adds nothing, and one packet of many that fares otherwise adds a line. What is left out, and why, is said at
 * `packetKind`. MAC addresses are not told: the points and the TTL tell every bridged and routed step.
 */
export function canonicalJourneys(journeys: readonly Journey[], roles: Roles): CanonicalJourney[] {
  const lines = new Map<string, CanonicalJourney>();
  for (const journey of journeys) {
    const canonical = canonicalJourney(journey, roles);
    if (canonical === null) continue;
    const key = journeyLine(canonical);
    if (lines.get(key)?.end == null) lines.set(key, canonical);
  }
  return [...lines].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, journey]) => journey);
}

/** What tells one canonical journey from another: the packet and its way. The rule that ended it explains the way and is no part of it. */
export function journeyLine({ packet, hops }: Pick<CanonicalJourney, 'packet' | 'hops'>): string {
  return JSON.stringify([packet, ...hops.map(hopText)]);
}

/** A hop as one text: `docker0`, `docker0 | destination web:80, TTL 63`. */
export function hopText({ point, changes }: CanonicalHop): string {
  return changes.length === 0 ? point : `${point} | ${changes.join(', ')}`;
}

function canonicalJourney({ hops, end }: Journey, throughout: Roles): CanonicalJourney | null {
  const [first] = hops;
  if (first === undefined) return null;
  const roles = throughout.at(first.time);
  const kind = packetKind(first.packet, roles);
  if (kind === null) return null;
  const { source, destination } = ends(first.packet, roles);
  const rule = end?.rule ?? null;
  return {
    packet: `${kind.kind} ${source} → ${destination}`,
    hops: canonicalHops(hops, roles),
    end: rule === null ? null : `${rule.table} ${roles.text(rule.text)}`,
  };
}

/** The hops, each told with what changed; pieces of one segment that offload cut up, and what a point saw twice alike, once. */
function canonicalHops(hops: readonly Hop[], roles: Roles): CanonicalHop[] {
  const told: CanonicalHop[] = [];
  const seen = new Set<string>();
  let before: Hop | null = null;
  for (const hop of hops) {
    const { source, destination } = ends(hop.packet, roles);
    const state = `${hop.point} ${source} ${destination} ${hop.packet.ip?.ttl ?? ''}`;
    if (seen.has(state)) continue;
    seen.add(state);
    told.push({ point: hop.point, changes: before === null ? ttl(hop) : changesBetween(before, hop, roles) });
    before = hop;
  }
  return told;
}

const ttl = ({ packet }: Hop): string[] => (packet.ip === null ? [] : [`TTL ${packet.ip.ttl}`]);

function changesBetween(before: Hop, hop: Hop, roles: Roles): string[] {
  const [was, is] = [ends(before.packet, roles), ends(hop.packet, roles)];
  const changes: string[] = [];
  if (was.source !== is.source) changes.push(`source ${is.source}`);
  else if (drawnAnew(before, hop, 'sourcePort')) changes.push('another source port');
  if (was.destination !== is.destination) changes.push(`destination ${is.destination}`);
  else if (drawnAnew(before, hop, 'destinationPort')) changes.push('another destination port');
  if (before.packet.ip?.ttl !== hop.packet.ip?.ttl) changes.push(...ttl(hop));
  return changes;
}

/** A drawn port that was replaced by another drawn one reads the same in roles. */
function drawnAnew(before: Hop, hop: Hop, side: 'sourcePort' | 'destinationPort'): boolean {
  return (before.packet.tcp ?? before.packet.udp)?.[side] !== (hop.packet.tcp ?? hop.packet.udp)?.[side];
}
