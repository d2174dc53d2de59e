import { LiveContainer } from '../../check/live/container.js';
import { LiveHost } from '../../check/live/host.js';
import { LiveLanHost } from '../../check/live/lan-host.js';
import type { LiveRouter } from '../../check/live/router.js';
import type { CheckContext } from '../../check/live/context.js';
import { placeOf } from '../../check/places.js';
import type { NetworkTopology, PlaceTopology, Topology } from '../../check/topology.js';
import type {
  BridgeSpec,
  ComposeSpec,
  ContainerSpec,
  Given,
  LinuxBridgeSpec,
  NetnsSpec,
  NewerEnginesSpec,
  LanHostSpec,
  RouterSpec,
  Spec,
} from '../../check/spec.js';
import { composeNetworkName, createComposeNetwork } from './compose.js';
import { createHandmadeBridge, createNamespace, createRouter } from './netns.js';
import { hostTopology } from './host.js';
import { pointsOf, type LabPoint } from './points.js';

/** What was built from a check's `given`. */
export interface Built {
  /** What `when` acts with. */
  readonly live: Record<string, unknown> & { readonly host: LiveHost };
  readonly containers: readonly LiveContainer[];
  readonly routers: readonly LiveRouter[];
  readonly points: readonly LabPoint[];
  /** What `then` will know; asked after the traffic, so that containers started by it are in it. */
  readonly topology: () => Topology;
}

/** Builds what a check is given: networks first, then everything on them at once. */
export async function build(stage: CheckContext, given: Given, engine: Topology['engine']): Promise<Built> {
  const entries = Object.entries(given);
  const of = <S extends Spec>(kind: S['kind']) =>
    entries.filter((entry): entry is [string, S] => entry[1].kind === kind);
  const second = of<LanHostSpec>('lan-host').some(([, spec]) => spec.lan === 'second') ? await stage.lab.lan(2) : null;
  if (second !== null) stage.undo.push(() => stage.lab.removeSecondLan());
  const stacks = of<ComposeSpec>('compose').map(([key]) => key);
  const [host, plainNetworks, routers, lanHosts] = await Promise.all([
    hostTopology(stage.lab, second),
    Promise.all(of<BridgeSpec>('bridge').map(([key, spec]) => createNetwork(stage, key, spec))),
    Promise.all(of<RouterSpec>('router').map(([key, spec], n) => createRouter(stage, key, spec, n))),
    Promise.all(of<LanHostSpec>('lan-host').map(([key, spec], n) => createLanHost(stage, key, spec, n + 1))),
  ]);
  const bridges = await Promise.all(
    of<LinuxBridgeSpec>('linux-bridge').map(([key, spec], n) => createHandmadeBridge(stage, key, spec, routers, n)),
  );
  const namespaces = await Promise.all(
    of<NetnsSpec>('netns').map(([key, spec], n) => createNamespace(stage, key, spec, bridges, routers, n)),
  );
  const containers = of<ContainerSpec>('container').map(([key, spec]) => {
    const named = (on: string) =>
      (stacks.includes(on) ? composeNetworkName(on, stage.run) : networkName(on, plainNetworks, stage.run)) ??
      fail(`the container ${key} is on "${on}", which is not a given bridge or container`);
    // A service's name is an alias of its containers on the project's network.
    return new LiveContainer(
      stage,
      key,
      stacks.includes(spec.on) ? { ...spec, aliases: [key, ...spec.aliases] } : spec,
      [named(spec.on), ...spec.alsoOn.map(named)],
    );
  });
  stage.undo.push(() =>
    Promise.all(stacks.map((key) => stage.lab.engine.removeNetwork(composeNetworkName(key, stage.run)))),
  );
  stage.undo.push(() => Promise.all(containers.map((container) => container.remove())));
  const networks = [
    ...plainNetworks,
    ...(await Promise.all(
      stacks.map((key) =>
        createComposeNetwork(
          stage,
          key,
          containers.filter(({ spec }) => spec.on === key),
        ),
      ),
    )),
  ];
  const sharing = (spec: ContainerSpec) => spec.on.startsWith('container:') || spec.pidNamespaceOf !== null;
  // Who shares another's namespace comes after that other.
  for (const later of [false, true])
    await Promise.all(
      containers
        .filter(({ spec }) => spec.started && !stacks.includes(spec.on) && sharing(spec) === later)
        .map((container) => container.start()),
    );
  const scenes = (): PlaceTopology[] => [
    ...networks,
    ...bridges,
    ...[...lanHosts, ...routers].map((o) => o.topology()),
    ...namespaces.map((n) => n.topology()),
    ...containers.map((c) => c.topology()),
  ];
  const watched = containers.filter(({ spec }) => spec.captureLo);
  const points = pointsOf(stage.lab, host, scenes(), { lanHosts, routers, watched });
  const upgrades = Object.fromEntries(
    of<NewerEnginesSpec>('newer-engines').map(([key]) => [
      key,
      { versions: stage.lab.parts.newer.map(({ version }) => version) },
    ]),
  );
  const byKey = (list: readonly { readonly key: string }[]) => Object.fromEntries(list.map((item) => [item.key, item]));
  return {
    live: {
      ...byKey([...networks, ...bridges].map(placeOf)),
      ...byKey(lanHosts),
      ...byKey(routers),
      ...byKey(namespaces),
      ...byKey(containers),
      ...upgrades,
      host: new LiveHost(stage, host, engine),
    },
    containers,
    routers,
    points,
    topology: () => ({
      engine,
      host,
      places: byKey(scenes()) as Record<string, PlaceTopology>,
      points: points.map((p) => ({ name: p.point.name, interface: p.point.interface, order: p.order })),
    }),
  };
}

function networkName(on: string, networks: readonly NetworkTopology[], run: string): string | undefined {
  if (['bridge', 'host', 'none'].includes(on)) return on;
  return on.startsWith('container:') ? `${on}-${run}` : networks.find((n) => n.key === on)?.name;
}

function fail(message: string): never {
  throw new Error(message);
}

async function createNetwork(stage: CheckContext, key: string, spec: BridgeSpec): Promise<NetworkTopology> {
  const started = performance.now();
  const name = `${key}-${stage.run}`;
  const network = await stage.lab.engine.createNetwork(
    name,
    { 'docknet.run': stage.run },
    { Options: spec.options, Internal: spec.internal },
  );
  const options = Object.entries(spec.options)
    .map(([option, value]) => ` -o ${option}=${value}`)
    .join('');
  stage.undo.push(() => stage.lab.engine.removeNetwork(network.id));
  stage.steps.push({
    phase: 'given',
    place: 'host',
    command: `docker network create${spec.internal ? ' --internal' : ''}${options} ${name}`,
    output: network.id,
    status: 0,
    milliseconds: Math.round(performance.now() - started),
  });
  return {
    kind: 'network',
    key,
    name,
    id: network.id,
    subnet: network.subnet ?? '',
    gateway: network.gateway ?? '',
    bridge: network.bridge ?? '',
  };
}

async function createLanHost(stage: CheckContext, key: string, spec: LanHostSpec, k: number): Promise<LiveLanHost> {
  const at = await stage.lab.lanHost(await stage.lab.lan(spec.lan === 'first' ? 1 : 2), k);
  const host = new LiveLanHost(stage, key, at);
  await host.serveNames(spec.resolves);
  return host;
}
