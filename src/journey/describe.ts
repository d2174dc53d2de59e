import { describeDns, listTcpFlags, type Packet } from '../packet/index.js';
import type { AppliedRule, Ending, Hop, Journey, Translation } from './types.js';

/**
 * Describes a journey in one sentence: `web → server: echo request seen at web.eth0, docker0, uplink; source 172.17.0.2
 * became 198.51.100.2 and TTL 64 became 63 between docker0 and uplink`. Leaves out MAC addresses, which change at every
 * router.
 *
 * @param names Names of addresses. An address without a name is written as it is.
 */
export function describeJourney({ hops }: Journey, names: ReadonlyMap<string, string> = new Map()): string {
  const first = hops[0];
  if (first === undefined) return 'a journey without a frame';
  const nameOf = (address: string): string => names.get(address) ?? address;
  const [source, destination] = endsOf(first.packet);
  const flow = `${nameOf(source)} → ${nameOf(destination)}: ${describePacket(first.packet)}`;
  return [
    `${flow} seen at ${listPoints(hops)}`,
    ...hops.flatMap((hop, index) => describeStep(hops[index - 1], hop)),
  ].join('; ');
}

/**
 * Lists the points in order; a point that saw the packet several times in a row (in pieces, or in and out) with a
 * count.
 */
function listPoints(hops: readonly Hop[]): string {
  const runs: { point: string; times: number }[] = [];
  for (const { point } of hops) {
    const last = runs.at(-1);
    if (last?.point === point) last.times += 1;
    else runs.push({ point, times: 1 });
  }
  return runs.map(({ point, times }) => (times === 1 ? point : `${point} ×${times}`)).join(', ');
}

function endsOf({ ip, arp, ethernet }: Packet): readonly [string, string] {
  if (ip !== null) return [ip.source, ip.destination];
  if (arp !== null) return [arp.senderAddress, arp.targetAddress];
  return ethernet === null ? ['unknown', 'unknown'] : [ethernet.source, ethernet.destination];
}

/** Describes a packet without its addresses. */
function describePacket({ ip, arp, tcp, udp, icmp, dns, ethernet, wireLength }: Packet): string {
  if (dns !== null) return describeDns(dns);
  if (tcp !== null) {
    const port = tcp.flags.syn && !tcp.flags.ack ? ` to port ${tcp.destinationPort}` : '';
    const length = tcp.payloadLength > 0 ? ` with ${tcp.payloadLength} bytes` : '';
    return `TCP ${listTcpFlags(tcp).join(' ')}${port}${length}`;
  }
  if (udp !== null) return `UDP to port ${udp.destinationPort} with ${udp.payloadLength} bytes`;
  if (icmp !== null) return icmp.name;
  if (ip !== null)
    return ip.fragmentOffset > 0 ? `fragment at ${ip.fragmentOffset}` : `packet of IP protocol ${ip.protocol}`;
  if (arp !== null) return `ARP ${arp.operation}`;
  return ethernet === null
    ? `frame of ${wireLength} bytes`
    : `frame of EtherType 0x${ethernet.etherType.toString(16).padStart(4, '0')}`;
}

function describeStep(before: Hop | undefined, hop: Hop): string[] {
  const changed = describeChanges(hop);
  return before === undefined || changed === '' ? [] : [`${changed} between ${before.point} and ${hop.point}`];
}

/**
 * Describes what changed since the hop before, MAC addresses left out: `source 172.17.0.2 became 198.51.100.2 and TTL
 * 64 became 63`. Empty if nothing did.
 */
function describeChanges({ changes }: Hop): string {
  const clauses = changes
    .filter(({ field }) => !field.endsWith('MAC'))
    .map(({ field, from, to }: Translation) => `${field} ${from} became ${to}`);
  const last = clauses.pop();
  if (last === undefined) return '';
  return clauses.length === 0 ? last : `${clauses.join(', ')} and ${last}`;
}

/**
 * Describes a packet at one hop, for the frame's comment in a recording: packet id and hop, what changed since the
 * hop before and the rules in between that decided something, its relations (at the first hop), and where it ended
 * (at the last):
 *
 * `packet 17, hop 3 of 4 at host.uplink; source 172.17.0.2 became 198.51.100.2 and TTL 64 became 63; nat: -A
 * POSTROUTING … -j MASQUERADE (rule 1, traced)`
 *
 * @param hop Index of the hop, from 0.
 */
