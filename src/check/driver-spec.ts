/** A network of the driver macvlan or ipvlan: its containers are on a LAN of the docker host's. */
export interface ParentNetworkSpec {
  readonly kind: 'parent-network';
  readonly driver: 'macvlan' | 'ipvlan';
  /** "bridge", "private", "vepa", "passthru"; "l2", "l3", "l3s"; null for the driver's default. */
  readonly mode: string | null;
  /** The VLAN whose sub-interface is its parent: 50 for `parent=uplink.50`; null for the uplink itself. */
  readonly vlan: number | null;
  /** In CIDR notation; null for the LAN's. Containers get the upper half then. With one of IPv6 it is `--ipv6`. */
  readonly subnets: readonly string[] | null;
  /** `--gateway`, or one for each of `subnets`; null if none is given. */
  readonly gateway: string | readonly string[] | null;
  /** `--internal`. */
  readonly internal: boolean;
  /** Whether `-o parent=…` is given: unless it is internal, if nothing else is said. */
  readonly parent: boolean;
}

type ParentNetworkOptions = Partial<Omit<ParentNetworkSpec, 'kind' | 'driver'>>;

/** A macvlan network: its containers are members of the LAN, each with a MAC address of its own. */
export const macvlan = (options: ParentNetworkOptions = {}): ParentNetworkSpec => parentNetwork('macvlan', options);

/** An ipvlan network: its containers are on the LAN with the MAC address of the docker host's uplink. */
export const ipvlan = (options: ParentNetworkOptions = {}): ParentNetworkSpec => parentNetwork('ipvlan', options);

const parentNetwork = (driver: ParentNetworkSpec['driver'], options: ParentNetworkOptions): ParentNetworkSpec => ({
  kind: 'parent-network',
  driver,
  mode: null,
  vlan: null,
  subnets: null,
  gateway: null,
  internal: false,
  parent: options.internal !== true,
  ...options,
});

/** Returns the subnet of a VLAN of the lab's LANs. @param vlan From 1 to 255. */
export const vlanSubnet = (vlan: number): string => `10.${vlan}.0.0/24`;

/** An overlay network of the swarm that the docker host and a given second one are. */
export interface OverlaySpec {
  readonly kind: 'overlay';
  /** `--opt encrypted`. */
  readonly encrypted: boolean;
  /** `--attachable`: without it the network is for services alone. */
  readonly attachable: boolean;
  /** In CIDR notation; null if the engine draws one. */
  readonly subnet: string | null;
  /** Its VXLAN network identifier (RFC 7348, up to 16777215); null if the engine draws one. */
  readonly vni: number | null;
}

/** A second docker host on the LAN, with an engine of its own, in one swarm with the docker host. */
export interface DockerHostSpec {
  readonly kind: 'docker-host';
}

/** An overlay network, as `docker network create --driver overlay --attachable` makes it. */
export const overlay = (options: Partial<Omit<OverlaySpec, 'kind'>> = {}): OverlaySpec => ({
  kind: 'overlay',
  encrypted: false,
  attachable: true,
  subnet: null,
  vni: null,
  ...options,
});

/** A second docker host on the LAN. It joins the docker host's swarm. */
export const dockerHost = (): DockerHostSpec => ({ kind: 'docker-host' });
