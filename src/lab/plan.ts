import { serveClientPage } from './page.js';

/** The addresses of a LAN behind the docker host. */
export interface LanPlan {
  /** Name of the namespace that holds the LAN's switch. */
  readonly name: string;
  /** CIDR of a documentation range (RFC 5737). */
  readonly subnet: string;
  readonly prefix: number;
  /** The docker host's interface on this LAN and its address. */
  readonly uplink: string;
  readonly address: string;
  /** A further address of the docker host on the same interface. */
  readonly secondAddress: string;
}

/** RFC 5737's ranges, routed nowhere: any of them may be a LAN of a lab. */
export const documentationRanges = ['198.51.100', '203.0.113', '192.0.2'] as const;

/** The n-th LAN of a lab, n = 1 or 2, on one of the documentation ranges. */
export function planLan(
  n: number,
  range: string = documentationRanges[n - 1] ?? documentationRanges[0],
  uplink = n === 1 ? 'uplink' : `uplink${n}`,
): LanPlan {
  return {
    name: `lan${n}`,
    subnet: `${range}.0/24`,
    prefix: 24,
    uplink,
    address: `${range}.2`,
    secondAddress: `${range}.3`,
  };
}

/** The address of the k-th outside host on a LAN, k from 1 to 200. */
export function lanHostAddress(lan: LanPlan, k: number): string {
  return lan.address.replace(/\d+$/, String(10 + k));
}

/** A command that turns IPv6 off in a named namespace. Without sysctl(8), which a root file system with an engine need not have. */
export function disableIpv6(namespace: string): string {
  return `ip netns exec ${namespace} sh -c 'for i in all default; do echo 1 > /proc/sys/net/ipv6/conf/$i/disable_ipv6; done'`;
}

/**
 * A command that turns forwarding off in the namespace it runs in. A new network namespace takes IPv4's settings from the machine
 * (net.core.devconf_inherit_init_net), and an engine sets FORWARD's policy to DROP only where it turned forwarding on itself.
 */
export const disableForwarding = 'echo 0 > /proc/sys/net/ipv4/ip_forward';

/** Commands that make a LAN's switch in a namespace of its own. */
export function switchCommands(lan: LanPlan): string[] {
  return [
    `ip netns add ${lan.name}`,
    `ip -n ${lan.name} link add switch type bridge`,
    // The switch is a wire, not a host: no addresses, no neighbour discovery of its own.
    disableIpv6(lan.name),
    `ip -n ${lan.name} link set switch up`,
  ];
}

/** Commands, run in the docker host's namespace, that make its uplink and plug it into the switch beside it. */
export function uplinkCommands(lan: LanPlan): string[] {
  return [
    `ip link add ${lan.uplink} type veth peer name host netns ${lan.name}`,
    ...plugCommands(lan),
    ...addressCommands(lan),
  ];
}

/** Commands that plug the far end of the uplink, which is in the LAN's namespace already, into the switch. */
export function plugCommands(lan: LanPlan): string[] {
  return [`ip -n ${lan.name} link set host master switch up`];
}

/** Commands, run in the docker host's namespace, that give the uplink its addresses. */
export function addressCommands(lan: LanPlan): string[] {
  return [
    `ip addr add ${lan.address}/${lan.prefix} dev ${lan.uplink}`,
    `ip addr add ${lan.secondAddress}/${lan.prefix} dev ${lan.uplink}`,
    `ip link set ${lan.uplink} up`,
  ];
}

/**
 * The MAC address of the k-th outside host on a LAN: locally administered, and told without asking. A host made anew under the
 * same address has the same one, as its neighbours may remember it.
 */
export function lanHostMac(lan: LanPlan, k: number): string {
  return `02:00:00:00:0${lan.name.slice(-1)}:${k.toString(16).padStart(2, '0')}`;
}

/** TCP ports on which every outside host answers. */
export const lanHostPorts = [80, 8080];

/** Commands that put the k-th outside host on a LAN. It has no route but its own LAN's, and serves a page. */
export function lanHostCommands(lan: LanPlan, k: number): string[] {
  const name = lanHostName(lan, k);
  return [
    `ip netns add ${name}`,
    disableIpv6(name),
    `ip -n ${lan.name} link add ${name} type veth peer name eth0 address ${lanHostMac(lan, k)} netns ${name}`,
    `ip -n ${lan.name} link set ${name} master switch up`,
    `ip -n ${name} link set lo up`,
    `ip -n ${name} addr add ${lanHostAddress(lan, k)}/${lan.prefix} dev eth0`,
    `ip -n ${name} link set eth0 up`,
    ...serveClientPage(name, lanHostPorts),
  ];
}

/** Name of the k-th outside host's namespace on a LAN; for '' what the names of all of them begin with. */
export function lanHostName(lan: LanPlan, k: number | ''): string {
  return `${lan.name}-host${k}`;
}

/** Commands that take a LAN away whose uplink is gone already, with what runs on its hosts. */
export function removalCommands(lan: LanPlan, hosts: readonly string[]): string[] {
  return [
    ...hosts.flatMap((name) => [
      `for process in $(ip netns pids ${name}); do kill -9 $process; done`,
      `ip netns del ${name}`,
    ]),
    `ip netns del ${lan.name}`,
  ];
}
