import { serveClientPage } from './image.js';

/** The addresses and names of a LAN behind the docker host. */
export interface LanPlan {
  /** Name of the namespace with the LAN's switch. */
  readonly name: string;
  /** CIDR of a documentation range (RFC 5737). */
  readonly subnet: string;
  readonly prefix: number;
  /** The docker host's interface on this LAN. */
  readonly uplink: string;
  /** The docker host's address on it. */
  readonly address: string;
  /** A second address of the docker host on it. */
  readonly secondaryAddress: string;
  /** CIDR of the documentation prefix (RFC 3849). LAN hosts have no address of it until they are given one. */
  readonly ipv6Subnet: string;
  /** The docker host's IPv6 address on it. */
  readonly ipv6Address: string;
}

/** RFC 5737's ranges, which are routed nowhere. */
export const documentationRanges = ['198.51.100', '203.0.113', '192.0.2'] as const;

/** Plans the n-th LAN of a lab, n = 1 or 2, on a documentation range. */
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
    secondaryAddress: `${range}.3`,
    ipv6Subnet: `2001:db8:${n}::/64`,
    ipv6Address: `2001:db8:${n}::2`,
  };
}

/** Kernel settings by their names for sysctl(8): `{ 'net.ipv4.ip_forward': 0 }`. */
export type Sysctls = Readonly<Record<string, string | number>>;

/**
 * Returns the file of a kernel setting (proc_sys(5)): /proc/sys/net/ipv4/ip_forward for "net.ipv4.ip_forward". Files
 * below net are those of the reader's network namespace.
 */
export const sysctlFile = (name: string): string => `/proc/sys/${name.replaceAll('.', '/')}`;

/** Returns commands that set kernel settings in the shell's network namespace. */
export const sysctlCommands = (sysctls: Sysctls): string[] =>
  Object.entries(sysctls).map(([name, value]) => {
    // A kernel booted with ipv6.disable=1 has no such settings.
    const guard = name.startsWith('net.ipv6.') ? '[ ! -d /proc/sys/net/ipv6 ] || ' : '';
    return `${guard}echo ${value} > ${sysctlFile(name)}`;
  });

/** Returns a command that turns IPv6 off in a named namespace, without sysctl(8), which an engine's root may lack. */
export function disableIpv6(namespace: string): string {
  const turnOff = 'for i in all default; do echo 1 > /proc/sys/net/ipv6/conf/$i/disable_ipv6; done';
  // A kernel booted with ipv6.disable=1 has no such settings.
  const script = `[ ! -d /proc/sys/net/ipv6 ] || ${turnOff}`;
  return `ip netns exec ${namespace} sh -c '${script}'`;
}

/**
 * A command that turns forwarding off in its namespace. A new network namespace inherits IPv4's settings from the
 * machine (net.core.devconf_inherit_init_net), and an engine sets FORWARD's policy to DROP only if it turned forwarding
 * on itself.
 */
export const disableForwarding = 'echo 0 > /proc/sys/net/ipv4/ip_forward';

/** Returns commands that make a LAN's switch in a namespace of its own. */
export function switchCommands(lan: LanPlan): string[] {
  return [
    `ip netns add ${lan.name}`,
    `ip -n ${lan.name} link add switch type bridge`,
    // The switch is a wire, not a host: no addresses, no neighbour discovery.
    disableIpv6(lan.name),
    `ip -n ${lan.name} link set switch up`,
  ];
}

/** Returns commands, for the docker host's namespace, that make its uplink and connect it to the switch. */
export function uplinkCommands(lan: LanPlan): string[] {
  return [
    `ip link add ${lan.uplink} type veth peer name host netns ${lan.name}`,
    ...plugCommands(lan),
    ...addressCommands(lan),
  ];
}

/** Returns commands that connect the uplink's peer, which is in the LAN's namespace, to the switch. */
export function plugCommands(lan: LanPlan): string[] {
  return [`ip -n ${lan.name} link set host master switch up`];
}

/** Returns commands, for the docker host's namespace, that give the uplink its addresses. */
export function addressCommands(lan: LanPlan): string[] {
  return [
    `ip addr add ${lan.address}/${lan.prefix} dev ${lan.uplink}`,
    `ip addr add ${lan.secondaryAddress}/${lan.prefix} dev ${lan.uplink}`,
    // A kernel booted with ipv6.disable=1 has no such file.
    `[ "$(cat /proc/sys/net/ipv6/conf/${lan.uplink}/disable_ipv6 2>/dev/null)" != 0 ] || ` +
      `ip addr add ${lan.ipv6Address}/64 dev ${lan.uplink} nodad`,
    `ip link set ${lan.uplink} up`,
  ];
}

/** TCP ports of every LAN host's web server. */
const lanHostPorts = [80, 8080];

/** Returns the namespace of a LAN's k-th host, k from 1 to 200. */
export function lanHostName(lan: LanPlan, k: number): string {
  return `${lanHostPrefix(lan)}${k}`;
}

/** Returns what the names of a LAN's hosts begin with. */
export function lanHostPrefix(lan: LanPlan): string {
  return `${lan.name}-host`;
}

/** Returns the address of a LAN's k-th host. */
export function lanHostAddress(lan: LanPlan, k: number): string {
  return lan.address.replace(/\d+$/, String(10 + k));
}

/** Returns the IPv6 address of a LAN's k-th host. */
export function lanHostIpv6Address(lan: LanPlan, k: number): string {
  return lan.ipv6Address.replace(/\d+$/, String(10 + k));
}

/**
 * Returns commands that give an interface of a namespace an IPv6 address at once: no duplicate address detection, which
 * would delay it by a second, and no router solicitations.
 */
export function enableIpv6(namespace: string, device: string, address: string): string[] {
  const settings = `/proc/sys/net/ipv6/conf/${device}`;
  const script = `echo 0 > ${settings}/accept_dad; echo 0 > ${settings}/router_solicitations`;
  return [
    `ip netns exec ${namespace} sh -c '${script}; echo 0 > ${settings}/disable_ipv6'`,
    `ip netns exec ${namespace} sh -c 'echo 0 > /proc/sys/net/ipv6/conf/lo/disable_ipv6'`,
    `ip -n ${namespace} addr add ${address}/64 dev ${device} nodad`,
  ];
}

/**
 * Returns the MAC address of a LAN's k-th host, locally administered. A host made again with the same address has the
 * same MAC address, since its neighbours may remember it.
 */
export function lanHostMac(lan: LanPlan, k: number): string {
  return `02:00:00:00:0${lan.name.slice(-1)}:${k.toString(16).padStart(2, '0')}`;
}

/** Returns commands that add the k-th host to a LAN. It has no route but the LAN's, and serves the client page. */
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

/** Returns commands that remove a LAN without uplink and everything that runs on its hosts. */
export function removalCommands(lan: LanPlan, hosts: readonly string[]): string[] {
  return [
    ...hosts.flatMap((name) => [
      `for process in $(ip netns pids ${name}); do kill -9 $process; done`,
      `ip netns del ${name}`,
    ]),
    `ip netns del ${lan.name}`,
  ];
}
