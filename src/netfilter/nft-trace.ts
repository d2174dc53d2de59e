import { readTraceHeader } from './trace-header.js';
import type { Said, TraceMessage } from './trace-types.js';

/** What `nft -a monitor` printed, read. */
export interface NftTrace {
  readonly messages: readonly TraceMessage[];
  /** Rules that were put in meanwhile, as nft prints them, by family, table, chain and handle: `ip nat DOCKER 9`. */
  readonly added: ReadonlyMap<string, string>;
  /** True where nft said that events were lost: its netlink socket overran. */
  readonly overrun: boolean;
}

/**
 * Reads the lines of `nft -a monitor`: IPv4's trace, and rules that were put in. Lines that say something else (another family's packets, what later
 * versions add) are passed over: a chain's pass that thereby has no end is found out where passes are put together.
 */
export function parseNftTrace(text: string): NftTrace {
  const messages: TraceMessage[] = [];
  const added = new Map<string, string>();
  let overrun = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('# ERROR')) overrun = true;
    const [, at = '', rule = '', handle = ''] =
      /^(?:add|insert|replace) rule (\S+ \S+ \S+) (.*) # handle (\d+)$/.exec(line) ?? [];
    if (at !== '') added.set(`${at} ${handle}`, rule);
    const [, id = '', family = '', table = '', chain = '', rest = ''] =
      /^trace id ([0-9a-f]+) (\S+) (\S+) (\S+) (.*)$/.exec(line) ?? [];
    const said = id === '' ? null : readSaid(rest.trimEnd());
    if (said !== null) messages.push({ id, family, table, chain, said });
  }
  return { messages, added, overrun };
}

function readSaid(text: string): Said | null {
  if (text.startsWith('packet:')) {
    const read = readTraceHeader(text.slice('packet:'.length));
    return read === null ? null : { kind: 'packet', ...read };
  }
  const policy = /^policy (\w+)/.exec(text);
  if (policy !== null) return { kind: 'policy', verdict: policy[1] ?? '' };
  // nft's monitor prints a rule from its cache. One that was put in after it started may be unknown to it, by its handle all the same.
  const rule =
    /^(?:rule (?<text>.*) # handle (?<handle>\d+)|unknown rule handle (?<unknown>\d+)) \(verdict (?<verdict>.*)\)$/.exec(
      text,
    )?.groups;
  if (rule === undefined) return null;
  return {
    kind: 'rule',
    handle: Number(rule['handle'] ?? rule['unknown']),
    text: rule['text'] ?? null,
    verdict: rule['verdict'] ?? '',
  };
}
