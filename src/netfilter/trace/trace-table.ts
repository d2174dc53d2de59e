import type { NftChain } from './nft-ruleset.js';

/** Containers whose packets are traced, translated or not. */
export interface TracedContainers {
  /** IPv4 addresses. */
  readonly addresses: readonly string[];
  /** Ports of the docker host at which they are published: `tcp . 8080`. */
  readonly ports: readonly string[];
  /** Whether one of them shares the docker host's own namespace: every packet there may be its. */
  readonly onHost: boolean;
}

/**
 * What a filter that is applied at each point lets be left out of a trace. It is wider than the filter, never narrower: a packet of
 * which any of that is not known is traced. Each is an expression of nft's; one of several must hold.
 */
export interface PreFilter {
  /** The filter may let the packet through as it is now. */
  readonly mayMatchNow: readonly string[];
  /** It does not, as it is now. */
  readonly cannotMatchNow: readonly string[];
  /** It does at no point, whatever is translated: of a flow whose translation is settled, by both ends on either side of it. */
  readonly neverMatches: readonly string[];
}

/** Which packets are traced. */
export interface TraceScope {
  /** Networks (CIDR) to or from which a packet must go, or certain containers; null for every IPv4 packet. What is on lo counts too for networks. */
  readonly targets: readonly string[] | TracedContainers | null;
  /** Packets a second; nft's monitor loses messages from about 5,000 (each packet makes some twenty). */
  readonly packetsPerSecond: number;
  /** True where iptables is the legacy one: its trace, and docknet's own chains, are then told through nfnetlink_log, group 0. */
  readonly viaNflog: boolean;
  /** For containers: which of their packets need not be traced; null where all are. */
  readonly preFilter?: PreFilter | null;
}

/**
 * Addresses of 127/8 that nobody answers at. A ping to one of them is dropped in docknet's own chain before any other sees it:
 * it is on no interface and in no counter, and in the trace it marks a moment.
 */
const markerNetwork = '127.88.0.0/16';
export const toMarkerAddress = (n: number): string => `127.88.${(n >> 8) & 255}.${n & 255}`;

export const isMarker = (address: string): boolean => address.startsWith('127.88.');

/**
 * docknet's own table, for `nft -f`: it turns the kernel's trace on for the packets of interest as they come in or are made, ahead
 * of every other table (raw is at -300), and at the end of each hook has a chain without rules, whose trace shows that a packet
 * came that far and what it looked like then: after srcnat, at 100, for postrouting. No packet's way is changed.
 */
export function buildTraceTable(
  name: string,
  { targets: of, packetsPerSecond: perSecond, viaNflog: logged, preFilter: narrowing = null }: TraceScope,
): string {
  const log = (label: string) => (logged ? ` log prefix "${ownPrefix}${label}" group 0` : '');
  const begin = (label: string) => [
    'counter comment "of interest"',
    `limit rate ${perSecond}/second burst ${perSecond} packets counter meta nftrace set 1${log(label)} comment "traced"`,
  ];
  const chosen = (beside: string, label: string) => [
    ...(isContainers(of)
      ? [notIpv4, ofNoContainer, ...(narrowing?.cannotMatchNow ?? []).map((one) => `${one} accept`)]
      : notOf(of, beside)),
    ...begin(label),
  ];
  const chain = (label: string, hook: string, priority: number, rules: readonly string[] = []) =>
    `  chain ${label} {\n${[`type filter hook ${hook} priority ${priority}; policy accept;`, ...rules].map((line) => `    ${line}\n`).join('')}  }\n`;
  return [
    // A table of that name that a killed run left is replaced; deleting one that is not there would fail.
    `add table inet ${name}\ndelete table inet ${name}\ntable inet ${name} {\n`,
    ...(isContainers(of)
      ? [
          '  set everywhere { type ipv4_addr; flags interval; }\n  set addresses { type ipv4_addr; }\n  set ports { type fib_addrtype . inet_proto . inet_service; }\n',
        ]
      : []),
    chain('pre', 'prerouting', -350, chosen('iif', 'pre')),
    ...(isContainers(of) ? [chain('known', 'prerouting', -190, [...known(narrowing), ...begin('known')])] : []),
    chain('out', 'output', -350, [
      `ip daddr ${markerNetwork} icmp type echo-request meta nftrace set 1${log('out')} drop`,
      ...chosen('oif', 'out'),
    ]),
    ...(isContainers(of) && narrowing !== null
      ? [chain('knownout', 'output', -190, [...known(narrowing), ...begin('knownout')])]
      : []),
    ...(
      [
        ['in', 'input'],
        ['forwarded', 'forward'],
        ['post', 'postrouting'],
      ] as const
    ).map(([label, hook]) =>
      chain(
        label,
        hook,
        350,
        logged
          ? [`meta nfproto ipv4 limit rate ${2 * perSecond}/second burst ${2 * perSecond} packets${log(label)}`]
          : [],
      ),
    ),
    '}\n',
    ...(isContainers(of) ? [buildContainerElements(name, of)] : []),
  ].join('');
}

