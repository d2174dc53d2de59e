import { couldMatch } from '../iptables/could-match.js';
import { formatRule } from '../iptables/find-rules.js';
import type { Chain, ChainPass, PacketHeader, Rule, RuleStep, Snapshot } from '../types.js';
import type { NflogMessage } from './nflog.js';
import type { Passes } from './nft-passes.js';
import { findTablePriority } from './base-chain.js';
import { findOwnPriority, readOwnLabel } from './trace-table.js';

/** A message of legacy iptables: `TRACE: filter:FORWARD:rule:3` (net/ipv4/netfilter/ip_tables.c, trace_packet). */
interface TracedRule {
  readonly table: string;
  readonly chain: string;
  /** The rule's position; at a chain's end one more than the last rule's. */
  readonly position: number;
}

/** A pass whose messages are still being read. */
interface OpenPass extends Omit<ChainPass, 'steps' | 'dropped' | 'complete'> {
  readonly traced: TracedRule[];
}

/** Targets that end a packet's pass through the table. */
const finalTargets = new Set([
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
 * Groups the messages of legacy iptables' trace into passes. They name rules by their position at that moment. If a
 * chain has changed since, a rule is named only if no other matches the packet and its next step, and the pass has a
 * `caveat`.
 *
 * @param beside True if iptables is the other one: then the tables are shown as `legacy filter`.
 */
export function buildLegacyPasses(
  messages: readonly NflogMessage[],
  snapshots: readonly Snapshot[],
  interfaces: Readonly<Record<string, string>>,
  beside: boolean,
): Passes {
  const toName = (index: string | null): string | null => (index === null ? null : (interfaces[index] ?? index));
  const passes: (OpenPass | ChainPass)[] = [];
  const open = new Map<string, OpenPass>();
  let orphans = 0;
  for (const message of messages) {
    const pass = {
      hook: message.hook,
      id: '',
      in: toName(message.in),
      out: toName(message.out),
      header: message.header,
    };
    const label = readOwnLabel(message.prefix);
    if (label !== null) {
      const priority = findOwnPriority(label);
      passes.push({ ...pass, priority, nat: false, ownChain: true, steps: [], dropped: false, complete: true });
      continue;
    }
    const traced = parsePrefix(message.prefix);
    if (traced === null) continue;
    const key = toKey(message.header, message.hook, traced.table);
    const current = open.get(key);
    const isBase = findChain(snapshots, traced)?.policy !== null;
    if (current !== undefined && !hasEnded(current, snapshots)) current.traced.push(traced);
    else if (!isBase) orphans += 1;
    else {
      const priority = findTablePriority(traced.table, message.hook) ?? 0;
      const begun: OpenPass = { ...pass, priority, nat: traced.table === 'nat', ownChain: false, traced: [traced] };
      open.set(key, begun);
      passes.push(begun);
    }
  }
  return { passes: passes.map((pass) => ('traced' in pass ? finishPass(pass, snapshots, beside) : pass)), orphans };
}

function parsePrefix(prefix: string): TracedRule | null {
  const [, table, chain, position] = /^TRACE: ([^:]+):(.+):(?:rule|return|policy):(\d+)$/.exec(prefix) ?? [];
  return table === undefined || chain === undefined ? null : { table, chain, position: Number(position) };
}

const findChain = (snapshots: readonly Snapshot[], { table, chain }: TracedRule): Chain | undefined =>
  snapshots.flatMap((snapshot) => snapshot.chains).find((one) => one.table === table && one.name === chain);

function hasEnded({ traced, ...pass }: OpenPass, snapshots: readonly Snapshot[]): boolean {
  const last = traced[traced.length - 1]!;
  const rules = findCandidates(last, pass, snapshots);
  return rules.length > 0
    ? rules.every((rule) => finalTargets.has(rule.target ?? ''))
    : findChain(snapshots, last)?.policy !== null;
}

/**
 * Finds the rules that a position may mean: the one there, or, if the chain has changed, all that could match the
 * packet. None at a chain's end.
 */
function findCandidates(
  { table, chain, position }: TracedRule,
  packet: Pick<ChainPass, 'header' | 'in' | 'out'>,
  snapshots: readonly Snapshot[],
): readonly Rule[] {
  const listings = snapshots.map((snapshot) => listRules(snapshot, table, chain));
  const [first = [], ...others] = listings;
  if (others.every((other) => areSame(first, other))) return first.slice(position - 1, position);
  const all = listings.flat().filter((rule) => couldMatch(rule, packet));
  return all.filter((rule, index) => all.findIndex((other) => other.specification === rule.specification) === index);
}

const areSame = (a: readonly Rule[], b: readonly Rule[]): boolean =>
  a.length === b.length && a.every((rule, n) => rule.specification === b[n]?.specification);

function finishPass({ traced, ...pass }: OpenPass, snapshots: readonly Snapshot[], beside: boolean): ChainPass {
  const steps: RuleStep[] = [];
  let [dropped, complete] = [false, false];
  const changed = new Set<string>();
  for (const [index, { table, chain, position }] of traced.entries()) {
    const shownTable = beside ? `legacy ${table}` : table;
    const isLast = index === traced.length - 1;
    const candidates = findCandidates({ table, chain, position }, pass, snapshots);
    const matching =
      candidates.length > 1 ? candidates.filter((rule) => finalTargets.has(rule.target ?? '') === isLast) : candidates;
    const listings = snapshots.map((snapshot) => listRules(snapshot, table, chain));
    if (!listings.every((rules) => areSame(rules, listings[0]!))) changed.add(chain);
    const [rule] = matching;
    if (rule !== undefined && matching.length === 1) {
      const { target } = rule;
      steps.push({
        rule: { table: shownTable, chain, position: rule.position, text: formatRule(rule), target },
        verdict: target ?? 'CONTINUE',
      });
      if (isLast) [dropped, complete] = [target === 'DROP' || target === 'REJECT', finalTargets.has(target ?? '')];
    } else if (candidates.length > 0) {
      steps.push({
        rule: {
          table: shownTable,
          chain,
          position: null,
          text: `rule ${position} of ${chain} at that time`,
          target: null,
        },
        verdict: 'CONTINUE',
      });
    } else {
      const policy = findChain(snapshots, { table, chain, position })?.policy ?? null;
      if (policy === null) continue;
      steps.push({
        rule: { table: shownTable, chain, position: null, text: `-P ${chain} ${policy}`, target: policy },
        verdict: policy,
      });
      [dropped, complete] = [policy === 'DROP', true];
    }
  }
  const result = { ...pass, steps, dropped, complete };
  if (changed.size === 0) return result;
  const caveat = `${[...changed].join(' and ')} changed meanwhile, and legacy iptables traces rules by position only`;
  return { ...result, caveat };
}

const listRules = (snapshot: Snapshot, table: string, chain: string): readonly Rule[] =>
  snapshot.chains.find((one) => one.table === table && one.name === chain)?.rules ?? [];

/** Returns a key of a packet in one table at one hook. */
function toKey(
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
