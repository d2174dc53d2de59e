import { fileURLToPath } from 'node:url';
import { startAt, type OutsideHost } from '../../lab/index.js';
import type { OutsideScene } from '../scene.js';
import type { OutsideSpec } from '../spec.js';
import { busyboxAt } from './busybox.js';
import { Caller } from './caller.js';
import type { Stage } from './stage.js';

const nameServer = fileURLToPath(new URL('./name-server.js', import.meta.url));

/** A host on the LAN, to act with. */
export class LiveOutside extends Caller {
  constructor(private readonly stage: Stage, readonly key: string, private readonly at: OutsideHost) {
    super(busyboxAt(stage, key, at.entry));
  }

  get address(): string { return this.at.address; }
  get namespacePath(): string { return this.at.namespace; }
  scene(): OutsideScene { return { kind: 'outside', key: this.key, address: this.at.address, mac: this.at.mac }; }

  /** Gives it a route to a subnet by way of the docker host: a LAN neighbour that routes there itself. */
  async routeTo(subnet: string, via: string): Promise<void> {
    await this.here.run([...this.here.program, 'ip', 'route', 'add', subnet, 'via', via], 5000);
    this.stage.undo.push(() => this.here.run([...this.here.program, 'ip', 'route', 'del', subnet], 5000));
  }

  /** Starts its name server, where it is to be one. */
  async serveNames(names: OutsideSpec['resolves']): Promise<void> {
    if (Object.keys(names).length === 0) return;
    const server = await startAt(this.at.entry, [process.execPath, nameServer, ...Object.entries(names).map(([name, address]) => `${name}=${address}`)]);
    this.stage.undo.push(() => server.stop());
  }
}
