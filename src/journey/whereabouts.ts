import { extractHeader } from '../netfilter/index.js';
import { headerKey } from './header.js';
import type { Hop, Journey } from './types.js';
import type { Traversal } from './traversal.js';

/**
 * Between which hops of a journey each hook handled the packet.
 *
 * @returns For a hook, the index of the hop after which it was; -1 for before the first.
 */
export function whereabouts({ hops }: Journey, { trace, passes, entered, left }: Traversal): (hook: string) => number {
  const interfaces = new Map(trace.points.map((point) => [point.name, point.interface]));
  const incoming = passes[0]!.in;
  const is = (hop: Hop, key: string | null): boolean => {
    const header = interfaces.has(hop.point) ? extractHeader(hop.packet) : null;
    return header !== null && headerKey(header) === key;
  };
  if (incoming === null) {
    const out = left === null ? -1 : hops.findIndex((hop) => is(hop, headerKey(left)));
    return () => Math.max(out - 1, -1);
  }
  const seen = hops.flatMap((hop, index) => (is(hop, headerKey(entered)) ? [index] : []));
  const atInterface = seen.filter((index) => interfaces.get(hops[index]!.point) === incoming);
  // Where it came in is no point: it was handled before it was first seen here.
  const entry =
    atInterface[atInterface.length - 1] ?? seen[0] ?? hops.findIndex((hop) => interfaces.has(hop.point)) - 1;
  // While bridge-nf-call-iptables is 1, a bridge runs prerouting before it hands a frame up to its own interface.
  const ahead =
    trace.bridged && seen.includes(entry - 1) && interfaces.get(hops[entry]?.point ?? '') === incoming
      ? entry - 1
      : entry;
  const inside = hops.findLastIndex(
    (hop, index) => index >= entry && interfaces.get(hop.point) === incoming && hop.packet.ip?.ttl === entered.ttl,
  );
  return (hook) => (hook === 'prerouting' ? ahead : Math.max(entry, inside));
}
