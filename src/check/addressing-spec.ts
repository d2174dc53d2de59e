/** The addresses of one family. */
export interface FamilyAddressing {
  /** CIDR: `--subnet`. */
  readonly subnet?: string;
  /** CIDR of the part from which containers get their addresses: `--ip-range`. */
  readonly range?: string;
  /** The bridge's address: `--gateway`. */
  readonly gateway?: string;
  /** Addresses that no container gets: `--aux-address`. */
  readonly reserved?: readonly string[];
}

/** A network's addresses, as `docker network create` takes them. The engine chooses what is absent. */
export interface NetworkAddressing extends FamilyAddressing {
  /** `--ipv4=false`: it has IPv6 only (engine 28). */
  readonly ipv4?: boolean;
  /**
   * `--ipv6`: true for a subnet of the engine's choice (engine 27), or the subnet in CIDR notation, alone or with the
   * rest: `fd00:6::/64`, `{ subnet: 'fd00:6::/64', gateway: 'fd00:6::9' }`.
   */
  readonly ipv6?: true | string | FamilyAddressing;
  /** `--label`: `{ keep: 'yes' }`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** `--config-only`: settings for other networks alone. */
  readonly configOnly?: boolean;
  /** Name that `createNetwork` gave such a network: `--config-from`. */
  readonly configFrom?: string;
}

/** A container's address and names on a network, as `docker network connect` takes them. */
export interface EndpointAddressing {
  /** `--ip`. */
  readonly ip?: string;
  /** `--ip6`. */
  readonly ip6?: string;
  /** Its hardware address there: lower-case, colon-separated (engine 29.3). */
  readonly mac?: string;
  /** `--alias`. */
  readonly aliases?: readonly string[];
  /** `--gw-priority`: the network with the highest one has the default route (engine 28). */
  readonly gatewayPriority?: number;
  /** `--driver-opt`. */
  readonly driverOptions?: Readonly<Record<string, string>>;
  /** `--link-local-ip`: further addresses, of 169.254.0.0/16. */
  readonly linkLocal?: readonly string[];
  /** `--link`: NAME:ALIAS, with the linked container's name in the engine. */
  readonly links?: readonly string[];
}

/** Options of `docker run` about a container's names and addresses; null for the engine's choice. */
export interface ContainerNaming {
  /** Its address on its own network. */
  readonly ip: string | null;
  /** Its IPv6 address there. */
  readonly ip6: string | null;
  /** Its hardware address on its own network: lower-case, colon-separated. */
  readonly mac: string | null;
  readonly hostname: string | null;
  /** `--link`: `KEY:ALIAS` with the key of another given container. */
  readonly links: readonly string[];
  /** `--expose`: `81`, `5000/udp`. */
  readonly expose: readonly string[];
  /** `--stop-signal`: with SIGKILL a stopping engine does not wait ten seconds for it. */
  readonly stopSignal: string | null;
  /** `--driver-opt` for its own network: `{ 'com.docker.network.endpoint.sysctls': … }` (engine 27). */
  readonly driverOptions: Readonly<Record<string, string>>;
  /** `--sysctl`. */
  readonly sysctls: Readonly<Record<string, string>>;
}

/** Neither an address nor a name of its own. */
export const engineChooses: ContainerNaming = {
  ip: null,
  ip6: null,
  mac: null,
  hostname: null,
  links: [],
  expose: [],
  stopSignal: null,
  driverOptions: {},
  sysctls: {},
};
