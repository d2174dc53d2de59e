import type Docker from 'dockerode';

/** A network of an engine. */
export interface EngineNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  /** CIDR; null for host and none. */
  readonly subnet: string | null;
  /** The bridge's address; null for host and none. */
  readonly gateway: string | null;
  /** Its IPv6 addresses; null if it has none. */
  readonly ipv6: { readonly subnet: string; readonly gateway: string } | null;
  /** The bridge's interface on the host; null if the network has none. */
  readonly bridge: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** A container's attachment to one network. */
export interface Attachment {
  readonly networkId: string;
  readonly network: string;
  readonly address: string | null;
  readonly ipv6: string | null;
  readonly mac: string | null;
  /** Its DNS names there; empty from an engine before 25, which does not list them. */
  readonly dnsNames: readonly string[];
}

/** A running container. */
export interface ContainerDescription {
  readonly id: string;
  readonly name: string;
  /** Process id in the engine's pid namespace. */
  readonly pid: number;
  readonly networkMode: string;
  readonly attachments: readonly Attachment[];
  /** Published ports: "80/tcp" to host addresses and ports; empty if publishing has no effect. */
  readonly ports: Readonly<Record<string, readonly string[]>>;
}

/** A container of an engine, running or not. */
export interface ListedContainer {
  readonly id: string;
  readonly name: string;
  readonly running: boolean;
  /** Names of the networks it is on. */
  readonly networks: readonly string[];
  /** Its addresses on them, IPv4 and IPv6; empty while it does not run. */
  readonly addresses: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A container that may be stopped at any time. */
export interface ObservedContainer extends ContainerDescription {
  readonly running: boolean;
  /** Its last start (ISO 8601): after another start it has other interfaces. */
  readonly started: string;
}

/** Lists every container of an engine. Rejects if the engine does not answer. */
export async function listContainers({ docker }: { readonly docker: Docker }): Promise<ListedContainer[]> {
  return (await docker.listContainers({ all: true })).map((c) => {
    const networks = Object.entries(c.NetworkSettings.Networks);
    return {
      id: c.Id,
      name: selectName(c.Names),
      running: c.State === 'running',
      networks: networks.map(([name]) => name),
      addresses: networks.flatMap(([, { IPAddress, GlobalIPv6Address }]) =>
        [IPAddress, GlobalIPv6Address].filter((address) => address !== ''),
      ),
      labels: c.Labels,
    };
  });
}

/** Finds a container by name or id; null if there is none. Rejects if the engine does not answer. */
export async function findContainer(
  { docker }: { readonly docker: Docker },
  nameOrId: string,
): Promise<ObservedContainer | null> {
  try {
    const inspected = await docker.getContainer(nameOrId).inspect();
    return { ...describeContainer(inspected), running: inspected.State.Running, started: inspected.State.StartedAt };
  } catch (cause) {
    if ((cause as { statusCode?: number }).statusCode === 404) return null;
    throw cause;
  }
}

/** Selects a container's own name: a legacy link adds names such as "/db/web" (API, "List containers"). */
function selectName(names: readonly string[]): string {
  return (names.find((name) => name.lastIndexOf('/') === 0) ?? names[0] ?? '').slice(1);
}

/** Describes a container from the answer of inspect. */
export function describeContainer(inspected: Docker.ContainerInspectInfo): ContainerDescription {
  return {
    id: inspected.Id,
    name: inspected.Name.slice(1),
    pid: inspected.State.Pid,
    networkMode: inspected.HostConfig.NetworkMode ?? 'default',
    attachments: Object.entries(inspected.NetworkSettings.Networks).map(([network, endpoint]) => ({
      network,
      networkId: endpoint.NetworkID,
      address: endpoint.IPAddress || null,
      ipv6: endpoint.GlobalIPv6Address || null,
      mac: endpoint.MacAddress || null,
      dnsNames: (endpoint as { readonly DNSNames?: readonly string[] | null }).DNSNames ?? [],
    })),
    ports: Object.fromEntries(
      Object.entries(inspected.NetworkSettings.Ports ?? {}).map(([port, bindings]) => [
        port,
        ((bindings ?? []) as { HostIp: string; HostPort: string }[]).map((b) => `${b.HostIp}:${b.HostPort}`),
      ]),
    ),
  };
}

/** Describes a network from the answer of inspect. */
export function describeNetwork(inspected: Docker.NetworkInspectInfo): EngineNetwork {
  const configs = inspected.IPAM?.Config ?? [];
  const isIpv6 = ({ Subnet }: { readonly Subnet?: string | undefined }) => Subnet?.includes(':') === true;
  const config = configs.find((one) => !isIpv6(one));
  const ipv6 = configs.find(isIpv6);
  const isBridge = inspected.Driver === 'bridge';
  return {
    id: inspected.Id,
    name: inspected.Name,
    driver: inspected.Driver,
    labels: inspected.Labels ?? {},
    subnet: config?.Subnet ?? null,
    gateway: config?.['Gateway'] ?? null,
    ipv6: ipv6 === undefined ? null : { subnet: ipv6.Subnet ?? '', gateway: ipv6['Gateway']?.split('/')[0] ?? '' },
    // moby, libnetwork/drivers/bridge: "br-" and 12 characters of the network id unless the option names another.
    bridge: isBridge
      ? (inspected.Options?.['com.docker.network.bridge.name'] ?? `br-${inspected.Id.slice(0, 12)}`)
      : null,
  };
}
