import type { EngineNetwork } from '../../engine/index.js';
import { dockerHostOf } from '../create-places.js';
import type { DockerHost } from '../places.js';
import type { DockerHostTopology } from '../topology.js';
import type { PointAssertions } from '../words/point.js';
import { timeStep, type CheckContext } from './context.js';

/** A second docker host that `when` asks. */
export class LiveDockerHost implements DockerHost {
  private readonly place: DockerHost;

  /** @param context The check's, with the second host's lab. */
  constructor(
    readonly context: CheckContext,
    private readonly at: DockerHostTopology,
  ) {
    this.place = dockerHostOf(at);
  }

  get key(): string {
    return this.at.key;
  }
  get address(): string {
    return this.at.address;
  }
  get uplink(): PointAssertions {
    return this.place.uplink;
  }
  /** Path of its network namespace. */
  get namespacePath(): string {
    return this.context.lab.parts.hostNamespace;
  }

  /** Lists its engine's networks. */
  async networks(): Promise<EngineNetwork[]> {
    let networks: EngineNetwork[] = [];
    await timeStep(this.context, this.key, 'docker network ls', async () => {
      networks = await this.context.lab.engine.networks();
      return networks.map(({ id, name, driver }) => `${id.slice(0, 12)} ${name} ${driver}`).join('\n');
    });
    return networks;
  }

  topology(): DockerHostTopology {
    return this.at;
  }
}
