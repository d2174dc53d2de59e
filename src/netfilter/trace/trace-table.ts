import type { NftChain } from './nft-ruleset.js';

/** Containers whose packets are traced, before and after translation. */
export interface TracedContainers {
  /** IPv4 addresses. */
  readonly addresses: readonly string[];
  /** Ports of the docker host that publish them: `tcp . 8080`. */
  readonly ports: readonly string[];
  /** Whether one of them uses the docker host's network namespace: every packet there may be its own. */
  readonly onHost: boolean;
}

/**
 * What a filter, applied at each point, lets a trace leave out, as nft expressions; in each list one match suffices.
 * Wider than the filter, never narrower: a packet is traced if any of this is unknown.
 */
export interface PreFilter {
  /** The filter may match the packet as it is now. */
  readonly mayMatchNow: readonly string[];
  /** The filter does not match the packet as it is now. */
  readonly cannotMatchNow: readonly string[];
  /** The filter matches at no point, by both ends of a flow whose translation is known. */
  readonly neverMatches: readonly string[];
}

/** The packets to trace. */
export interface TraceScope {
  /**
   * Networks (CIDR) to or from which a packet goes, or containers; null for every packet of IPv4, and for TCP, UDP and
   * echoes over IPv6. Networks include packets on lo.
   */
  readonly targets: readonly string[] | TracedContainers | null;
  /** Packets per second; nft's monitor loses messages from about 5,000 (some twenty per packet). */
  readonly packetsPerSecond: number;
  /** Whether iptables is the legacy one: its trace, and docknet's own chains, go through nfnetlink_log, group 0. */
  readonly viaNflog: boolean;
  /** For containers: which of their packets to leave out. */
  readonly preFilter?: PreFilter | null;
}

/** Returns whether a table of the family inet is docknet's own: `docknet_trace`, or with a run's id. */
export const isTraceTable = (name: string): boolean => /^docknet_trace(_|$)/.test(name);

/** Priorities of docknet's own chains: before every other table, after conntrack, and after every other table. */
const [firstPriority, knownPriority, lastPriority] = [-350, -190, 350];

/**
 * Unused addresses of 127/8. A ping to one is dropped in docknet's own chain before any other chain: it reaches no
 * interface and no counter, and marks a moment in the trace.
 */
const markerNetwork = '127.88.0.0/16';
const markerPrefix = '127.88.';

/** Text in the trace's line of every marker. */
export const markerText = ` daddr ${markerPrefix}`;

export const toMarkerAddress = (n: number): string => `${markerPrefix}${(n >> 8) & 255}.${n & 255}`;

export const isMarker = (address: string): boolean => address.startsWith(markerPrefix);

/**
 * Builds docknet's own table, for `nft -f`. It starts the kernel's trace for packets as they arrive or are created,
 * before every other table (raw is at -300). At the end of each hook it has a chain without rules, whose trace shows
 * that a packet got there and its headers (for postrouting after srcnat, which is at 100). It changes no packet's path.
 */
export function buildTraceTable(
  name: string,
  { targets, packetsPerSecond, viaNflog, preFilter = null }: TraceScope,
): string {
  const log = (label: string) => (viaNflog ? ` log prefix "${logPrefix}${label}" group 0` : '');
  const limit = (rate: number) => `limit rate ${rate}/second burst ${rate} packets`;
  const start = (label: string) => [
    'counter comment "of interest"',
    `${limit(packetsPerSecond)} counter meta nftrace set 1${log(label)} comment "traced"`,
  ];
  const select = (interfaceKey: string, label: string) => [
    ...(isContainers(targets)
      ? [skipNonIpv4, skipOthersPackets, ...(preFilter?.cannotMatchNow ?? []).map((one) => `${one} accept`)]
      : viaNflog || targets !== null
        ? skipOtherNetworks(targets, interfaceKey)
        : skipIpv6Control),
    ...start(label),
  ];
  const containerChains = isContainers(targets)
    ? [buildChain('known', 'prerouting', knownPriority, [...selectByFlow(preFilter), ...start('known')])]
    : [];
  const containerOutputChains =
    isContainers(targets) && preFilter !== null
      ? [buildChain('knownout', 'output', knownPriority, [...selectByFlow(preFilter), ...start('knownout')])]
      : [];
  const lastChain = (label: string, hook: string) =>
    buildChain(
      label,
      hook,
      lastPriority,
      viaNflog ? [`meta nfproto ipv4 ${limit(2 * packetsPerSecond)}${log(label)}`] : [],
    );
  return [
    // Replaces a table that a killed run left; deleting a missing one would fail.
    `add table inet ${name}\ndelete table inet ${name}\ntable inet ${name} {\n`,
    ...(isContainers(targets) ? [containerSets] : []),
    buildChain('pre', 'prerouting', firstPriority, select('iif', 'pre')),
    ...containerChains,
    buildChain('out', 'output', firstPriority, [
      `ip daddr ${markerNetwork} icmp type echo-request meta nftrace set 1${log('out')} drop`,
      ...select('oif', 'out'),
    ]),
    ...containerOutputChains,
    lastChain('in', 'input'),
    lastChain('forwarded', 'forward'),
    lastChain('post', 'postrouting'),
    '}\n',
    ...(isContainers(targets) ? [buildContainerElements(name, targets)] : []),
  ].join('');
}

