import { FirewallError, type BaseChain } from '../types.js';
import { parseBaseChain } from './base-chain.js';

/** A rule of `nft -a list ruleset`. */
export interface NftRule {
  readonly handle: number;
  /** Without the handle and the counter's values. */
  readonly text: string;
  /** The counter's packets; null without a counter. */
  readonly packets: number | null;
}

export interface NftChain {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  /** Null for a regular chain. */
  readonly base: BaseChain | null;
  readonly policy: string | null;
  readonly rules: readonly NftRule[];
}

/**
 * Parses the chains of `nft -a list ruleset`, their rules in order. Skips sets, maps and the like.
 *
 * @throws FirewallError for a rule without a handle: the listing was made without -a, or cut short.
 */
export function parseNftRuleset(text: string): readonly NftChain[] {
  const chains: NftChain[] = [];
  let table: readonly [string, string] | null = null;
  let chain:
    | (Omit<NftChain, 'base' | 'policy' | 'rules'> & {
        base: BaseChain | null;
        policy: string | null;
        rules: NftRule[];
      })
    | null = null;
  let inOtherObject = false;
  /** The lines of a rule with a chain of its own: `jump {`, its rules, `} # handle 7`. */
  let nested = '';
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (nested !== '' && !/^\} # handle \d+$/.test(line)) {
      nested += nested.endsWith('{') ? ` ${line}` : `; ${line}`;
      continue;
    }
    const [, family, name] = /^table (\S+) (\S+) \{/.exec(line) ?? [];
    if (family !== undefined && name !== undefined) table = [family, name];
    else if (table === null) continue;
    else if (/^chain (\S+) \{/.test(line)) {
      chain = {
        family: table[0],
        table: table[1],
        name: /^chain (\S+)/.exec(line)?.[1] ?? '',
        base: null,
        policy: null,
        rules: [],
      };
      chains.push(chain);
    } else if (raw === '\t}' || raw === '}') {
      [chain, inOtherObject] = [null, false];
    } else if (chain !== null && / \{$/.test(line)) nested = line;
    else if (nested !== '') {
      chain?.rules.push(parseRule(`${nested}; ${line}`, index));
      nested = '';
    } else if (chain === null) inOtherObject = true;
    else if (/^type \S+ hook /.test(line)) {
      chain.base = parseBaseChain(line, chain.family);
      chain.policy = / policy (\w+);/.exec(line)?.[1] ?? null;
    } else if (!inOtherObject && !/^(comment|flags) /.test(line)) chain.rules.push(parseRule(line, index));
  }
  return chains;
}

function parseRule(line: string, index: number): NftRule {
  const [, text, handle] = /^(.*) # handle (\d+)$/.exec(line) ?? [];
  if (text === undefined)
    throw new FirewallError(
      `Cannot read line ${index + 1} of the nft listing: a rule without a handle: "${line}". ` +
        'Give the complete, unchanged output of nft -a list ruleset.',
    );
  // The counters in a rule's own chain are not the rule's.
  const [, packets] = (/ \{ .*; /.test(text) ? null : counter.exec(text)) ?? [];
  return { handle: Number(handle), text: removeCounter(text), packets: packets === undefined ? null : Number(packets) };
}

const counter = / ?\bcounter packets (\d+) bytes \d+/;

/** Removes counters and their values from a rule's text. */
export const removeCounter = (text: string): string => text.replace(new RegExp(counter, 'g'), '').trim();
