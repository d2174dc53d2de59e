import { LabError, disableIpv6 } from '../../lab/index.js';
import { LiveNetns } from '../../check/live/netns.js';
import { LiveRouter } from '../../check/live/router.js';
import { logStep, type CheckContext } from '../../check/live/context.js';
import type { LinuxBridgeTopology } from '../../check/topology.js';
import type { LinuxBridgeSpec, NetnsSpec, RouterSpec } from '../../check/spec.js';

/*
 * The publish document's machinery, built with ip(8) beside the docker host, so that no engine has a part in it. All of it is in
 * network namespaces that go with the lab.
 */

/** A router on the LAN. FORWARD drops, as on the document's host, where an engine has set that policy before. */
export async function createRouter(stage: CheckContext, key: string, spec: RouterSpec, n: number): Promise<LiveRouter> {
  const name = `dn-${key}-${stage.run}`;
  const plug = `router${n}`;
  const address = stage.lan.address.replace(/\d+$/, String(9 - n));
  const inside = `ip netns exec ${name}`;
  // The LAN hosts outlive the router, and would go on sending to the MAC address that the last one had.
  const mac = `02:00:00:00:00:0${9 - n}`;
  await shell(stage, [
    `ip netns add ${name}`,
    disableIpv6(name),
    `${inside} sh -c 'echo ${spec.forwarding ? 1 : 0} > /proc/sys/net/ipv4/ip_forward'`,
    `ip -n ${stage.lan.name} link add ${plug} type veth peer name uplink address ${mac} netns ${name}`,
    `ip -n ${stage.lan.name} link set ${plug} master switch up`,
    `ip -n ${name} link set lo up`,
    `ip -n ${name} address add ${address}/${stage.lan.prefix} dev uplink`,
    `ip -n ${name} link set uplink up`,
    `${inside} iptables -P FORWARD DROP`,
  ]);
  stage.undo.push(() => shell(stage, [`ip -n ${stage.lan.name} link del ${plug}`, `ip netns del ${name}`]));
  return new LiveRouter(
    stage,
    { kind: 'router', key, address, uplink: 'uplink' },
    stage.lab.parts.init.path(`/run/netns/${name}`),
    name,
  );
}

/** The document's bridge: `ip link add … type bridge`, an address on it, up. 10.0.N.0/24 as in the document. */
export async function createHandmadeBridge(
  stage: CheckContext,
  key: string,
  spec: LinuxBridgeSpec,
  routers: readonly LiveRouter[],
  n: number,
): Promise<LinuxBridgeTopology> {
  const on = routers.find((r) => r.key === spec.on);
  if (on === undefined) throw new Error(`the bridge ${key} is on "${spec.on}", which is not a given router`);
  const scene: LinuxBridgeTopology = {
    kind: 'linux-bridge',
    key,
    on: on.key,
    bridge: `dn-${key}`.slice(0, 15),
    gateway: `10.0.${n}.1`,
    subnet: `10.0.${n}.0/24`,
  };
  const ip = `ip -n ${on.namespaceName}`;
  await shell(stage, [
    `${ip} link add dev ${scene.bridge} type bridge`,
    `${ip} address add ${scene.gateway}/24 dev ${scene.bridge}`,
    `${ip} link set ${scene.bridge} up`,
  ]);
  return scene;
}

/** The document's namespaces: a veth pair with one end in the bridge, lo up, and a default route to the bridge. */
export async function createNamespace(
  stage: CheckContext,
  key: string,
  spec: NetnsSpec,
  bridges: readonly LinuxBridgeTopology[],
  routers: readonly LiveRouter[],
  n: number,
): Promise<LiveNetns> {
  const on = bridges.find((b) => b.key === spec.on);
  const router = routers.find((r) => r.key === on?.on);
  if (on === undefined || router === undefined)
    throw new Error(`the namespace ${key} is on "${spec.on}", which is not a given handmade bridge`);
  const name = `dn-${key}-${stage.run}`;
  const address = on.gateway.replace(/1$/, String(11 + n * 10));
  const veth = `veth-${key}`.slice(0, 15);
  const outer = `ip -n ${router.namespaceName}`;
  await shell(stage, [
    `ip netns add ${name}`,
    `ip -n ${name} link set dev lo up`,
    `${outer} link add dev ${veth} type veth peer name eth0 netns ${name}`,
    `${outer} link set dev ${veth} master ${on.bridge}`,
    `${outer} link set dev ${veth} up`,
    `ip -n ${name} address add ${address}/24 dev eth0`,
    `ip -n ${name} link set dev eth0 up`,
    `ip -n ${name} route add default via ${on.gateway}`,
    ...(spec.serve === null
      ? []
      : [`ip netns exec ${name} /run/docknet/busybox httpd -p ${spec.serve} -h /run/docknet/www`]),
  ]);
  stage.undo.push(() =>
    shell(stage, [`for p in $(ip netns pids ${name}); do kill -9 $p; done`, `ip netns del ${name}`]),
  );
  const path = stage.lab.parts.init.path(`/run/netns/${name}`);
  return new LiveNetns({ kind: 'netns', key, on: on.key, address, veth, serve: spec.serve }, stage, path);
}

async function shell(stage: CheckContext, commands: readonly string[]): Promise<void> {
  const result = logStep(stage, 'lab', await stage.lab.runOnLan(['sh', '-c', `set -e\n${commands.join('\n')}`]));
  if (result.status !== 0)
    throw new LabError(
      `what the check is given could not be built by hand: ${result.stderr.trim()} (${result.command})`,
    );
}
