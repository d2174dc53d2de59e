/**
 * What a name server answers for each name; `*` is every other name, which otherwise does not exist:
 * an IPv4 or IPv6 address; `NXDOMAIN`, `SERVFAIL`, `REFUSED` or `FORMERR`; `NOERROR` for success without a record;
 * `late ADDRESS` after 2.5 s; `truncated ADDRESS` for an answer that is whole over TCP alone; `large ADDRESS` for 40
 * addresses from this one on, over UDP too; `silence` for none.
 */
export type Replies = Readonly<Record<string, string>>;

/** The docker host's resolv.conf while the check runs, in place of the lab's. */
export interface HostDnsSpec {
  readonly kind: 'host-dns';
  /** In this order; `{KEY}` and `{KEY.ipv6}` stand for addresses of a given LAN host. */
  readonly nameServers: readonly string[];
  readonly search: readonly string[];
  readonly options: readonly string[];
  /** Names that a name server on the first of `nameServers` in 127.0.0.0/8 answers for. */
  readonly resolves: Replies;
}

/** Options of `docker run` about name service. `{KEY}` and `{KEY.ipv6}` are addresses of a given place. */
export interface ContainerDns {
  /** `--dns`, `--dns-opt` and `--dns-search`. */
  readonly dns: readonly string[];
  readonly dnsOptions: readonly string[];
  readonly dnsSearch: readonly string[];
  /** `--add-host`, NAME:ADDRESS. */
  readonly extraHosts: readonly string[];
  /** Names that a name server in the container answers for, on any of its addresses. */
  readonly resolves: Replies;
}

/** The host's name servers, and no name server in the container. */
export const hostChooses: ContainerDns = { dns: [], dnsOptions: [], dnsSearch: [], extraHosts: [], resolves: {} };

/** Name servers of the docker host in a lab: `hostDns({ nameServers: ['{first}', '127.0.0.53'] })`. */
export const hostDns = (options: Partial<Omit<HostDnsSpec, 'kind'>>): HostDnsSpec => ({
  kind: 'host-dns',
  nameServers: [],
  search: [],
  options: [],
  resolves: {},
  ...options,
});