function buildChain(name: string, hook: string, priority: number, rules: readonly string[]): string {
  const lines = [`type filter hook ${hook} priority ${priority}; policy accept;`, ...rules];
  return `  chain ${name} {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n`;
}

/** Builds commands for `nft -f` that add containers to a table that traces containers; empty for no addition. */
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

export const isContainers = (targets: TraceScope['targets']): targets is TracedContainers =>
  targets !== null && 'addresses' in targets;

const containerSets = [
  '  set everywhere { type ipv4_addr; flags interval; }\n',
  '  set addresses { type ipv4_addr; }\n',
  '  set ports { type fib_addrtype . inet_proto . inet_service; }\n',
].join('');

const skipNonIpv4 = 'meta nfproto != ipv4 accept';

/** Skips neighbour discovery, multicast listeners and whatever else is not traced over IPv6; see `extractHeader`. */
const skipIpv6Control = [
  'meta nfproto ipv6 meta l4proto != { tcp, udp, icmpv6 } accept',
  'icmpv6 type != { echo-request, echo-reply } accept',
];

function skipOtherNetworks(networks: TraceScope['targets'], interfaceKey: string): readonly string[] {
  if (networks === null || isContainers(networks)) return [skipNonIpv4];
  const set = `{ ${networks.join(', ')} }`;
  return [`ip saddr != ${set} ip daddr != ${set} ${interfaceKey} != "lo" accept`, skipNonIpv4];
}

/**
 * Matches a container's packets: every packet if one uses the host's namespace, otherwise by the container's address
 * or by a published port of the host's, whose packets have the host's address before translation.
 */
const isContainersPacket = [
  'ip saddr @everywhere accept',
  'ip saddr @addresses accept',
  'ip daddr @addresses accept',
  'fib daddr type . ip protocol . th dport @ports accept',
  'fib saddr type . ip protocol . th sport @ports accept',
];
const isOthersPacket = [
  'ip saddr != @everywhere',
  'ip saddr != @addresses',
  'ip daddr != @addresses',
  'fib daddr type . ip protocol . th dport != @ports',
  'fib saddr type . ip protocol . th sport != @ports',
].join(' ');
const skipOthersPackets = `${isOthersPacket} accept`;

/**
 * A reply to a masqueraded packet has the host's address until nat translates it back, at -100; conntrack knows its
 * flow from -200 on.
 */
const skipUnknownFlows = 'ct state invalid,untracked accept';
const skipOthersFlows = 'ct original ip saddr != @addresses ct reply ip saddr != @addresses accept';

/**
 * Skips packets once conntrack knows their flow: those traced already, those of other flows, and those that the filter
 * never matches. A new flow's translation is not known yet.
 */
function selectByFlow(preFilter: PreFilter | null): readonly string[] {
  if (preFilter === null) return [skipNonIpv4, ...isContainersPacket, skipUnknownFlows, skipOthersFlows];
  const tracedAlready = preFilter.mayMatchNow.flatMap((now) =>
    isContainersPacket.map((packet) => `${now} ${packet}`.trim()),
  );
  return [
    skipNonIpv4,
    ...tracedAlready,
    skipUnknownFlows,
    `${isOthersPacket} ${skipOthersFlows}`,
    ...preFilter.neverMatches.map((one) => `${one} accept`),
  ];
}

const logPrefix = 'docknet ';

/** Reads the name of docknet's own chain in a log's prefix; null for any other prefix. */
export const readOwnLabel = (prefix: string): string | null =>
  prefix.startsWith(logPrefix) ? prefix.slice(logPrefix.length) : null;

/** Returns the priority of a chain of docknet's own. */
export function findOwnPriority(label: string): number {
  if (label === 'pre' || label === 'out') return firstPriority;
  return label.startsWith('known') ? knownPriority : lastPriority;
}

/** Chains in which the trace of a packet starts. */
const startChains = new Set(['pre', 'known', 'out', 'knownout']);

/** Returns whether docknet's table traces packets of IPv6; false if the listing lacks it. */
export const tracesIpv6 = (ruleset: readonly NftChain[], name: string): boolean =>
  ruleset.some(
    ({ family, table, rules }) =>
      family === 'inet' && table === name && rules.some(({ text }) => text.startsWith('icmpv6 type')),
  );

/** Packets that matched the scope, and those that were traced. */
export interface TraceCounts {
  readonly ofInterest: number;
  readonly traced: number;
}

/** Reads the counters of docknet's table; null if the listing lacks it. */
export function readTraceCounts(ruleset: readonly NftChain[], name: string): TraceCounts | null {
  const rules = ruleset
    .filter((chain) => chain.family === 'inet' && chain.table === name && startChains.has(chain.name))
    .flatMap((chain) => chain.rules);
  if (rules.length === 0) return null;
  const sum = (comment: string) =>
    rules
      .filter((rule) => rule.text.includes(`comment "${comment}"`))
      .reduce((total, rule) => total + (rule.packets ?? 0), 0);
  return { ofInterest: sum('of interest'), traced: sum('traced') };
}
