import { fileURLToPath } from 'node:url';
import { type LanHost } from '../../lab/index.js';
import { startService } from '../../process/index.js';
import type { LanHostTopology } from '../topology.js';
import type { LanHostSpec } from '../spec.js';
import { busyboxAt } from './busybox.js';
import { LiveEndpoint } from './endpoint.js';
import type { CheckContext } from './context.js';

const nameServer = fileURLToPath(new URL('./name-server.js', import.meta.url));

/** A host on the LAN, to act with. */
export class LiveLanHost extends LiveEndpoint {
  constructor(
    private readonly stage: CheckContext,
    readonly key: string,
    private readonly at: LanHost,
  ) {
    super(busyboxAt(stage, key, at.prefix));
  }

  get address(): string {
    return this.at.address;
  }
  get namespacePath(): string {
    return this.at.namespace;
  }
  topology(): LanHostTopology {
    return { kind: 'lan-host', key: this.key, address: this.at.address, mac: this.at.mac };
  }

  /** Gives it a route to a subnet by way of the docker host: a LAN neighbour that routes there itself. */
  async routeTo(subnet: string, via: string): Promise<void> {
    await this.here.run([...this.here.program, 'ip', 'route', 'add', subnet, 'via', via]);
    this.stage.undo.push(() => this.here.run([...this.here.program, 'ip', 'route', 'del', subnet]));
  }

  /** Makes it send what is for 127.0.0.1 to another host of its LAN, as a neighbour does who wants at that host's loopback. */
  async routeLoopback(via: string): Promise<void> {
    const localnet = (value: 0 | 1) => `echo ${value} > /proc/sys/net/ipv4/conf/eth0/route_localnet`;
    // Without its address on lo the kernel has no local route for 127.0.0.0/8, which would come first (ip-rule(8), table local).
    await this.here.run([
      'sh',
      '-c',
      `${localnet(1)}; ip address del 127.0.0.1/8 dev lo; ip route add 127.0.0.1/32 via ${via}`,
    ]);
    this.stage.undo.push(() =>
      this.here.run(['sh', '-c', `ip route del 127.0.0.1/32; ip address add 127.0.0.1/8 dev lo; ${localnet(0)}`]),
    );
  }

  /** Starts its name server, where it is to be one. */
  async serveNames(names: LanHostSpec['resolves']): Promise<void> {
    if (Object.keys(names).length === 0) return;
    const server = await startService(
      [process.execPath, nameServer, ...Object.entries(names).map(([name, address]) => `${name}=${address}`)],
      { prefix: this.at.prefix },
    );
    this.stage.undo.push(() => server.stop());
  }
}