export function describeHop(journey: Journey, hop: number): string {
  const { id, hops } = journey;
  const here = hops[hop];
  if (here === undefined) throw new RangeError(`packet ${id} has ${hops.length} hops, so no hop ${hop + 1}`);
  return describePosition(id, hop, hops.length, here.point) + describeHandling(journey, hop);
}

/** Returns the beginning of a hop's description: `packet 17, hop 3 of 4 at host.uplink`. */
export function describePosition(id: number, hop: number, hops: number, point: string): string {
  return `packet ${id}, hop ${hop + 1} of ${hops} at ${point}`;
}

/** Returns the rest of a hop's description, each part after a `; `. */
export function describeHandling({ hops, rules, relations, end, caveat }: Journey, hop: number): string {
  const isLast = hop === hops.length - 1;
  const handled = (rules ?? []).filter(
    ({ afterHop, verdict }) => decidingTargets.has(verdict) && (afterHop === hop - 1 || (isLast && afterHop >= hop)),
  );
  return [
    describeChanges(hops[hop]!),
    ...handled.map(describeRule),
    ...(hop === 0 ? (relations?.map(({ kind, journey: other }) => `${kind} packet ${other}`) ?? []) : []),
    isLast && end !== undefined ? describeEnding(end) : '',
    isLast && caveat !== undefined ? `its rules may be incomplete: ${caveat}` : '',
  ]
    .filter((part) => part !== '')
    .map((part) => `; ${part}`)
    .join('');
}

/** Targets that end a packet's way through a hook or change it (iptables-extensions(8)). */
const decidingTargets: ReadonlySet<string> = new Set([
  ...['ACCEPT', 'DROP', 'REJECT'],
  ...['DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'NETMAP'],
]);

/** Returns the rules that decided something about a packet, in order, without policies that accepted it. */
export function selectDecisions({ rules }: Journey): AppliedRule[] {
  return (rules ?? []).filter(
    ({ verdict, position, text }) =>
      decidingTargets.has(verdict) && !(position === null && isPolicy(text) && verdict === 'ACCEPT'),
  );
}

/** Returns whether a rule's text is that of a chain's policy: iptables' `-P FORWARD DROP`, nft's `policy drop`. */
export const isPolicy = (text: string): boolean => /^(?:-P|policy) /.test(text);

/**
 * Describes a rule and how it is known: `nat: -A POSTROUTING … -j MASQUERADE (rule 1, traced)`. For a native table with
 * chain, hook and priority: `ip docker-bridges filter-forward-in__docker0: … (rule 3, forward priority 0, traced)`.
 */
export function describeRule(rule: AppliedRule): string {
  const { table, chain, priority, position, text, element, undone, overruled } = rule;
  return [
    `${table}${priority === undefined ? '' : ` ${chain}`}: ${text}`,
    element === undefined ? '' : `, by ${element}`,
    ` (${position !== null ? `rule ${position}` : isPolicy(text) ? 'policy' : 'not listed'}, `,
    priority === undefined || undone === true ? '' : `${describeHook(rule)}, `,
    undone === true ? 'undone, ' : '',
    overruled === true ? 'not final, ' : '',
    `${describeCertainty(rule)})`,
  ].join('');
}

/** Describes where a rule's base chain is attached: `forward priority 0`. */
export const describeHook = ({ hook, priority }: AppliedRule): string =>
  priority === undefined ? hook : `${hook} priority ${priority}`;

const certainties = {
  traced: 'traced',
  conntrack: 'known from conntrack',
  flow: 'known from its flow’s first packet',
  contradicted: 'known from its flow’s first packet, and conntrack contradicts it',
  counter: 'known from its counter',
} as const;

/** Describes how it is known that a rule handled a packet: `traced`, `known from its flow’s first packet: REASON`. */
export function describeCertainty({ certainty, reason }: AppliedRule): string {
  return certainties[certainty] + (reason === undefined ? '' : `: ${reason}`);
}

function describeEnding({ point, rule }: Ending): string {
  const end = `seen no further than ${point}`;
  if (rule === null) return end;
  const place = rule.priority === undefined ? rule.table : `${rule.table} ${rule.chain}, ${describeHook(rule)}`;
  return `${end}: ${rule.verdict} by ${rule.text} in ${place}`;
}