/** For `nft -f`: takes further containers into a table that traces containers; what it has already stays. Empty where there is nothing to take in. */
export function buildContainerElements(name: string, { addresses, ports, onHost }: TracedContainers): string {
  const add = (set: string, elements: readonly string[]) =>
    elements.length === 0 ? '' : `add element inet ${name} ${set} { ${elements.join(', ')} }\n`;
  return (
    add('everywhere', onHost ? ['0.0.0.0/0'] : []) +
    add('addresses', addresses) +
    add(
      'ports',
      ports.map((port) => `local . ${port}`),
    )
  );
}

const isContainers = (of: TraceScope['targets']): of is TracedContainers => of !== null && 'addresses' in of;

const notIpv4 = 'meta nfproto != ipv4 accept';

function notOf(networks: TraceScope['targets'], beside: string): readonly string[] {
  if (networks === null || isContainers(networks)) return [notIpv4];
  const set = `{ ${networks.join(', ')} }`;
  return [`ip saddr != ${set} ip daddr != ${set} ${beside} != "lo" accept`, notIpv4];
}

/** Every packet, where a container shares the host's namespace; else one to or from a container's address, or to or from a published port of the host's: the latter have the host's address before translation. */
const ofContainers = [
  'ip saddr @everywhere accept',
  'ip saddr @addresses accept',
  'ip daddr @addresses accept',
  'fib daddr type . ip protocol . th dport @ports accept',
  'fib saddr type . ip protocol . th sport @ports accept',
];
const noContainers =
  'ip saddr != @everywhere ip saddr != @addresses ip daddr != @addresses fib daddr type . ip protocol . th dport != @ports fib saddr type . ip protocol . th sport != @ports';
const ofNoContainer = `${noContainers} accept`;

/**
 * An answer to a packet that was masqueraded has the host's address until nat undoes that, at -100; whose it is, conntrack knows
 * from -200 on.
 */
const unknownFlow = 'ct state invalid,untracked accept';
const noContainersFlow = 'ct original ip saddr != @addresses ct reply ip saddr != @addresses accept';

/**
 * Which packets are not begun with once conntrack knows their flow: those that were traced before already, those of no container's,
 * and those that the filter lets through nowhere. Of a flow that is new it is not known how it will be translated.
 */
function known(narrowing: PreFilter | null): readonly string[] {
  if (narrowing === null) return [notIpv4, ...ofContainers, unknownFlow, noContainersFlow];
  const before = narrowing.mayMatchNow.flatMap((now) => ofContainers.map((container) => `${now} ${container}`.trim()));
  return [
    notIpv4,
    ...before,
    unknownFlow,
    `${noContainers} ${noContainersFlow}`,
    ...narrowing.neverMatches.map((one) => `${one} accept`),
  ];
}

const ownPrefix = 'docknet ';

/** The chain of docknet's own that a log's prefix names; null for any other. */
export const ownLabel = (prefix: string): string | null =>
  prefix.startsWith(ownPrefix) ? prefix.slice(ownPrefix.length) : null;

/** Chains in which tracing begins. */
const beginning = new Set(['pre', 'known', 'out', 'knownout']);

/** How many packets the table was passed by and how many it traced; null where the listing has no such table. */
export function traceCounts(
  ruleset: readonly NftChain[],
  name: string,
): { readonly ofInterest: number; readonly traced: number } | null {
  const rules = ruleset
    .filter((chain) => chain.family === 'inet' && chain.table === name && beginning.has(chain.name))
    .flatMap((chain) => chain.rules);
  if (rules.length === 0) return null;
  const sum = (comment: string) =>
    rules
      .filter((rule) => rule.text.includes(`comment "${comment}"`))
      .reduce((total, rule) => total + (rule.packets ?? 0), 0);
  return { ofInterest: sum('of interest'), traced: sum('traced') };
}
