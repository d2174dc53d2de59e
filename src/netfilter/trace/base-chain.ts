import type { BaseChain, Hook } from '../types.js';

/** Priorities by nft's names (nft(8), "Standard priority names"). */
const priorities: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  dstnat: -100,
  filter: 0,
  security: 50,
  srcnat: 100,
};
const bridgePriorities: Readonly<Record<string, number>> = { dstnat: -300, filter: -200, out: 100, srcnat: 300 };

/** Hooks of iptables' built-in chains. */
export const builtInHooks: Readonly<Record<string, Hook>> = {
  PREROUTING: 'prerouting',
  INPUT: 'input',
  FORWARD: 'forward',
  OUTPUT: 'output',
  POSTROUTING: 'postrouting',
};

/**
 * Parses a base chain's line, as nft lists it: `type filter hook forward priority filter + 10; policy accept;`. Null
 * for any other line.
 */
export function parseBaseChain(line: string, family: string): BaseChain | null {
  const [, type, hook, name = '0', sign = '+', offset = '0'] =
    /\btype (\S+) hook (\S+) (?:.* )?priority (-?\w+)(?: ([+-]) (\d+))?;/.exec(line) ?? [];
  if (type === undefined || hook === undefined) return null;
  const base = (family === 'bridge' ? bridgePriorities : priorities)[name] ?? Number(name);
  return { type, hook, priority: base + (sign === '-' ? -1 : 1) * Number(offset) };
}

/**
 * Returns how a built-in chain of iptables is attached, by either backend (NF_IP_PRI_* of
 * include/uapi/linux/netfilter_ipv4.h, and iptable_nat.c); null for any other chain.
 */
export function findBuiltInChain(table: string, chain: string): BaseChain | null {
  const hook = builtInHooks[chain];
  const priority = hook === undefined ? undefined : findTablePriority(table, hook);
  return hook === undefined || priority === undefined
    ? null
    : { type: table === 'nat' ? 'nat' : 'filter', hook, priority };
}

/** Returns the priority of a table of iptables at a hook; undefined for another table. */
export function findTablePriority(table: string, hook: Hook): number | undefined {
  const isSource = hook === 'postrouting' || hook === 'input';
  return priorities[table === 'nat' ? (isSource ? 'srcnat' : 'dstnat') : table];
}
