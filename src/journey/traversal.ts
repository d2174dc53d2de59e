import type { ChainPass, FirewallTrace, PacketHeader } from '../netfilter/index.js';

/** One packet's way through one namespace's hooks, from where it came in or was made to where it left, was delivered or dropped. */
export interface Traversal {
  readonly trace: FirewallTrace;
  /** In order; the first is docknet's own chain at prerouting or output. */
  readonly passes: readonly ChainPass[];
  /** The packet as it entered. */
  readonly entered: PacketHeader;
  /** The packet as it left or was delivered; null where the trace shows neither. */
  readonly left: PacketHeader | null;
  /** True where every chain's end is in the trace, and the packet's leaving, its delivery or its drop. */
  readonly whole: boolean;
}

/** Places of the hooks along a packet's way: one that was made here goes output, postrouting; one that came in, the others. */
const along = { prerouting: 0, output: 0, input: 1, forward: 1, postrouting: 2 } as const;

/**
 * Puts the passes of a trace together, packet by packet. A packet is known again at the next chain by what translation leaves
 * alone, and by that netfilter rewrites one end at a time: the destination ahead of forward and input, the source after them.
 * Both may have changed where no chain lies in between (a later packet of a flow, which conntrack translates by itself). The
 * kernel's id says the same where it stays the same, and is only asked where several packets look alike.
 */
export function traversals(trace: FirewallTrace): Traversal[] {
  const finished: { passes: ChainPass[] }[] = [];
  const open = new Map<string, { passes: ChainPass[] }[]>();
  for (const pass of trace.passes) {
    const key = unchanging(pass.header);
    const candidates = open.get(key) ?? [];
    open.set(key, candidates);
    if (pass.ownChain && along[pass.hook] === 0) {
      const begun = { passes: [pass] };
      candidates.push(begun);
      finished.push(begun);
      continue;
    }
    const possible = candidates.filter(({ passes }) => follows(passes, pass));
    const likely = possible.filter(({ passes }) => keepsAnEnd(passes[passes.length - 1]!.header, pass.header));
    const sameId = ({ passes }: { readonly passes: readonly ChainPass[] }): boolean =>
      passes[passes.length - 1]!.id === pass.id;
    const found =
      likely.find(sameId) ?? likely[0] ?? possible.find(sameId) ?? (possible.length === 1 ? possible[0] : undefined);
    if (found === undefined) continue;
    found.passes.push(pass);
    if (hasEnded(pass)) candidates.splice(candidates.indexOf(found), 1);
  }
  return finished.map(({ passes }) => traversal(trace, passes));
}

function traversal(trace: FirewallTrace, passes: readonly ChainPass[]): Traversal {
  const [first, last] = [passes[0]!, passes[passes.length - 1]!];
  return {
    trace,
    passes,
    entered: first.header,
    left: last.ownChain && along[last.hook] > 0 && hasEnded(last) ? last.header : null,
    whole: hasEnded(last) && passes.every((pass) => pass.complete),
  };
}

/** Dropped, delivered, or out of the last chain of the last hook. */
function hasEnded(pass: ChainPass): boolean {
  return pass.dropped || (pass.ownChain && (pass.hook === 'postrouting' || pass.hook === 'input'));
}

function follows(passes: readonly ChainPass[], next: ChainPass): boolean {
  const last = passes[passes.length - 1]!;
  if (
    along[next.hook] < along[last.hook] ||
    (last.hook === 'output' && next.hook !== 'output' && next.hook !== 'postrouting')
  )
    return false;
  if (along[next.hook] === along[last.hook] && next.hook !== last.hook) return false;
  return last.in === null || next.in === null || last.in === next.in;
}

function keepsAnEnd(a: PacketHeader, b: PacketHeader): boolean {
  return (
    (a.source === b.source && a.sourcePort === b.sourcePort) ||
    (a.destination === b.destination && a.destinationPort === b.destinationPort)
  );
}

/** What neither routing nor translation changes. */
function unchanging({ protocol, ipId, length, icmpType, icmpSequence, window }: PacketHeader): string {
  return [protocol, ipId, length, icmpType, icmpSequence, window].join(' ');
}
