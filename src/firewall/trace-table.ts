import type { NftChain } from './nft-ruleset.js';

/** Which packets are traced. */
export interface TraceScope {
  /** Networks (CIDR) to or from which a packet must go; null for every IPv4 packet. What is on lo counts too. */
  readonly networks: readonly string[] | null;
  /** Packets a second; nft's monitor loses messages from about 5,000 (each packet makes some twenty). */
  readonly perSecond: number;
  /** True where iptables is the legacy one: its trace, and docknet's own chains, are then told through nfnetlink_log, group 0. */
  readonly logged: boolean;
}

/**
 * Addresses of 127/8 that nobody answers at. A ping to one of them is dropped in docknet's own chain before any other sees it:
 * it is on no interface and in no counter, and in the trace it marks a moment.
 */
const markerNetwork = '127.88.0.0/16';
export const markerAddress = (n: number): string => `127.88.${(n >> 8) & 255}.${n & 255}`;

export const isMarker = (address: string): boolean => address.startsWith('127.88.');

/**
 * docknet's own table, for `nft -f`: it turns the kernel's trace on for the packets of interest as they come in or are made, ahead
 * of every other table (raw is at -300), and at the end of each hook has a chain without rules, whose trace shows that a packet
 * came that far and what it looked like then: after srcnat, at 100, for postrouting. No packet's way is changed.
 */
export function traceTable(name: string, { networks, perSecond, logged }: TraceScope): string {
  const log = (label: string) => (logged ? ` log prefix "${ownPrefix}${label}" group 0` : '');
  const others = networks === null ? ['meta nfproto != ipv4 accept'] : [`ip saddr != { ${networks.join(', ')} } ip daddr != { ${networks.join(', ')} } `, 'meta nfproto != ipv4 accept'];
  const chosen = (beside: string, label: string) => [
    ...others.map((rule, n) => (networks !== null && n === 0 ? `${rule}${beside} != "lo" accept` : rule)),
    'counter comment "of interest"',
    `limit rate ${perSecond}/second burst ${perSecond} packets counter meta nftrace set 1${log(label)} comment "traced"`,
  ];
  const chain = (label: string, hook: string, priority: number, rules: readonly string[] = []) =>
    `  chain ${label} {\n${[`type filter hook ${hook} priority ${priority}; policy accept;`, ...rules].map((line) => `    ${line}\n`).join('')}  }\n`;
  return [
    // A table of that name that a killed run left is replaced; deleting one that is not there would fail.
    `add table inet ${name}\ndelete table inet ${name}\ntable inet ${name} {\n`,
    chain('pre', 'prerouting', -350, chosen('iif', 'pre')),
    chain('out', 'output', -350, [`ip daddr ${markerNetwork} icmp type echo-request meta nftrace set 1${log('out')} drop`, ...chosen('oif', 'out')]),
    ...([['in', 'input'], ['forwarded', 'forward'], ['post', 'postrouting']] as const).map(([label, hook]) => chain(label, hook, 350, logged ? [`meta nfproto ipv4 limit rate ${2 * perSecond}/second burst ${2 * perSecond} packets${log(label)}`] : [])),
    '}\n',
  ].join('');
}

const ownPrefix = 'docknet ';

/** The chain of docknet's own that a log's prefix names; null for any other. */
export const ownLabel = (prefix: string): string | null => (prefix.startsWith(ownPrefix) ? prefix.slice(ownPrefix.length) : null);

/** How many packets the table was passed by and how many it traced; null where the listing has no such table. */
export function traceCounts(ruleset: readonly NftChain[], name: string): { readonly ofInterest: number; readonly traced: number } | null {
  const rules = ruleset.filter((chain) => chain.family === 'inet' && chain.table === name && (chain.name === 'pre' || chain.name === 'out')).flatMap((chain) => chain.rules);
  if (rules.length === 0) return null;
  const sum = (comment: string) => rules.filter((rule) => rule.text.includes(`comment "${comment}"`)).reduce((total, rule) => total + (rule.packets ?? 0), 0);
  return { ofInterest: sum('of interest'), traced: sum('traced') };
}
