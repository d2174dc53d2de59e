import { describeChanges } from './explain.js';
import type { Ending, Journey, AppliedRule } from './types.js';

/**
 * What a frame's comment in a recording says of the packet: its id and hop, what changed since the hop before and the
 * rules in between that decided something, what it belongs to (at the first hop), and where it went no further (at the
 * last):
 *
 * `packet 17, hop 3 of 4 at host.uplink; source 172.17.0.2 became 198.51.100.2 and TTL 64 became 63; nat: -A POSTROUTING
 * … -j MASQUERADE (rule 1, traced)`
 *
 * @param hop Position in the journey's hops, counted from 0.
 */
export function describeHop(journey: Journey, hop: number): string {
  const { id, hops } = journey;
  const here = hops[hop];
  if (here === undefined)
    throw new RangeError(`packet ${id} has ${hops.length} hops, and a comment was asked for number ${hop + 1}`);
  return commentHead(id, hop, hops.length, here.point) + commentRest(journey, hop);
}

/** A comment's beginning: `packet 17, hop 3 of 4 at host.uplink`; hops are counted from 0. */
export function commentHead(id: number, hop: number, hops: number, point: string): string {
  return `packet ${id}, hop ${hop + 1} of ${hops} at ${point}`;
}

/** A comment's rest, each part after a `; `; empty where there is nothing more to say. */
export function commentRest({ hops, rules, relations, end, caveat: doubt }: Journey, hop: number): string {
  const isLast = hop === hops.length - 1;
  const handled =
    rules?.filter(
      ({ afterHop: after, verdict }) => deciding.has(verdict) && (after === hop - 1 || (isLast && after >= hop)),
    ) ?? [];
  return [
    describeChanges(hops[hop]!),
    ...handled.map(describeRule),
    ...(hop === 0 ? (relations?.map(({ kind, journey: other }) => `${kind} packet ${other}`) ?? []) : []),
    isLast && end !== undefined ? endWords(end) : '',
    isLast && doubt !== undefined ? `its rules may be incomplete: ${doubt}` : '',
  ]
    .filter((part) => part !== '')
    .map((part) => `; ${part}`)
    .join('');
}

/** Targets that end a packet's way through a hook or change it (iptables-extensions(8)); jumps and returns would fill a comment. */
const deciding: ReadonlySet<string> = new Set([
  'ACCEPT',
  'DROP',
  'REJECT',
  'DNAT',
  'SNAT',
  'MASQUERADE',
  'REDIRECT',
  'NETMAP',
]);

const certainties = {
  traced: 'traced',
  conntrack: 'known from conntrack',
  flow: 'known from its flow’s first packet',
  contradicted: 'known from its flow’s first packet, and conntrack contradicts it',
  counter: 'known from its counter',
} as const;

/** How sure it is that a rule handled a packet: `traced`, `known from conntrack`, `known from its flow’s first packet: conntrack had no entry of the flow`. */
export function describeCertainty({ certainty, reason: why }: AppliedRule): string {
  return certainties[certainty] + (why === undefined ? '' : `: ${why}`);
}

/** The rules that decided something about a packet, in order; policies that let it pass are left out. */
export function selectDecisions({ rules }: Journey): AppliedRule[] {
  return (rules ?? []).filter(
    ({ verdict, position, text }) =>
      deciding.has(verdict) && !(position === null && text.startsWith('-P ') && verdict === 'ACCEPT'),
  );
}

/** A rule with how it is known: `nat: -A POSTROUTING … -j MASQUERADE (rule 1, traced)`. */
export function describeRule(rule: AppliedRule): string {
  const { table, position, text, undone } = rule;
  return `${table}: ${text} (${position === null ? 'policy' : `rule ${position}`}, ${undone === true ? 'undone, ' : ''}${describeCertainty(rule)})`;
}

function endWords({ point, rule }: Ending): string {
  return rule === null
    ? `seen no further than ${point}`
    : `seen no further than ${point}: ${rule.verdict} by ${rule.text} in ${rule.table}`;
}
