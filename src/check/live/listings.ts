import { parseSnapshot, formatRule } from '../../netfilter/index.js';

/** An address of an interface. */
export interface InterfaceAddress {
  readonly interface: string;
  readonly address: string;
  /** Length of the network prefix in bits. */
  readonly prefix: number;
}

/** A route of the main table. */
export interface Route {
  /** "default", or a subnet or address as ip(8) prints it. */
  readonly to: string;
  readonly via: string | null;
  readonly interface: string;
  /** The source address that it prefers, null if it names none. */
  readonly source: string | null;
}

/** An entry of the neighbour table: the hardware address that the kernel last heard for an address. */
export interface Neighbour {
  readonly address: string;
  readonly interface: string;
  readonly mac: string;
}

/** One listening socket. */
export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  /** "0.0.0.0", "127.0.0.11", "*" for every address of either family. */
  readonly address: string;
  readonly port: number;
  /** The program that holds it; empty if the system does not tell. */
  readonly program: string;
}

/** The listening sockets of one place. */
export interface Listeners {
  readonly kind: 'listeners';
  readonly place: string;
  readonly sockets: readonly Listener[];
}

/** One rule, chain or policy of a firewall, as `iptables -S` prints it. */
export interface RuleListing {
  readonly table: string;
  readonly chain: string;
  /** "-A FORWARD -j DOCKER-USER", "-N DOCKER", "-P FORWARD DROP". */
  readonly text: string;
}

/** Limits a listing of rules. */
export interface RuleSelection {
  readonly table?: string;
  readonly chain?: string;
  /** A text that the rule must contain. */
  readonly containing?: string;
}

/** What /etc/resolv.conf says (resolv.conf(5)). */
export interface ResolvConf {
  readonly nameServers: readonly string[];
  readonly searchList: readonly string[];
  readonly options: readonly string[];
  /** Lines that are comments, without the `#`. */
  readonly comments: readonly string[];
}

/** One line of /etc/hosts. */
export interface HostsEntry {
  readonly address: string;
  readonly names: readonly string[];
}

/** Reads `ip -json address` of one family. */
export function parseAddresses(json: string): InterfaceAddress[] {
  const links = JSON.parse(json === '' ? '[]' : json) as {
    ifname?: string;
    addr_info?: { local: string; prefixlen: number }[];
  }[];
  return links.flatMap(({ ifname = '', addr_info = [] }) =>
    addr_info.map(({ local, prefixlen }) => ({ interface: ifname, address: local, prefix: prefixlen })),
  );
}

/** Reads `ip -json route` of one family. */
export function parseRoutes(json: string): Route[] {
  const routes = JSON.parse(json === '' ? '[]' : json) as {
    dst: string;
    gateway?: string;
    dev?: string;
    prefsrc?: string;
  }[];
  return routes.map(({ dst, gateway = null, dev = '', prefsrc = null }) => ({
    to: dst,
    via: gateway,
    interface: dev,
    source: prefsrc,
  }));
}

/** Reads `ip -json neighbour` of one family; entries without a hardware address have failed or are incomplete. */
export function parseNeighbours(json: string): Neighbour[] {
  const entries = JSON.parse(json === '' ? '[]' : json) as { dst: string; dev?: string; lladdr?: string }[];
  return entries.flatMap(({ dst, dev = '', lladdr }) =>
    lladdr === undefined ? [] : [{ address: dst, interface: dev, mac: lladdr }],
  );
}

/** Reads `ss -Hlntup`: protocol, state, queues, local address, peer, and `users:(("dockerd",pid=12,fd=3))`. */
export function parseListeners(text: string): Listener[] {
  return lines(text).map((line) => {
    const [protocol = '', , , , local = ''] = line.split(/\s+/);
    const colon = local.lastIndexOf(':');
    return {
      protocol: protocol === 'udp' ? 'udp' : 'tcp',
      address: local.slice(0, colon),
      port: Number(local.slice(colon + 1)),
      program: /users:\(\("([^"]+)"/.exec(line)?.[1] ?? '',
    };
  });
}

/** Reads resolv.conf(5). */
export function parseResolvConf(text: string): ResolvConf {
  const values = (keyword: string) =>
    lines(text)
      .map((line) => line.split(/\s+/))
      .filter(([first]) => first === keyword)
      .map(([, ...rest]) => rest);
  return {
    nameServers: values('nameserver').flat(),
    searchList: values('search').at(-1) ?? [], // the last one counts
    options: values('options').flat(),
    comments: lines(text).flatMap((line) => (line.startsWith('#') ? [line.slice(1).trim()] : [])),
  };
}

/** Reads hosts(5), without comments. */
export function parseHosts(text: string): HostsEntry[] {
  return lines(text.replaceAll(/#.*/g, '')).map((line) => {
    const [address = '', ...names] = line.trim().split(/\s+/);
    return { address, names };
  });
}

/** Returns the rules of an iptables-save listing in their order. */
export function selectRules(text: string, { table, chain, containing = '' }: RuleSelection = {}): RuleListing[] {
  return parseSnapshot(text)
    .chains.flatMap(({ rules }) => rules)
    .map((rule) => ({ table: rule.table, chain: rule.chain, text: formatRule(rule) }))
    .filter(
      (rule) =>
        (table === undefined || rule.table === table) &&
        (chain === undefined || rule.chain === chain) &&
        rule.text.includes(containing),
    );
}

/**
 * Returns chains, policies and rules of an iptables-save listing. Built-in chains that accept are left out: legacy
 * iptables lists them once any program has read their table.
 */
export function listRuleset(text: string): RuleListing[] {
  return parseSnapshot(text).chains.flatMap(({ table, name, policy, rules }) => [
    ...(policy === 'ACCEPT'
      ? []
      : [{ table, chain: name, text: policy === null ? `-N ${name}` : `-P ${name} ${policy}` }]),
    ...rules.map((rule) => ({ table, chain: name, text: formatRule(rule) })),
  ]);
}

/** What busybox's nslookup found. */
export interface Answer {
  /** IPv4 addresses in the order of the answer. */
  readonly addresses: readonly string[];
  /** Why there is none: "** server can't find db: NXDOMAIN"; empty if there is one. */
  readonly error: string;
  /** True if the name server's port is closed. */
  readonly refused: boolean;
}

/**
 * Reads what busybox's nslookup printed on both its outputs: the resolver it asked, under "Server:", and then each
 * address under a "Name:" of its own. A name that exists and has no IPv4 address prints neither a "Name:" nor an error.
 */
export function parseAnswer(printed: string): Answer {
  const addresses = [...printed.matchAll(/^Name:.*\nAddress(?: \d+)?:\s*(\d+\.\d+\.\d+\.\d+)$/gm)].map(
    (match) => match[1] ?? '',
  );
  return { addresses, error: addresses.length > 0 ? '' : errorIn(printed), refused: isRefused(printed) };
}

/** Reads what it printed for a PTR query: `2.0.18.172.in-addr.arpa	name = db.app`. */
export function parseReverseAnswer(printed: string): { readonly names: readonly string[]; readonly error: string } {
  const names = [...printed.matchAll(/\tname = (\S+)$/gm)].map((match) => match[1] ?? '');
  return { names, error: names.length > 0 ? '' : errorIn(printed) };
}

const isRefused = (printed: string) => printed.includes('Connection refused');

function errorIn(printed: string): string {
  const last = printed.trim().split('\n').at(-1) ?? '';
  return last === 'Non-authoritative answer:' ? 'an answer without an address' : last.replace(/^nslookup: /, '');
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');
