import type { DaemonSettings } from '../engine/index.js';
import { engineChooses, type ContainerNaming, type NetworkAddressing } from './addressing-spec.js';
import { hostChooses, type ContainerDns, type HostDnsSpec, type Replies } from './dns-spec.js';
import type { DockerHostSpec, OverlaySpec, ParentNetworkSpec } from './driver-spec.js';
import type { LinuxBridgeSpec, NetnsSpec, RouterSpec } from './router-spec.js';

/** A user-defined bridge network. */
export interface BridgeSpec {
  readonly kind: 'bridge';
  /** The driver's options, as `docker network create -o NAME=VALUE` takes them. */
  readonly options: Readonly<Record<string, string>>;
  /** `--internal`: a network without a way out. */
  readonly internal: boolean;
  readonly addressing: NetworkAddressing;
}

/** A network that Compose creates, with the containers on it as the services of its project. */
export interface ComposeSpec {
  readonly kind: 'compose';
  /** The project that it is a custom network of; null if it is the default network of a project of its own. */
  readonly project: string | null;
}

/** A container. */
export interface ContainerSpec extends ContainerNaming, ContainerDns {
  readonly kind: 'container';
  /** Its network: the key of a given network, "bridge" (docker0), "host", "none", or "container:KEY" for another's. */
  readonly on: string;
  /** Key of the docker host that it runs on; null for the first. */
  readonly runsOn: string | null;
  /** Keys of given networks that it is also connected to, as with `docker network connect`. */
  readonly alsoOn: readonly string[];
  /** Further names on its network. */
  readonly aliases: readonly string[];
  /** Its service in the project of a Compose network; null for its key. */
  readonly service: string | null;
  /** Key of the container whose process namespace it joins; null for one of its own. */
  readonly pidNamespaceOf: string | null;
  /**
   * As `docker run -p` takes it: `8080:80`, `80`, `8000-8003:80`, `4000:5000/udp`, `9000:9000/sctp`. `{host}`,
   * `{secondary}` and `[{ipv6}]` stand for the docker host's addresses on its uplink.
   */
  readonly publish: readonly string[];
  /** `-P`: publishes every exposed port. */
  readonly publishAll: boolean;
  /** TCP port of a page that names its client; null for a container that serves none. */
  readonly serve: number | null;
  /** Further TCP ports of the same page. */
  readonly alsoServe: readonly number[];
  /** UDP port that answers a datagram with its sender's address and port; null for none. */
  readonly serveUdp: number | null;
  /** Sets SO_REUSEADDR on its UDP socket, so that others with that option may bind the same port. */
  readonly reuseAddress: boolean;
  /** Records its lo too, as the point `web.lo`: it shows the queries to the embedded resolver. */
  readonly captureLo: boolean;
  /** `--restart always`: the engine starts it again when it starts itself. */
  readonly restartAlways: boolean;
  /** False if `when` starts it, with `start()`. */
  readonly started: boolean;
}

/** A host on a LAN behind the docker host. It serves its page on TCP ports 80 and 8080. */
export interface LanHostSpec {
  readonly kind: 'lan-host';
  /** "first" for the LAN behind `host.uplink`, "second" for the one behind `host.secondUplink`. */
  readonly lan: 'first' | 'second';
  /**
   * Names that it answers for as a name server. The docker host's resolv.conf names the first host of the first LAN,
   * unless `hostDns` names others.
   */
  readonly resolves: Replies;
  /** A VLAN of the LAN on which it is, with an address there; null for the LAN itself. */
  readonly vlan: number | null;
  /** Whether it has an IPv6 address beside the IPv4 one. */
  readonly ipv6: boolean;
}

/** Settings of the engine and its host. A check with settings gets a lab of its own. */
export interface EngineSpec {
  readonly kind: 'engine';
  /** As daemon.json has them. */
  readonly settings: DaemonSettings;
  /** Kernel settings of the docker host's network at the engine's first start. */
  readonly sysctls: Readonly<Record<string, string | number>>;
  /** Tables that iptables does not find, as on a kernel built without them (simulated). */
  readonly missingTables: readonly string[];
}

/**
 * A kernel that differs from what its packages install. A check with it runs in a virtual machine of its own. It is not
 * applicable without `--kernel`.
 */
export interface KernelSpec {
  readonly kind: 'kernel';
  /** Modules that the kernel does not find, as if their package was not installed: `br_netfilter`. */
  readonly without: readonly string[];
  /** Parameters on its command line: `ipv6.disable=1`. */
  readonly boot: readonly string[];
}

