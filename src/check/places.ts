import type { HostDnsSpec } from './dns-spec.js';
import type { DockerHostSpec, OverlaySpec, ParentNetworkSpec } from './driver-spec.js';
import type { LinuxBridgeSpec, NetnsSpec, RouterSpec } from './router-spec.js';
import type {
  BridgeSpec,
  ComposeSpec,
  ContainerSpec,
  EngineSpec,
  Given,
  KernelSpec,
  FirewalldSpec,
  NewerEnginesSpec,
  LanHostSpec,
  Spec,
} from './spec.js';
import type { Endpoint } from './words/address.js';
import type { PointAssertions } from './words/point.js';
import type { NftChainAssertions, NftSetAssertions } from './words/nftables.js';
import type { RuleAssertions } from './words/rule.js';
import type { RuleSpelling, RuleWords } from './words/rule-spelling.js';

/** A network. */
export interface Network {
  readonly key: string;
  readonly name: string;
  readonly id: string;
  /** CIDR. */
  readonly subnet: string;
  /** The bridge's own address on the host; empty for a network without a bridge. */
  readonly gateway: string;
  /** Its IPv6 subnet and the bridge's own address in it. Throws MissingAddressError if it has none. */
  readonly ipv6: { readonly subnet: string; readonly gateway: string };
  readonly bridge: PointAssertions;
  /** What made a Compose network: Compose with its version. Empty for any other network. */
  readonly madeBy: string;
}

/** A container. */
export interface Container extends Endpoint {
  readonly name: string;
  readonly id: string;
  /** Its address on its own network. Throws MissingAddressError if it has none. */
  readonly address: string;
  /** False on host and none networks, and while it is not started. */
  readonly hasAddress: boolean;
  /** Itself over IPv6: `syn(client.ipv6, web.ipv6, 80)`. Its address throws MissingAddressError if it has none. */
  readonly ipv6: Endpoint;
  /** Its hardware address there. Throws MissingAddressError if it has none. */
  readonly mac: string;
  /** Its first process as the docker host sees it. Throws if it does not run. */
  readonly pid: number;
  /** Its interface, recorded at the veth's end on the host, or in the container if there is none. */
  readonly eth0: PointAssertions;
  /** Its lo, with `captureLo`. */
  readonly lo: PointAssertions;
  readonly ports: Readonly<Record<string, readonly string[]>>;
  /** Returns the host port of a published port, `'80/tcp'`: the first for IPv4; 0 if it has none. */
  publishedPort(port: string): number;
  /** Its place on one of its further networks. Throws MissingAddressError if it is not on it. */
  attachment(network: Network): Attachment;
}

/** A container's place on one of its further networks. */
export interface Attachment extends Endpoint {
  readonly ipv6: Endpoint;
  readonly point: PointAssertions;
}

/** A host on a LAN. */
export interface LanHost extends Endpoint {
  /** Itself over IPv6, with `ipv6: true`. */
  readonly ipv6: Endpoint;
  /** Its LAN in CIDR notation. */
  readonly subnet: string;
  readonly eth0: PointAssertions;
}

/** A network namespace made with ip(8). */
export interface Netns extends Endpoint {
  readonly eth0: PointAssertions;
}

/** A router made with ip(8). */
export interface Router extends Endpoint {
  /** Itself over IPv6, with `ipv6: true`. */
  readonly ipv6: Endpoint;
  /** Its LAN in CIDR notation. */
  readonly subnet: string;
  readonly uplink: PointAssertions;
  readonly lo: PointAssertions;
  /** A rule of its firewall: an iptables table and rule, or the rule in the words of iptables, nftables or both. */
  readonly rule: SelectRule;
}

/** A second docker host. */
export interface DockerHost extends Endpoint {
  readonly uplink: PointAssertions;
}

/** The docker host. */
export interface Host extends Endpoint {
  /** Itself over IPv6, on its uplink. */
  readonly ipv6: Endpoint;
  /** The hardware address of its uplink. */
  readonly mac: string;
  /** Its second address on the same uplink. */
  readonly secondaryAddress: string;
  readonly uplink: PointAssertions;
  /** Its uplink to the second LAN, and its address there, which throws if the check has no host there. */
  readonly secondUplink: PointAssertions;
  readonly secondUplinkAddress: string;
  readonly lo: PointAssertions;
  /** The default bridge network. */
  readonly docker0: Network;
  /**
   * A rule of its firewall: an iptables table and rule, or the rule in the words of iptables and nftables; the engine's
   * backend selects. A rule in the words of iptables alone is not documented for the nftables backend, and not judged
   * there.
   */
  readonly rule: SelectRule;
  /** The rule that does it on the engine at hand: a rule for each range of engine versions. */
  ruleByEngine(engines: RuleByEngine): RuleAssertions;
  /** A chain of nftables: `nftChain('docker-bridges', 'filter-FORWARD')`, `nftChain('inet shop', 'forward')`. */
  nftChain(table: string, chain: string): NftChainAssertions;
  /** A set, map or verdict map of nftables: `nftSet('docker-bridges', 'filter-forward-in-jumps')`. */
  nftSet(table: string, name: string): NftSetAssertions;
}

/** Selects a rule by its iptables table and text, or by its spellings. */
export interface SelectRule {
  (table: string, text: string): RuleAssertions;
  (rule: RuleSpelling): RuleAssertions;
}

/**
 * Rules by ranges of engine versions, each as in `rule`: `{ '<28.2.0': ['filter', 'DOCKER-ISOLATION-STAGE-2 …'],
 * '>=28.2.0': { iptables: 'raw PREROUTING …', nftables: 'docker-bridges raw-PREROUTING …' } }`.
 */
export type RuleByEngine = Readonly<Record<string, RuleWords>>;

/** What a spec becomes in `expect`. */
export type PlaceOf<S extends Spec> = S extends
  BridgeSpec | ComposeSpec | LinuxBridgeSpec | ParentNetworkSpec | OverlaySpec
  ? Network
  : S extends ContainerSpec
    ? Container
    : S extends LanHostSpec
      ? LanHost
      : S extends NetnsSpec
        ? Netns
        : S extends RouterSpec
          ? Router
          : S extends DockerHostSpec
            ? DockerHost
            : S extends EngineSpec | HostDnsSpec | KernelSpec | FirewalldSpec | NewerEnginesSpec
              ? undefined
              : never;

/** The places of a check, by the keys of its `given`, and the docker host. */
export type Places<G extends Given> = { readonly [K in keyof G]: PlaceOf<G[K]> } & { readonly host: Host };
