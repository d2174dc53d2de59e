import { isHook, type Hook } from '../types.js';
import type { DroppingRule } from './dropping-rule.js';
import { couldMatchNft } from './could-match-nft.js';
import type { Additions } from './nft-monitor.js';
import type { NftChain, NftRule } from './nft-ruleset.js';
import { findTarget, formatTable, type ListedFirewall } from './rule-names.js';
import type { RawTrace } from './trace-file.js';
import { findLookup, type VerdictMaps } from './verdict-maps.js';

/**
 * Finds rules and policies that nft lists and iptables does not, and that may have dropped IPv4 packets: those of
 * native tables, and rules added and removed between the listings. Without a counter the count is unknown.
 */
export function findNftDroppingRules(
  before: ListedFirewall,
  after: ListedFirewall,
  { own, legacy }: Pick<RawTrace, 'own' | 'legacy'>,
  added: Additions,
): DroppingRule[] {
  const { chains, unreadable } = after.snapshot;
  const iptablesTables = new Set(
    legacy ? [] : chains.map(({ table }) => table).filter((table) => !unreadable.includes(table)),
  );
  const isForeign = ({ family, table }: Pick<NftChain, 'family' | 'table'>): boolean =>
    family !== 'ip6' && table !== own && !(family === 'ip' && iptablesTables.has(table));
  const old = new Map(
    before.ruleset.flatMap((chain) => chain.rules.map((rule) => [toKey(chain, rule.handle), rule] as const)),
  );
  const now = new Set(after.ruleset.flatMap((chain) => chain.rules.map(({ handle }) => toKey(chain, handle))));
  const describe = (firewall: ListedFirewall, chain: NftChain): DroppingRule[] => {
    const table = formatTable(chain.family, chain.table, legacy);
    const reached = findHook(chain, firewall);
    const policy = chain.policy === 'drop' ? [describePolicy(table, chain, reached)] : [];
    return [
      ...policy,
      ...chain.rules.flatMap((rule, index): DroppingRule[] => {
        const key = toKey(chain, rule.handle);
        const isGone = firewall === before;
        if (isGone && now.has(key)) return [];
        const verdict = findVerdict(rule.text, chain, firewall.maps);
        if (verdict === undefined) return [];
        const counted = isGone ? null : subtract(old.get(key), rule);
        return [
          {
            rule: { table, chain: chain.name, position: index + 1, text: rule.text, target: findTarget(rule.text) },
            verdict,
            ...reached,
            // What matched a verdict map's rule may have been accepted: its count says only that nothing was dropped.
            countedPackets: verdict === null && counted !== 0 ? null : counted,
            couldMatch: (packet) => couldMatchNft(rule.text, packet),
          },
        ];
      }),
    ];
  };
  return [
    ...after.ruleset.filter(isForeign).flatMap((chain) => describe(after, chain)),
    ...before.ruleset
      .filter(isForeign)
      .map((chain) => (hasChain(after, chain) ? { ...chain, policy: null } : chain))
      .flatMap((chain) => describe(before, chain)),
    ...describeRemoved(added, new Set([...now, ...old.keys()]), own, legacy),
  ];
}

const toKey = ({ family, table, name }: NftChain, handle: number): string => `${family} ${table} ${name} ${handle}`;

const hasChain = ({ ruleset }: ListedFirewall, { family, table, name, policy }: NftChain): boolean =>
  ruleset.some((one) => one.family === family && one.table === table && one.name === name && one.policy === policy);

/** Counts from 0 for a new rule, also one with an old one's handle. Null without a counter, and if it was reset. */
function subtract(old: NftRule | undefined, { text, packets }: NftRule): number | null {
  if (old?.text !== text || packets === null) return packets;
  return old.packets === null || old.packets > packets ? null : packets - old.packets;
}

/** Returns DROP or REJECT; null for a rule that may drop or not, undefined for one that does not. */
function findVerdict(text: string, { family, table }: NftChain, maps: VerdictMaps): string | null | undefined {
  const words = text.replaceAll(/ ?\bcomment "[^"]*"|"[^"]*"/g, '').trim();
  if (/(?:^| )drop$/.test(words)) return 'DROP';
  if (/(?:^| )reject(?: with .*)?$/.test(words)) return 'REJECT';
  const lookup = findLookup(text, `${family} ${table}`, maps);
  if (lookup?.elements.some(({ verdict }) => verdict === 'drop' || verdict === 'queue') === true) return null;
  return /(?:^| )(?:queue|xt)\b/.test(words) || / \{ .*;.*\bdrop\b/.test(words) ? null : undefined;
}

/** How packets reach a chain. */
type Reach = Pick<DroppingRule, 'hook' | 'priority' | 'beforeNat'>;

/** Finds the one hook from which a chain is reached by jumps and verdict maps, and whether before nat. */
function findHook(chain: NftChain, { ruleset, maps }: ListedFirewall): Reach {
  const siblings = ruleset.filter(({ family, table }) => family === chain.family && table === chain.table);
  const callers = new Set([chain.name]);
  for (const name of callers)
    for (const from of siblings)
      if (from.rules.some(({ text }) => leadsTo(name, text, chain, maps))) callers.add(from.name);
  const bases = siblings.flatMap(({ name, base }) => (base !== null && callers.has(name) ? [base] : []));
  const hooks = new Set(bases.map(({ hook }) => hook));
  const [hook = ''] = hooks;
  const only: Hook | null = hooks.size === 1 && isHook(hook) ? hook : null;
  const [priority, ...others] = new Set(bases.map((base) => base.priority));
  return {
    hook: only,
    beforeNat: only === 'prerouting' && bases.every((base) => base.priority < -100),
    ...(priority === undefined || others.length > 0 ? {} : { priority }),
  };
}

function leadsTo(name: string, text: string, { family, table }: NftChain, maps: VerdictMaps): boolean {
  const target = /\b(?:jump|goto) (\S+)(?: comment "[^"]*")?$/.exec(text)?.[1];
  if (target === name) return true;
  const verdicts = findLookup(text, `${family} ${table}`, maps)?.elements.map(({ verdict }) => verdict) ?? [];
  return verdicts.includes(`jump ${name}`) || verdicts.includes(`goto ${name}`);
}

const describePolicy = (table: string, { name }: NftChain, reached: Reach): DroppingRule => ({
  rule: { table, chain: name, position: null, text: 'policy drop', target: 'DROP' },
  verdict: 'DROP',
  ...reached,
  countedPackets: null,
  couldMatch: () => true,
});

/** Describes rules that were added after one listing and removed before the other. */
function describeRemoved(added: Additions, listed: ReadonlySet<string>, own: string, legacy: boolean): DroppingRule[] {
  return [...added.rules].flatMap(([key, text]): DroppingRule[] => {
    const [family = '', table = '', chain = ''] = key.split(' ');
    if (listed.has(key) || family === 'ip6' || table === own || !/\b(drop|reject|queue|xt|vmap)\b/.test(text))
      return [];
    const rule = { table: formatTable(family, table, legacy), chain, position: null, text, target: findTarget(text) };
    return [
      {
        rule,
        verdict: null,
        hook: null,
        beforeNat: false,
        countedPackets: null,
        couldMatch: (packet) => couldMatchNft(text, packet),
      },
    ];
  });
}
