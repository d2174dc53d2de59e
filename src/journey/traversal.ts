import { extractHeader, isEcho, type ChainPass, type FirewallTrace, type PacketHeader } from '../netfilter/index.js';
import type { Hop, Journey } from './types.js';

/**
 * A packet's way through one namespace's hooks, from where it came in or was created to where it left, was delivered
 * or dropped.
 */
export interface Traversal {
  readonly trace: FirewallTrace;
  /** In order; the first is docknet's own chain at prerouting or output. */
  readonly passes: readonly ChainPass[];
  /** The packet as it entered. */
  readonly entered: PacketHeader;
  /** The packet as it left or was delivered; null if the trace shows neither. */
  readonly left: PacketHeader | null;
  /** True if the trace shows every chain's end, and the packet's leaving, its delivery or its drop. */
  readonly whole: boolean;
}

/** Positions of the hooks on a packet's way: a local packet goes output, postrouting; one that came in, the others. */
const hookOrder = { prerouting: 0, output: 0, input: 1, forward: 1, postrouting: 2 } as const;

/**
 * Groups a trace's passes by packet. A packet is recognised at the next chain by what translation leaves alone;
 * netfilter rewrites one end at a time, the destination before forward and input, the source after them. Both may
 * have changed if no chain lies in between (a later packet of a flow, which conntrack translates by itself). If
 * several packets look alike, the kernel's id decides, as far as it stays the same.
 */
export function findTraversals(trace: FirewallTrace): Traversal[] {
  const finished: { passes: ChainPass[] }[] = [];
  const open = new Map<string, { passes: ChainPass[] }[]>();
  for (const pass of trace.passes) {
    const key = constantKey(pass.header);
    const candidates = open.get(key) ?? [];
    open.set(key, candidates);
    if (pass.ownChain && hookOrder[pass.hook] === 0) {
      const begun = { passes: [pass] };
      candidates.push(begun);
      finished.push(begun);
      continue;
    }
    const possible = candidates.filter(({ passes }) => canFollow(passes, pass));
    const likely = possible.filter(({ passes }) => keepsAnEnd(passes[passes.length - 1]!.header, pass.header));
    const hasSameId = ({ passes }: { readonly passes: readonly ChainPass[] }): boolean =>
      passes[passes.length - 1]!.id === pass.id;
    const found =
      likely.find(hasSameId) ??
      likely[0] ??
      possible.find(hasSameId) ??
      (possible.length === 1 ? possible[0] : undefined);
    if (found === undefined) continue;
    found.passes.push(pass);
    if (hasEnded(pass)) candidates.splice(candidates.indexOf(found), 1);
  }
  return finished.map(({ passes }) => createTraversal(trace, passes));
}

function createTraversal(trace: FirewallTrace, passes: readonly ChainPass[]): Traversal {
  const [first, last] = [passes[0]!, passes[passes.length - 1]!];
  return {
    trace,
    passes,
    entered: first.header,
    left: last.ownChain && hookOrder[last.hook] > 0 && hasEnded(last) ? last.header : null,
    whole: hasEnded(last) && passes.every((pass) => pass.complete),
  };
}

/** True if the packet was dropped, delivered, or left the last chain of the last hook. */
function hasEnded(pass: ChainPass): boolean {
  return pass.dropped || (pass.ownChain && (pass.hook === 'postrouting' || pass.hook === 'input'));
}

function canFollow(passes: readonly ChainPass[], next: ChainPass): boolean {
  const last = passes[passes.length - 1]!;
  if (hookOrder[next.hook] < hookOrder[last.hook]) return false;
  if (last.hook === 'output' && next.hook !== 'output' && next.hook !== 'postrouting') return false;
  if (hookOrder[next.hook] === hookOrder[last.hook] && next.hook !== last.hook) return false;
  return last.in === null || next.in === null || last.in === next.in;
}

function keepsAnEnd(a: PacketHeader, b: PacketHeader): boolean {
  return (
    (a.source === b.source && a.sourcePort === b.sourcePort) ||
    (a.destination === b.destination && a.destinationPort === b.destinationPort)
  );
}

/** Returns what neither routing nor translation changes. */
function constantKey({ protocol, ipId, length, icmpType, icmpSequence, window }: PacketHeader): string {
  return [protocol, ipId, length, icmpType, icmpSequence, window].join(' ');
}

/**
 * Returns a key that is equal for headers of the same packet at the same step. Of an ICMP error it leaves out the
 * echo fields.
 */
export function headerKey(h: PacketHeader): string {
  const echo = isEcho(h) ? [h.icmpId, h.icmpSequence] : [];
  return [
    ...[h.protocol, h.source, h.sourcePort, h.destination, h.destinationPort],
    ...[h.ttl, h.ipId, h.length, h.icmpType, ...echo, h.window],
  ].join(' ');
}

/**
 * Finds between which hops of a journey each hook handled the packet.
 *
 * @returns the index of the hop before a hook of netfilter; -1 for a hook before the first.
 */
export function findHookPositions(
  { hops }: Journey,
  { trace, passes, entered, left }: Traversal,
): (hook: string) => number {
  const interfaces = new Map(trace.points.map((point) => [point.name, point.interface]));
  const incoming = passes[0]!.in;
  const matches = (hop: Hop, key: string | null): boolean => {
    const header = interfaces.has(hop.point) ? extractHeader(hop.packet) : null;
    return header !== null && headerKey(header) === key;
  };
  if (incoming === null) {
    const out = left === null ? -1 : hops.findIndex((hop) => matches(hop, headerKey(left)));
    return () => Math.max(out - 1, -1);
  }
  const matching = hops.flatMap((hop, index) => (matches(hop, headerKey(entered)) ? [index] : []));
  const atInterface = matching.filter((index) => interfaces.get(hops[index]!.point) === incoming);
  // If no point is where it came in, it was handled before its first frame here.
  const entry =
    atInterface[atInterface.length - 1] ?? matching[0] ?? hops.findIndex((hop) => interfaces.has(hop.point)) - 1;
  // With bridge-nf-call-iptables = 1 a bridge runs prerouting before it passes a frame up to its own interface.
  const isBridged =
    trace.bridged && matching.includes(entry - 1) && interfaces.get(hops[entry]?.point ?? '') === incoming;
  const prerouting = isBridged ? entry - 1 : entry;
  const lastInside = hops.findLastIndex(
    (hop, index) => index >= entry && interfaces.get(hop.point) === incoming && hop.packet.ip?.ttl === entered.ttl,
  );
  return (hook) => (hook === 'prerouting' ? prerouting : Math.max(entry, lastInside));
}
