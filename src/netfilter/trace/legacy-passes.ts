import { couldMatch } from '../iptables/could-match.js';
import { formatRule } from '../iptables/find-rules.js';
import type { NflogMessage } from './nflog.js';
import type { Passes } from './nft-passes.js';
import { ownLabel } from './trace-table.js';
import type { Chain, ChainPass, NamedRule, Rule, Snapshot, PacketHeader } from '../types.js';

/** A line of legacy iptables' trace: `TRACE: filter:FORWARD:rule:3` (net/ipv4/netfilter/ip_tables.c, trace_packet). */
interface Traced {
  readonly table: string;
  readonly chain: string;
  /** Of the rule; one more than the last rule's for a chain's end. */
  readonly position: number;
}

interface OpenPass extends Omit<ChainPass, 'steps' | 'dropped' | 'complete'> {
  readonly traced: Traced[];
}

/** Targets after which a packet comes by no further rule of the table. */
const final = new Set([
  'ACCEPT',
  'DROP',
  'REJECT',
  'DNAT',
  'SNAT',
  'MASQUERADE',
  'REDIRECT',
  'NETMAP',
  'QUEUE',
  'NFQUEUE',
]);

/**
 * Puts the messages of a legacy iptables' trace together. They name rules by position, as it was at that moment; where a chain
 * changed meanwhile, a rule is told only if it alone fits the packet and what it did next, and `unsure` says so.
 */
export function legacyPasses(
  messages: readonly NflogMessage[],
  moments: readonly Snapshot[],
  interfaces: Readonly<Record<string, string>>,
): Passes {
  const called = (index: string | null): string | null => (index === null ? null : (interfaces[index] ?? index));
  const passes: (OpenPass | ChainPass)[] = [];
  const open = new Map<string, OpenPass>();
  let stray = 0;
  for (const message of messages) {
    const pass = {
      hook: message.hook,
      id: '',
      in: called(message.in),
      out: called(message.out),
      header: message.header,
    };
    if (ownLabel(message.prefix) !== null) {
      passes.push({ ...pass, ownChain: true, steps: [], dropped: false, complete: true });
      continue;
    }
    const traced = read(message.prefix);
    if (traced === null) continue;
    const key = keyOf(message.header, message.hook, traced.table);
    const current = open.get(key);
    const isBase = baseChain(moments, traced)?.policy !== null;
    if (current !== undefined && !hasEnded(current, moments)) current.traced.push(traced);
    else if (!isBase) stray += 1;
    else {
      const begun: OpenPass = { ...pass, ownChain: false, traced: [traced] };
      open.set(key, begun);
      passes.push(begun);
    }
  }
  return { passes: passes.map((pass) => ('traced' in pass ? finished(pass, moments) : pass)), stray };
}

function read(prefix: string): Traced | null {
  const [, table, chain, position] = /^TRACE: ([^:]+):(.+):(?:rule|return|policy):(\d+)$/.exec(prefix) ?? [];
  return table === undefined || chain === undefined ? null : { table, chain, position: Number(position) };
}

const baseChain = (moments: readonly Snapshot[], { table, chain }: Traced): Chain | undefined =>
  moments.flatMap((snapshot) => snapshot.chains).find((one) => one.table === table && one.name === chain);

function hasEnded({ traced, ...pass }: OpenPass, moments: readonly Snapshot[]): boolean {
  const last = traced[traced.length - 1]!;
  const rules = candidates(last, pass, moments);
  return rules.length > 0
    ? rules.every((rule) => final.has(rule.target ?? ''))
    : baseChain(moments, last)?.policy !== null;
}

/**
 * The rules that a position may mean: the one there; where the chain changed meanwhile, and so its positions, any that may have
 * matched the packet. None at a chain's end.
 */
function candidates(
  { table, chain, position }: Traced,
  packet: Pick<ChainPass, 'header' | 'in' | 'out'>,
  moments: readonly Snapshot[],
): readonly Rule[] {
  const listings = moments.map((snapshot) => rulesIn(snapshot, table, chain));
  const [first = [], ...others] = listings;
  if (others.every((other) => same(first, other))) return first.slice(position - 1, position);
  const all = listings.flat().filter((rule) => couldMatch(rule, packet));
  return all.filter((rule, index) => all.findIndex((other) => other.specification === rule.specification) === index);
}

const same = (a: readonly Rule[], b: readonly Rule[]): boolean =>
  a.length === b.length && a.every((rule, n) => rule.specification === b[n]?.specification);

function finished({ traced, ...pass }: OpenPass, moments: readonly Snapshot[]): ChainPass {
  const steps: ChainPass['steps'][number][] = [];
  let [dropped, whole] = [false, false];
  const changed = new Set<string>();
  for (const [index, { table, chain, position }] of traced.entries()) {
    const isLast = index === traced.length - 1;
    const possible = candidates({ table, chain, position }, pass, moments);
    const fitting = possible.length > 1 ? possible.filter((rule) => final.has(rule.target ?? '') === isLast) : possible;
    if (!moments.every((moment) => same(rulesIn(moment, table, chain), rulesIn(moments[0]!, table, chain))))
      changed.add(chain);
    const [rule] = fitting;
    if (rule !== undefined && fitting.length === 1) {
      const named: NamedRule = { table, chain, position: rule.position, text: formatRule(rule), target: rule.target };
      steps.push({ rule: named, verdict: rule.target ?? 'CONTINUE' });
      if (isLast) [dropped, whole] = [rule.target === 'DROP' || rule.target === 'REJECT', final.has(rule.target ?? '')];
    } else if (possible.length > 0) {
      steps.push({
        rule: { table, chain, position: null, text: `rule ${position} of ${chain} as it was then`, target: null },
        verdict: 'CONTINUE',
      });
    } else {
      const policy = baseChain(moments, { table, chain, position })?.policy ?? null;
      if (policy === null) continue;
      steps.push({
        rule: { table, chain, position: null, text: `-P ${chain} ${policy}`, target: policy },
        verdict: policy,
      });
      [dropped, whole] = [policy === 'DROP', true];
    }
  }
  const unsure =
    changed.size === 0
      ? {}
      : {
          caveat: `${[...changed].join(' and ')} changed meanwhile, and the trace of legacy iptables names rules by position alone`,
        };
  return { ...pass, steps, dropped, complete: whole, ...unsure };
}

const rulesIn = (snapshot: Snapshot, table: string, chain: string): readonly Rule[] =>
  snapshot.chains.find((one) => one.table === table && one.name === chain)?.rules ?? [];

/** A packet at one table of one hook. */
function keyOf(
  { source, sourcePort, destination, destinationPort, protocol, ipId, length, ttl, icmpSequence }: PacketHeader,
  hook: string,
  table: string,
): string {
  return [
    hook,
    table,
    source,
    sourcePort,
    destination,
    destinationPort,
    protocol,
    ipId,
    length,
    ttl,
    icmpSequence,
  ].join(' ');
}
