import { indexRules } from '../iptables/difference.js';
import { formatRule } from '../iptables/find-rules.js';
import type { Chain, Hook, NamedRule, Rule, Snapshot } from '../types.js';
import type { NftChain } from './nft-ruleset.js';
import { builtInHooks, type Moment } from './rule-names.js';
import type { RawTrace } from './trace-file.js';

/** A rule or a policy by which a packet's way may end. */
export interface DroppingRule {
  readonly rule: NamedRule;
  /** DROP or REJECT; null where it is not known what it does. */
  readonly verdict: string | null;
  /** The hook from which its chain is reached; null where there are several, or none is known. */
  readonly hook: Hook | null;
  /** Packets it counted between two listings; null where that cannot be told: one of them lacks it, or its counter was set back in between. */
  readonly countedPackets: number | null;
  /** As iptables lists it; null for a policy and for what iptables does not list, which may be for any packet. */
  readonly listed: Rule | null;
}

/** Targets after which a packet goes on (iptables-extensions(8)). What is neither here nor a chain may end its way. */
const passing = new Set([
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
 * Everything in IPv4's tables by which a packet's way may have ended between two moments, with what it counted.
 *
 * @param added Rules that were put in meanwhile, as nft printed them, by family, table, chain and handle.
 */
export function findDroppingRules(
  before: Moment,
  after: Moment,
  kept: Pick<RawTrace, 'own' | 'legacy'>,
  added: ReadonlyMap<string, string>,
): DroppingRule[] {
  const [was, is] = [indexRules(before.snapshot), indexRules(after.snapshot)];
  const rules = [...new Set([...is.keys(), ...was.keys()])].flatMap((key): DroppingRule[] => {
    const [old, now] = [was.get(key), is.get(key)];
    const rule = now ?? old;
    if (rule === undefined || !mayEnd(rule, [before.snapshot, after.snapshot])) return [];
    const { table, chain, position, target } = rule;
    return [
      {
        rule: { table, chain, position, text: formatRule(rule), target },
        verdict: target === 'DROP' || target === 'REJECT' ? target : null,
        hook: hookOf(rule, [before.snapshot, after.snapshot]),
        countedPackets: now === undefined ? null : risen(old, now, before, after, kept.legacy),
        listed: rule,
      },
    ];
  });
  return [...rules, ...policies(before.snapshot, after.snapshot), ...unlisted(before, after, kept, added)];
}

function mayEnd({ table, target }: Rule, moments: readonly Snapshot[]): boolean {
  return (
    target !== null &&
    !passing.has(target) &&
    !moments.some(({ chains }) => chains.some((chain) => chain.table === table && chain.name === target))
  );
}

/** A rule that was not there counts from nothing. One with another handle than before was put in anew, and its counter with it. */
function risen(old: Rule | undefined, now: Rule, before: Moment, after: Moment, legacy: boolean): number | null {
  if (old === undefined) return now.packets;
  const handle = handleOf(now, after);
  if (now.packets < old.packets || (!legacy && (handle === null || handle !== handleOf(old, before)))) return null;
  return now.packets - old.packets;
}

function handleOf({ table, chain, position }: Rule, { ruleset, snapshot }: Moment): number | null {
  const listed = ruleset.find((one) => one.family === 'ip' && one.table === table && one.name === chain);
  const saved = snapshot.chains.find((one) => one.table === table && one.name === chain);
  return listed?.rules.length === saved?.rules.length ? (listed?.rules[position - 1]?.handle ?? null) : null;
}

/** The built-in chain's from which jumps lead to the rule's. */
function hookOf({ table, chain }: Rule, moments: readonly Snapshot[]): Hook | null {
  const chains = moments.flatMap((snapshot) => snapshot.chains.filter((one) => one.table === table));
  const reached = new Set([chain]);
  for (const name of reached)
    for (const from of chains) if (from.rules.some(({ target }) => target === name)) reached.add(from.name);
  const bases = [
    ...new Set(chains.filter(({ name, policy }) => policy !== null && reached.has(name)).map(({ name }) => name)),
  ];
  return bases.length === 1 ? (builtInHooks[bases[0] ?? ''] ?? null) : null;
}

function policies(before: Snapshot, after: Snapshot): DroppingRule[] {
  const same =
    ({ table, name }: Chain) =>
    (one: Chain): boolean =>
      one.table === table && one.name === name;
  const chains = [...after.chains, ...before.chains.filter((chain) => !after.chains.some(same(chain)))];
  return chains.flatMap((chain): DroppingRule[] => {
    const [old, now] = [before.chains.find(same(chain)), after.chains.find(same(chain))];
    if (old?.policy !== 'DROP' && now?.policy !== 'DROP') return [];
    const { table, name } = chain;
    const told = old !== undefined && now !== undefined && old.policy === now.policy && now.packets >= old.packets;
    return [
      {
        rule: { table, chain: name, position: null, text: `-P ${name} DROP`, target: 'DROP' },
        verdict: 'DROP',
        hook: builtInHooks[name] ?? null,
        countedPackets: told ? now.packets - old.packets : null,
        listed: null,
      },
    ];
  });
}

/** What nft knows and iptables does not list: tables of others, and rules that came and went. How many packets they ended cannot be told. */
function unlisted(
  before: Moment,
  after: Moment,
  { own, legacy }: Pick<RawTrace, 'own' | 'legacy'>,
  added: ReadonlyMap<string, string>,
): DroppingRule[] {
  const ends = /\b(drop|reject|queue|xt)\b/;
  const tables = new Set(
    legacy
      ? []
      : after.snapshot.chains.map(({ table }) => table).filter((table) => !after.snapshot.unreadable.includes(table)),
  );
  const foreign = ({ family, table }: NftChain): boolean =>
    family !== 'ip6' && table !== own && !(family === 'ip' && tables.has(table));
  const of = (family: string, table: string, chain: string, text: string): DroppingRule => ({
    rule: { table: `${family} ${table}`, chain, position: null, text, target: null },
    verdict: null,
    hook: null,
    countedPackets: null,
    listed: null,
  });
  const others = [...before.ruleset, ...after.ruleset]
    .filter(foreign)
    .flatMap((chain) => [
      ...(chain.policy === 'drop' ? [of(chain.family, chain.table, chain.name, 'policy drop')] : []),
      ...chain.rules
        .filter(({ text }) => ends.test(text))
        .map(({ text }) => of(chain.family, chain.table, chain.name, text)),
    ]);
  const gone = [...added].flatMap(([key, text]) => {
    const [family = '', table = '', chain = '', handle] = key.split(' ');
    const stays = after.ruleset.some(
      (one) =>
        one.family === family &&
        one.table === table &&
        one.name === chain &&
        one.rules.some((rule) => rule.handle === Number(handle)),
    );
    return stays || family === 'ip6' || table === own || !ends.test(text) ? [] : [of(family, table, chain, text)];
  });
  return [...others, ...gone];
}
