import { disableIpv6, enableIpv6, LabError, type LanHost } from '../../lab/index.js';
import { vlanSubnet } from '../driver-spec.js';
import type { LanHostTopology } from '../topology.js';
import type { LanHostSpec } from '../spec.js';
import { addressIn, ipv6Endpoint, type Endpoint } from '../words/address.js';
import { busyboxIn, LiveEndpoint } from './endpoint.js';
import type { CheckContext } from './context.js';
import { startNameServer } from './name-server.js';

/** A host on a LAN that `when` acts with. */
export class LiveLanHost extends LiveEndpoint {
  private hasIpv6 = false;
  private vlan: { readonly address: string; readonly subnet: string } | null = null;

  constructor(
    private readonly context: CheckContext,
    readonly key: string,
    private readonly at: LanHost,
  ) {
    super(busyboxIn(context, key, at.prefix));
  }

  get address(): string {
    return this.vlan?.address ?? this.at.address;
  }
  /** Itself over IPv6. */
  get ipv6(): Endpoint {
    return ipv6Endpoint(this.key, this.hasIpv6 ? this.at.ipv6Address : undefined);
  }
  /** Its LAN in CIDR notation. */
  get subnet(): string {
    return this.vlan?.subnet ?? this.at.lan.subnet;
  }
  get namespacePath(): string {
    return this.at.namespace;
  }
  topology(): LanHostTopology {
    return {
      kind: 'lan-host',
      key: this.key,
      address: this.address,
      ...(this.hasIpv6 ? { ipv6: this.at.ipv6Address } : {}),
      subnet: this.subnet,
      mac: this.at.mac,
    };
  }

  /** Joins a VLAN of its LAN, as its n-th host: with an 802.1Q sub-interface, whose address is its address then. */
  async joinVlan(vlan: number, n: number): Promise<void> {
    const subnet = vlanSubnet(vlan);
    const address = addressIn(subnet, 200 + n);
    const device = `eth0.${vlan}`;
    const commands = [
      `ip link add link eth0 name ${device} type vlan id ${vlan}`,
      `ip address add ${address}/24 dev ${device}`,
      `ip link set ${device} up`,
    ];
    this.context.undo.push(() => this.here.run(['ip', 'link', 'del', device]));
    const { status, stderr } = await this.here.run(['sh', '-c', `set -e; ${commands.join('; ')}`]);
    if (status !== 0) throw new LabError(`${this.key} could not join the VLAN ${vlan}: ${stderr.trim()}`);
    this.vlan = { address, subnet };
  }

  /** Gives it an IPv6 address beside the IPv4 one. */
  async enableIpv6(): Promise<void> {
    const { name, ipv6Address } = this.at;
    const { lab, undo } = this.context;
    undo.push(() => lab.runOnLan(['sh', '-c', disableIpv6(name)]));
    const script = ['set -e', ...enableIpv6(name, 'eth0', ipv6Address)].join('\n');
    const { status, stderr } = await lab.runOnLan(['sh', '-c', script]);
    if (status !== 0) throw new LabError(`${this.key} could not be given an IPv6 address: ${stderr.trim()}`);
    this.hasIpv6 = true;
  }

  /** Adds a route to a subnet through the docker host, as a LAN neighbour that routes there itself has one. */
  async routeTo(subnet: string, via: string): Promise<void> {
    const route = [...this.here.program, 'ip', subnet.includes(':') ? '-6' : '-4', 'route'];
    await this.here.run([...route, 'add', subnet, 'via', via]);
    this.context.undo.push(() => this.here.run([...route, 'del', subnet]));
  }

  /** Makes it send packets for 127.0.0.1 to another host of its LAN, as an attacker of that host's loopback does. */
  async routeLoopback(via: string): Promise<void> {
    const localnet = (value: 0 | 1) => `echo ${value} > /proc/sys/net/ipv4/conf/eth0/route_localnet`;
    // Without its address on lo the kernel has no local route for 127.0.0.0/8, which would come first (ip-rule(8),
    // table local).
    await this.here.run([
      'sh',
      '-c',
      `${localnet(1)}; ip address del 127.0.0.1/8 dev lo; ip route add 127.0.0.1/32 via ${via}`,
    ]);
    this.context.undo.push(() =>
      this.here.run(['sh', '-c', `ip route del 127.0.0.1/32; ip address add 127.0.0.1/8 dev lo; ${localnet(0)}`]),
    );
  }

  /** Starts its name server, if it has names to answer for: at all its addresses. */
  async serveNames(replies: LanHostSpec['resolves']): Promise<void> {
    await startNameServer(this.context, this.at.prefix, { address: this.hasIpv6 ? '::' : '0.0.0.0', replies });
  }
}
