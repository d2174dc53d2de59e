import { changedTo } from './explain.js';
import type { Ending, Journey, RuleOnTheWay } from './types.js';

/**
 * What a frame's comment in a recording says of the packet: its id and hop, what changed since the hop before and the
 * rules in between, what it belongs to (at the first hop), and where it went no further (at the last):
 *
 * `packet 17, hop 3 of 4 at host.uplink; source 172.17.0.2 became 198.51.100.2 and TTL 64 became 63; nat POSTROUTING 1:
 * -A POSTROUTING … -j MASQUERADE (traced)`
 *
 * @param hop Position in the journey's hops, counted from 0.
 */
export function comment(journey: Journey, hop: number): string {
  const { id, hops, rules, relations, end, doubt } = journey;
  const here = hops[hop];
  if (here === undefined) throw new RangeError(`packet ${id} has ${hops.length} hops, and a comment was asked for number ${hop + 1}`);
  const isLast = hop === hops.length - 1;
  const handled = rules?.filter(({ after }) => after === hop - 1 || (isLast && after >= hop)) ?? [];
  return [
    `packet ${id}, hop ${hop + 1} of ${hops.length} at ${here.point}`,
    changedTo(here),
    ...handled.map(ruleWords),
    ...(hop === 0 ? relations?.map(({ kind, journey: other }) => `${kind} packet ${other}`) ?? [] : []),
    isLast && end !== undefined ? endWords(end) : '',
    isLast && doubt !== undefined ? `its rules may be incomplete: ${doubt}` : '',
  ].filter((part) => part !== '').join('; ');
}

/** Comments are read beside the frame alone, so a rule is told in full. */
function ruleWords({ table, chain, position, text, verdict, certainty }: RuleOnTheWay): string {
  const how = { traced: 'traced', conntrack: 'known from conntrack', counter: 'known from its counter' }[certainty];
  return `${table} ${chain} ${position === null ? 'policy' : position}: ${text} (${verdict}, ${how})`;
}

function endWords({ point, rule }: Ending): string {
  return rule === null ? `seen no further than ${point}` : `seen no further than ${point}: ${rule.verdict} by ${rule.text} in ${rule.table}`;
}
