import type { Region } from '../journey/index.js';

/** Everything `then` may know of the lab besides the frames and the firewall. Plain data: it is kept in the record's evidence. */
export interface Topology {
  readonly engine: { readonly version: string; readonly kind: 'private' | 'host' | 'directory' };
  readonly host: HostTopology;
  readonly places: Readonly<Record<string, PlaceTopology>>;
  /** Every point that was recorded, nearest to a container first. */
  readonly points: readonly TopologyPoint[];
}

export interface TopologyPoint {
  readonly name: string;
  readonly interface: string;
  readonly region: Region;
  /** Orders the points of one region, from a container outward. */
  readonly order: number;
}

export interface HostTopology {
  /** The docker host's address on its uplink, and a second one there. */
  readonly address: string;
  readonly secondaryAddress: string;
  readonly uplink: string;
  readonly mac: string;
  /** Its uplink on the second LAN; null where no outside host is there. */
  readonly secondLan: { readonly address: string; readonly uplink: string } | null;
  /** The default bridge: its address and subnet (CIDR). */
  readonly docker0: NetworkTopology;
}

export interface NetworkTopology {
  readonly kind: 'network';
  readonly key: string;
  readonly name: string;
  readonly id: string;
  readonly subnet: string;
  readonly gateway: string;
  /** The bridge's interface on the host. */
  readonly bridge: string;
  /** Of a Compose network, what made it: "Docker Compose version v2.26.1"; absent on any other. */
  readonly madeBy?: string;
}

export interface ContainerTopology {
  readonly kind: 'container';
  readonly key: string;
  readonly name: string;
  readonly id: string;
  /** Its first process as the docker host sees it; null where it does not run. */
  readonly pid: number | null;
  /** Key of its network, or "bridge", "host" or "none". */
  readonly on: string;
  /** null on host and none networks, and before it is started. */
  readonly address: string | null;
  /** Addresses it had before on the same network, oldest first, each until milliseconds since the epoch; absent where it kept its own. */
  readonly earlier?: readonly { readonly address: string; readonly until: number }[];
  readonly mac: string | null;
  /** Its veth's end on the host, null where it has none. */
  readonly veth: string | null;
  /** Its further networks: their keys, with its address, MAC and veth there. */
  readonly alsoOn: readonly {
    readonly on: string;
    readonly address: string;
    readonly mac: string | null;
    readonly veth: string | null;
    readonly interface: string;
  }[];
  readonly serve: number | null;
  /** What the engine says of its published ports. */
  readonly ports: Readonly<Record<string, readonly string[]>>;
}

export interface LanHostTopology {
  readonly kind: 'lan-host';
  readonly key: string;
  readonly address: string;
  /** Its LAN in CIDR notation. */
  readonly subnet: string;
  readonly mac: string;
}

export interface NetnsTopology {
  readonly kind: 'netns';
  readonly key: string;
  /** Key of its handmade bridge. */
  readonly on: string;
  readonly address: string;
  readonly veth: string;
  readonly serve: number | null;
}

export interface LinuxBridgeTopology {
  readonly kind: 'linux-bridge';
  readonly key: string;
  /** Key of its router. */
  readonly on: string;
  readonly bridge: string;
  readonly gateway: string;
  readonly subnet: string;
}

export interface RouterTopology {
  readonly kind: 'router';
  readonly key: string;
  /** On its uplink. */
  readonly address: string;
  /** Its LAN in CIDR notation. */
  readonly subnet: string;
  readonly uplink: string;
}

export type PlaceTopology =
  NetworkTopology | ContainerTopology | LanHostTopology | NetnsTopology | LinuxBridgeTopology | RouterTopology;
