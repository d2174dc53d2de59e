import type { Region } from '../journey/index.js';

/** What `expect` knows of the lab besides frames and firewall. The evidence keeps it as JSON. */
export interface Topology {
  readonly engine: {
    readonly version: string;
    readonly kind: 'private' | 'host' | 'directory';
    readonly firewallBackend: 'iptables' | 'nftables';
  };
  readonly host: HostTopology;
  readonly places: Readonly<Record<string, PlaceTopology>>;
  /** The recorded points, from the containers outward. */
  readonly points: readonly TopologyPoint[];
}

/** A recorded point. */
export interface TopologyPoint {
  readonly name: string;
  readonly interface: string;
  readonly region: Region;
  /** Orders the points of one region, from a container outward. */
  readonly order: number;
}

/** The docker host. */
export interface HostTopology {
  /** Its addresses on its uplink. */
  readonly address: string;
  readonly secondaryAddress: string;
  /** Its IPv6 address on its uplink. Absent from older evidence, as in the other places. */
  readonly ipv6?: string;
  readonly uplink: string;
  readonly mac: string;
  /** Its uplink on the second LAN; null if the check has no host there. */
  readonly secondLan: { readonly address: string; readonly uplink: string } | null;
  /** The default bridge network. */
  readonly docker0: NetworkTopology;
}

/** A network. Without a bridge, `gateway` and `bridge` are empty. */
export interface NetworkTopology {
  readonly kind: 'network';
  readonly key: string;
  readonly name: string;
  readonly id: string;
  readonly subnet: string;
  readonly gateway: string;
  /** Absent if it has no IPv6. */
  readonly ipv6?: { readonly subnet: string; readonly gateway: string };
  /** The bridge's interface on the host. */
  readonly bridge: string;
  /** For a Compose network, what made it: "Docker Compose version v2.26.1"; else absent. */
  readonly madeBy?: string;
}

/** A container. */
export interface ContainerTopology {
  readonly kind: 'container';
  readonly key: string;
  readonly name: string;
  readonly id: string;
  /** Its first process as the docker host sees it; null if it is not running. */
  readonly pid: number | null;
  /** Key of its network, or "bridge", "host" or "none". */
  readonly on: string;
  /** Null on host and none networks, and while it is not started. */
  readonly address: string | null;
  /** Its IPv6 address; absent if it has none. */
  readonly ipv6?: string;
  /** Earlier addresses on the same network, oldest first, each until milliseconds since the epoch; absent if none. */
  readonly earlier?: readonly { readonly address: string; readonly ipv6?: string; readonly until: number }[];
  readonly mac: string | null;
  /** The name of its veth's end on the host; null if it has none. */
  readonly veth: string | null;
  /** Its attachments to further networks, by their keys. */
  readonly alsoOn: readonly {
    readonly on: string;
    readonly address: string;
    readonly ipv6?: string;
    readonly mac: string | null;
    readonly veth: string | null;
    readonly interface: string;
  }[];
  readonly serve: number | null;
  /** Its published ports, as the engine lists them. */
  readonly ports: Readonly<Record<string, readonly string[]>>;
}

/** A host on a LAN. */
export interface LanHostTopology {
  readonly kind: 'lan-host';
  readonly key: string;
  readonly address: string;
  /** Absent if it has none. */
  readonly ipv6?: string;
  /** Its LAN in CIDR notation. */
  readonly subnet: string;
  readonly mac: string;
}

/** A network namespace made with ip(8). */
export interface NetnsTopology {
  readonly kind: 'netns';
  readonly key: string;
  /** Key of its Linux bridge. */
  readonly on: string;
  readonly address: string;
  readonly veth: string;
  readonly serve: number | null;
}

/** A Linux bridge on a router. */
export interface LinuxBridgeTopology {
  readonly kind: 'linux-bridge';
  readonly key: string;
  /** Key of its router. */
  readonly on: string;
  readonly bridge: string;
  readonly gateway: string;
  readonly subnet: string;
}

/** A router. */
export interface RouterTopology {
  readonly kind: 'router';
  readonly key: string;
  /** On its uplink. */
  readonly address: string;
  /** Absent if it has none. */
  readonly ipv6?: string;
  /** Its LAN in CIDR notation. */
  readonly subnet: string;
  readonly uplink: string;
}

/** A second docker host. */
export interface DockerHostTopology {
  readonly kind: 'docker-host';
  readonly key: string;
  readonly address: string;
  readonly uplink: string;
}

export type PlaceTopology =
  | DockerHostTopology
  | NetworkTopology
  | ContainerTopology
  | LanHostTopology
  | NetnsTopology
  | LinuxBridgeTopology
  | RouterTopology;
