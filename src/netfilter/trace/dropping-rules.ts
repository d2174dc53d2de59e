import { couldMatch } from '../iptables/could-match.js';
import { indexRules } from '../iptables/difference.js';
import { formatRule } from '../iptables/find-rules.js';
import type { Chain, Hook, NamedRule, Rule, Snapshot } from '../types.js';
import { builtInHooks, findTablePriority } from './base-chain.js';
import type { DroppingRule } from './dropping-rule.js';
import { findNftDroppingRules } from './nft-dropping-rules.js';
import type { Additions } from './nft-monitor.js';
import type { ListedFirewall } from './rule-names.js';
import type { RawTrace } from './trace-file.js';

/** Targets after which a packet goes on (iptables-extensions(8)). Any other target that is not a chain may drop it. */
const passingTargets = new Set([
  'ACCEPT',
  'RETURN',
  'DNAT',
  'SNAT',
  'MASQUERADE',
  'REDIRECT',
  'NETMAP',
  'LOG',
  'NFLOG',
  'MARK',
  'CONNMARK',
  'CT',
  'NOTRACK',
  'TRACE',
  'CHECKSUM',
  'TCPMSS',
  'DSCP',
  'TOS',
  'TTL',
  'SET',
  'CLASSIFY',
]);

/**
 * Finds every rule and policy of IPv4 that may have dropped packets between two listings, with its count.
 *
 * @param added What was added between them.
 * @param leftovers The tables of legacy iptables before and after; without chains if there are none beside another's.
 */
export function findDroppingRules(
  before: ListedFirewall,
  after: ListedFirewall,
  raw: Pick<RawTrace, 'own' | 'legacy'>,
  added: Additions,
  leftovers: { readonly before: Snapshot; readonly after: Snapshot },
): DroppingRule[] {
  const legacy = findIptablesRules(
    { ruleset: [], snapshot: leftovers.before },
    { ruleset: [], snapshot: leftovers.after },
    true,
  );
  return [
    ...findIptablesRules(before, after, raw.legacy),
    ...legacy.map(({ rule, ...one }) => ({ ...one, ...describeLeftover(rule, one.hook) })),
    ...findNftDroppingRules(before, after, raw, added),
  ];
}

function describeLeftover(rule: NamedRule, hook: Hook | null): Pick<DroppingRule, 'rule' | 'priority'> {
  const priority = hook === null ? undefined : findTablePriority(rule.table, hook);
  return { rule: { ...rule, table: `legacy ${rule.table}` }, ...(priority === undefined ? {} : { priority }) };
}

/** A firewall's listings, as far as iptables' rules need them: nft's for their handles. */
type Listed = Pick<ListedFirewall, 'ruleset' | 'snapshot'>;

function findIptablesRules(before: Listed, after: Listed, legacy: boolean): DroppingRule[] {
  const snapshots = [before.snapshot, after.snapshot];
  const [oldRules, newRules] = [indexRules(before.snapshot), indexRules(after.snapshot)];
  const rules = [...new Set([...newRules.keys(), ...oldRules.keys()])].flatMap((key): DroppingRule[] => {
    const [old, now] = [oldRules.get(key), newRules.get(key)];
    const rule = now ?? old;
    if (rule === undefined || !mayDrop(rule, snapshots)) return [];
    const { table, chain, position, target } = rule;
    return [
      {
        rule: { table, chain, position, text: formatRule(rule), target },
        verdict: target === 'DROP' || target === 'REJECT' ? target : null,
        hook: findHook(rule, snapshots),
        countedPackets: now === undefined ? null : subtractCounters(old, now, before, after, legacy),
        beforeNat: table === 'raw',
        couldMatch: (packet) => couldMatch(rule, packet),
      },
    ];
  });
  return [...rules, ...findDropPolicies(before.snapshot, after.snapshot)];
}

function mayDrop({ table, target }: Rule, snapshots: readonly Snapshot[]): boolean {
  return (
    target !== null &&
    !passingTargets.has(target) &&
    !snapshots.some(({ chains }) => chains.some((chain) => chain.table === table && chain.name === target))
  );
}

/** Counts from 0 for a new rule. Returns null if the handle changed: the rule was inserted again, its counter reset. */
function subtractCounters(
  old: Rule | undefined,
  now: Rule,
  before: Listed,
  after: Listed,
  legacy: boolean,
): number | null {
  if (old === undefined) return now.packets;
  const handle = findHandle(now, after);
  if (now.packets < old.packets || (!legacy && (handle === null || handle !== findHandle(old, before)))) return null;
  return now.packets - old.packets;
}

function findHandle({ table, chain, position }: Rule, { ruleset, snapshot }: Listed): number | null {
  const listed = ruleset.find((one) => one.family === 'ip' && one.table === table && one.name === chain);
  const saved = snapshot.chains.find((one) => one.table === table && one.name === chain);
  return listed?.rules.length === saved?.rules.length ? (listed?.rules[position - 1]?.handle ?? null) : null;
}

/** Finds the hook of the one built-in chain whose jumps lead to the rule's chain; null for several or none. */
function findHook({ table, chain }: Rule, snapshots: readonly Snapshot[]): Hook | null {
  const chains = snapshots.flatMap((snapshot) => snapshot.chains.filter((one) => one.table === table));
  const callers = new Set([chain]);
  for (const name of callers)
    for (const from of chains) if (from.rules.some(({ target }) => target === name)) callers.add(from.name);
  const builtIn = chains.filter(({ name, policy }) => policy !== null && callers.has(name));
  const [name = '', ...others] = new Set(builtIn.map((one) => one.name));
  return others.length === 0 ? (builtInHooks[name] ?? null) : null;
}

function findDropPolicies(before: Snapshot, after: Snapshot): DroppingRule[] {
  const isSame =
    ({ table, name }: Chain) =>
    (one: Chain): boolean =>
      one.table === table && one.name === name;
  const chains = [...after.chains, ...before.chains.filter((chain) => !after.chains.some(isSame(chain)))];
  return chains.flatMap((chain): DroppingRule[] => {
    const [old, now] = [before.chains.find(isSame(chain)), after.chains.find(isSame(chain))];
    if (old?.policy !== 'DROP' && now?.policy !== 'DROP') return [];
    const { table, name } = chain;
    const unchanged = old !== undefined && now !== undefined && old.policy === now.policy && now.packets >= old.packets;
    return [
      {
        rule: { table, chain: name, position: null, text: `-P ${name} DROP`, target: 'DROP' },
        verdict: 'DROP',
        hook: builtInHooks[name] ?? null,
        countedPackets: unchanged ? now.packets - old.packets : null,
        beforeNat: table === 'raw',
        couldMatch: () => true,
      },
    ];
  });
}
