import type { BaseChain, TraceEvent, TraceMessage } from '../types.js';
import { parseBaseChain } from './base-chain.js';
import { parsePacket } from './nft-packet.js';
import { parseElements, type MapElement } from './verdict-maps.js';

/** What was added while the monitor ran, and may be gone by its end. */
export interface Additions {
  /** Rules, as nft prints them, by family, table, chain and handle: `ip nat DOCKER 9`. */
  readonly rules: ReadonlyMap<string, string>;
  /** Base chains by family, table and name. */
  readonly chains: ReadonlyMap<string, BaseChain>;
  /** Elements of verdict maps by family, table and map. */
  readonly elements: ReadonlyMap<string, readonly MapElement[]>;
}

/** The output of `nft -a monitor`, parsed. */
export interface NftTrace {
  readonly messages: readonly TraceMessage[];
  readonly added: Additions;
  /** True if nft lost events: its netlink socket overflowed. */
  readonly overrun: boolean;
}

/**
 * Parses the lines of `nft -a monitor`: the trace of packets, and added rules. Skips other lines, such as those that
 * later versions add; `buildNftPasses` detects a pass that lacks its end because of that.
 */
export function parseNftTrace(text: string): NftTrace {
  const messages: TraceMessage[] = [];
  const rules = new Map<string, string>();
  const chains = new Map<string, BaseChain>();
  const elements = new Map<string, readonly MapElement[]>();
  let overrun = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('# ERROR')) overrun = true;
    const [, kind = '', at = '', added = ''] =
      /^(?:add|insert|replace) (rule|chain|element) (\S+ \S+ \S+) (.*)$/.exec(line) ?? [];
    if (kind === 'rule') {
      // The handle at its beginning is that of the rule before it.
      const [, rule = '', handle = ''] = /^(?:handle \d+ )?(.*) # handle (\d+)$/.exec(added) ?? [];
      rules.set(`${at} ${handle}`, rule);
    } else if (kind === 'chain') {
      const base = parseBaseChain(added, at.split(' ')[0] ?? '');
      if (base !== null) chains.set(at, base);
    } else if (kind === 'element') {
      elements.set(at, [...(elements.get(at) ?? []), ...parseElements(/^\{(.*)\}/.exec(added)?.[1] ?? '')]);
    }
    const [, id = '', family = '', table = '', chain = '', rest = ''] =
      /^trace id ([0-9a-f]+) (\S+) (\S+) (\S+) (.*)$/.exec(line) ?? [];
    const event = id === '' ? null : parseEvent(rest.trimEnd());
    if (event !== null) messages.push({ id, family, table, chain, event });
  }
  return { messages, added: { rules, chains, elements }, overrun };
}

function parseEvent(text: string): TraceEvent | null {
  if (text.startsWith('packet:')) {
    const packet = parsePacket(text.slice('packet:'.length));
    return packet === null ? null : { kind: 'packet', ...packet };
  }
  const policy = /^policy (\w+)/.exec(text);
  if (policy !== null) return { kind: 'policy', verdict: policy[1] ?? '' };
  // nft prints a rule from its cache, which lacks a rule added after the monitor started.
  const [, printed, handle, unknownHandle, verdict] =
    /^(?:rule (.*) # handle (\d+)|unknown rule handle (\d+)) \(verdict (.*)\)$/.exec(text) ?? [];
  if (verdict === undefined) return null;
  return { kind: 'rule', handle: Number(handle ?? unknownHandle), text: printed ?? null, verdict };
}