/** The engines of the cache that are newer than the check's, to which `when` upgrades it in place. */
export interface NewerEnginesSpec {
  readonly kind: 'newer-engines';
}

/** firewalld, running on the docker host with a D-Bus of its own before the containers start. */
export interface FirewalldSpec {
  readonly kind: 'firewalld';
}

export type Spec =
  | BridgeSpec
  | ComposeSpec
  | ParentNetworkSpec
  | OverlaySpec
  | DockerHostSpec
  | ContainerSpec
  | LanHostSpec
  | NetnsSpec
  | LinuxBridgeSpec
  | RouterSpec
  | EngineSpec
  | HostDnsSpec
  | KernelSpec
  | FirewalldSpec
  | NewerEnginesSpec;
export type Given = Readonly<Record<string, Spec>>;

/**
 * A user-defined bridge network, as `docker network create` makes it: with the driver's options, and with addresses of
 * one's own, `bridge({}, { subnet: '10.30.0.0/24' })`.
 */
export const bridge = (options: BridgeSpec['options'] = {}, addressing: NetworkAddressing = {}): BridgeSpec => ({
  kind: 'bridge',
  options,
  internal: false,
  addressing,
});

/** A user-defined bridge network without a way out, as `docker network create --internal` makes it. */
export const internalBridge = (
  options: BridgeSpec['options'] = {},
  addressing: NetworkAddressing = {},
): BridgeSpec => ({ ...bridge(options, addressing), internal: true });

/**
 * A network made by `docker compose up`: the default network of a project of its own, or a custom network of a named
 * one. The check is not applicable if the engine has no Compose.
 */
export const compose = ({ project = null }: { readonly project?: string | null } = {}): ComposeSpec => ({
  kind: 'compose',
  project,
});

/** A container; without `on` it is on docker0. */
export function container(options: Partial<Omit<ContainerSpec, 'kind'>> = {}): ContainerSpec {
  return {
    kind: 'container',
    on: 'bridge',
    runsOn: null,
    alsoOn: [],
    aliases: [],
    service: null,
    pidNamespaceOf: null,
    publish: [],
    publishAll: false,
    serve: null,
    alsoServe: [],
    serveUdp: null,
    reuseAddress: false,
    captureLo: false,
    restartAlways: false,
    started: true,
    ...engineChooses,
    ...hostChooses,
    ...options,
  };
}

/** A host on a LAN. */
export const lanHost = (options: Partial<Omit<LanHostSpec, 'kind'>> = {}): LanHostSpec => ({
  kind: 'lan-host',
  lan: 'first',
  resolves: {},
  vlan: null,
  ipv6: false,
  ...options,
});

/** An engine with daemon.json settings, on a host with kernel settings: `engine({ 'ip-forward': false })`. */
export const engine = (settings: EngineSpec['settings'], sysctls: EngineSpec['sysctls'] = {}): EngineSpec => ({
  kind: 'engine',
  settings,
  sysctls,
  missingTables: [],
});

/**
 * An engine with the nftables backend, on a host that forwards: such an engine does not turn forwarding on. A check
 * with it is not applicable to engines before 29.
 */
export const nftablesEngine = (settings: EngineSpec['settings'] = {}): EngineSpec =>
  engine({ 'firewall-backend': 'nftables', ...settings }, { 'net.ipv4.ip_forward': 1 });

/** An engine on a host whose iptables does not find these tables (simulated). */
export const engineWithoutTables = (...missingTables: readonly string[]): EngineSpec => ({
  ...engine({}),
  missingTables,
});

/**
 * A kernel without some modules, or booted with further parameters: `kernel({ without: ['br_netfilter'] })`. The
 * engine's first start must succeed there: give it `engine({ iptables: false })` if it would not, and restart it with
 * `host.restartEngine({ iptables: true })`.
 */
export const kernel = ({ without = [], boot = [] }: Partial<Omit<KernelSpec, 'kind'>>): KernelSpec => ({
  kind: 'kernel',
  without,
  boot,
});

/** firewalld on the docker host. The check is not applicable if it is not installed. */
export const firewalld = (): FirewalldSpec => ({ kind: 'firewalld' });

/** Every newer engine in the engine cache. A check is not applicable if there is none. */
export const newerEngines = (): NewerEnginesSpec => ({ kind: 'newer-engines' });
