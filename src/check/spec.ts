/** A user-defined bridge network. */
export interface BridgeSpec {
  readonly kind: 'bridge';
  /** The driver's options, as `docker network create -o NAME=VALUE` takes them. */
  readonly options: Readonly<Record<string, string>>;
  /** True for a network without a way out, as `--internal` makes it. */
  readonly internal: boolean;
}

/** A network that Compose makes, with the containers given on it as the services of its project. */
export interface ComposeSpec {
  readonly kind: 'compose';
}

/** A container on one network. */
export interface ContainerSpec {
  readonly kind: 'container';
  /** The key of a given bridge, "bridge" (docker0), "host", "none", or "container:KEY" to share another given container's network. */
  readonly on: string;
  /** Keys of given bridges that it is connected to as well, as with `docker network connect`. */
  readonly alsoOn: readonly string[];
  /** Further names under which it is known on its network. */
  readonly aliases: readonly string[];
  /** Key of the given container whose process namespace it joins; null for one of its own. */
  readonly pidNamespaceOf: string | null;
  /** As `docker run -p` takes it; `{host}` and `{secondary}` stand for the docker host's first and second address on its uplink. */
  readonly publish: readonly string[];
  /** TCP port on which it serves a page that says who its client is; null for a container that serves nothing. */
  readonly serve: number | null;
  /** UDP port on which it tells a client how it sees it; null for none. */
  readonly serveUdp: number | null;
  /** True where its lo is a point too: `web.lo`, which shows what it says to the embedded resolver. */
  readonly captureLo: boolean;
  /** `--restart always`: the engine starts it again when it starts itself. */
  readonly restartAlways: boolean;
  /** False where the check itself starts it, with `start()`. */
  readonly started: boolean;
}

/** A host on the LAN behind the docker host's uplink. It serves its page on ports 80 and 8080. */
export interface LanHostSpec {
  readonly kind: 'lan-host';
  /** 1 for the LAN behind `host.uplink`, 2 for another one behind `host.secondUplink`. */
  readonly lan: 'first' | 'second';
  /** Names it answers for as a name server, with their addresses. The docker host's resolv.conf names the first outside host of LAN 1. */
  readonly resolves: Readonly<Record<string, string>>;
}

/** A network namespace made by hand and joined to a bridge made by hand, with no engine involved. */
export interface NetnsSpec {
  readonly kind: 'netns';
  /** Key of the given `handmadeBridge`. */
  readonly on: string;
  readonly serve: number | null;
}

/** A Linux bridge made by hand on a router: `bridge_home` of the publish document. */
export interface LinuxBridgeSpec {
  readonly kind: 'linux-bridge';
  /** Key of the given router. */
  readonly on: string;
}

/** The publish document's host, made by hand: a network namespace with an uplink on the LAN and a firewall without Docker's rules. */
export interface RouterSpec {
  readonly kind: 'router';
  /** net.ipv4.ip_forward, which the document begins by turning on. */
  readonly forwarding: boolean;
}

/** Settings of the engine as daemon.json knows them. A check that has them gets a lab of its own. */
export interface EngineSpec {
  readonly kind: 'engine';
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** Kernel settings of the docker host's network that it finds when it first starts. */
  readonly sysctls: Readonly<Record<string, string | number>>;
  /** Tables of iptables that are not there, as on a kernel that was built without them. */
  readonly missingTables: readonly string[];
}

/** Engines newer than the one a check begins with, to which `when` upgrades it in place. */
export interface NewerEnginesSpec {
  readonly kind: 'newer-engines';
}

export type Spec =
  | BridgeSpec
  | ComposeSpec
  | ContainerSpec
  | LanHostSpec
  | NetnsSpec
  | LinuxBridgeSpec
  | RouterSpec
  | EngineSpec
  | NewerEnginesSpec;
export type Given = Readonly<Record<string, Spec>>;

/** A user-defined bridge network, as `docker network create` makes it. */
export const bridge = (options: BridgeSpec['options'] = {}): BridgeSpec => ({
  kind: 'bridge',
  options,
  internal: false,
});

/** A user-defined bridge network without a way out, as `docker network create --internal` makes it. */
export const internalBridge = (): BridgeSpec => ({ kind: 'bridge', options: {}, internal: true });

/** A network made by `docker compose up`. The check is not applicable if the engine has no Compose. */
export const compose = (): ComposeSpec => ({ kind: 'compose' });

/** A container. Without `on` it is where a container without a network choice is: on docker0. */
export function container(options: Partial<Omit<ContainerSpec, 'kind'>> = {}): ContainerSpec {
  return {
    kind: 'container',
    on: 'bridge',
    alsoOn: [],
    aliases: [],
    pidNamespaceOf: null,
    publish: [],
    serve: null,
    serveUdp: null,
    captureLo: false,
    restartAlways: false,
    started: true,
    ...options,
  };
}

/** A host on a LAN behind an uplink. */
export const lanHost = (options: Partial<Omit<LanHostSpec, 'kind'>> = {}): LanHostSpec => ({
  kind: 'lan-host',
  lan: 'first',
  resolves: {},
  ...options,
});

/** A router made with ip(8): it forwards, its FORWARD policy is DROP, and there is no rule yet. */
export const router = (options: Partial<Omit<RouterSpec, 'kind'>> = {}): RouterSpec => ({
  kind: 'router',
  forwarding: true,
  ...options,
});

/** A bridge made with ip(8), with the router's address on it and nothing of Docker's. */
export const linuxBridge = (options: { readonly on: string }): LinuxBridgeSpec => ({
  kind: 'linux-bridge',
  on: options.on,
});

/** A network namespace plugged into a handmade bridge with a veth pair. */
export function netns(options: { readonly on: string; readonly serve?: number }): NetnsSpec {
  return { kind: 'netns', on: options.on, serve: options.serve ?? null };
}

/** An engine with settings of its own, as daemon.json spells them, and on a host with kernel settings of its own where some are given: `{ 'net.ipv4.ip_forward': 0 }`. */
export const engine = (settings: EngineSpec['settings'], sysctls: EngineSpec['sysctls'] = {}): EngineSpec => ({
  kind: 'engine',
  settings,
  sysctls,
  missingTables: [],
});

/** An engine on a kernel that seems to have been built without these tables of iptables: iptables says so, whatever it is asked of them. */
export const engineWithoutTables = (...missingTables: readonly string[]): EngineSpec => ({
  ...engine({}),
  missingTables,
});

/** Every newer engine in the engine cache. Where there is none the check is not applicable. */
export const newerEngines = (): NewerEnginesSpec => ({ kind: 'newer-engines' });
