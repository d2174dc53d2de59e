import type { NetnsTopology } from '../topology.js';
import { busyboxAt } from './busybox.js';
import { LiveEndpoint } from './endpoint.js';
import type { CheckContext } from './context.js';

/** A network namespace made by hand, to act with. */
export class LiveNetns extends LiveEndpoint {
  constructor(
    private readonly kept: NetnsTopology,
    stage: CheckContext,
    readonly namespacePath: string,
  ) {
    super(busyboxAt(stage, kept.key, ['nsenter', `--net=${namespacePath}`, '--']));
  }

  get key(): string {
    return this.kept.key;
  }
  get address(): string {
    return this.kept.address;
  }
  topology(): NetnsTopology {
    return this.kept;
  }
}
