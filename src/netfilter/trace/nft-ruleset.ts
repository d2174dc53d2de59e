import { FirewallError, type Hook } from '../types.js';

/** A rule as `nft -a list ruleset` prints it. */
export interface NftRule {
  readonly handle: number;
  /** Without the handle and without what its counter shows. */
  readonly text: string;
  /** Packets its counter shows; null where it has none. */
  readonly packets: number | null;
}

export interface NftChain {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  /** Of a base chain, null otherwise. */
  readonly hook: Hook | null;
  readonly policy: string | null;
  readonly rules: readonly NftRule[];
}

/**
 * Reads the chains of `nft -a list ruleset`, rules in order, each with its handle. Sets, maps and what else a table may hold
 * are passed over.
 *
 * @throws FirewallError where a rule has no handle: the listing was made without -a, or cut short.
 */
export function parseNftRuleset(text: string): readonly NftChain[] {
  const chains: NftChain[] = [];
  let table: readonly [string, string] | null = null;
  let chain:
    | (Omit<NftChain, 'hook' | 'policy' | 'rules'> & { hook: Hook | null; policy: string | null; rules: NftRule[] })
    | null = null;
  let beside = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, family, name] = /^table (\S+) (\S+) \{/.exec(line) ?? [];
    if (family !== undefined && name !== undefined) table = [family, name];
    else if (table === null) continue;
    else if (/^chain (\S+) \{/.test(line)) {
      chain = {
        family: table[0],
        table: table[1],
        name: /^chain (\S+)/.exec(line)?.[1] ?? '',
        hook: null,
        policy: null,
        rules: [],
      };
      chains.push(chain);
    } else if (raw === '\t}' || raw === '}') {
      [chain, beside] = [null, false];
    } else if (chain === null) beside = true;
    else if (/^type \S+ hook /.test(line)) {
      chain.hook = (/ hook (\S+) /.exec(line)?.[1] ?? null) as Hook | null;
      chain.policy = / policy (\w+);/.exec(line)?.[1] ?? null;
    } else if (!beside && !/^(comment|flags) /.test(line)) chain.rules.push(readRule(line, index));
  }
  return chains;
}

function readRule(line: string, index: number): NftRule {
  const [, text, handle] = /^(.*) # handle (\d+)$/.exec(line) ?? [];
  if (text === undefined)
    throw new FirewallError(
      `line ${index + 1} of the nft listing is a rule without a handle: "${line}". The listing must come from nft -a list ruleset, whole and unchanged.`,
    );
  const counter = counted.exec(text);
  return { handle: Number(handle), text: withoutCounter(text), packets: counter === null ? null : Number(counter[1]) };
}

const counted = / ?\bcounter packets (\d+) bytes \d+/;

/** A rule's text without what its counter shows. */
export const withoutCounter = (text: string): string => text.replace(counted, '').trim();
