import {
  EngineError,
  listContainers,
  RefusedRequestError,
  type EngineNetwork,
  type ListedContainer,
} from '../../engine/index.js';
import type { Lab } from '../../lab/index.js';
import type { EngineAction } from '../expectation.js';
import type { ComposeSpec } from '../spec.js';
import { composeFile, describeService } from './compose-file.js';
import { tellsRefusal } from './compose-output.js';
import type { LiveContainer } from './container.js';
import { attempt, type CheckContext } from './context.js';

/** Why a check of Compose is not applicable. */
export const composeMissing = 'Compose is not installed for this engine';

interface Compose {
  readonly command: string;
  /** What it prints of itself. */
  readonly version: string;
}

const foundCompose = new WeakMap<Lab, Promise<Compose | null>>();

/**
 * Finds Compose on the docker host: docker's plugin, or the program docker-compose (v1 and v2). Looks once in each lab:
 * `docker-compose version` (v1) takes half a second of CPU time.
 *
 * @returns null if there is neither.
 */
export function findCompose(lab: Lab): Promise<Compose | null> {
  const found = foundCompose.get(lab) ?? lookForCompose(lab);
  foundCompose.set(lab, found);
  return found;
}

async function lookForCompose(lab: Lab): Promise<Compose | null> {
  for (const command of ['docker compose', 'docker-compose']) {
    const { status, stdout } = await lab.runOnHost(['sh', '-c', `${command} version`]);
    if (status === 0) return { command, version: stdout.split('\n')[0] ?? '' };
  }
  return null;
}

/** Returns the key of a network's project: its own key if it is the project's default network. */
export const projectOf = (key: string, { project }: ComposeSpec): string => project ?? key;

/** Returns the name of a project's network, as Compose names it if compose.yaml does not. */
export const composeNetworkName = (key: string, spec: ComposeSpec, run: string): string =>
  `${projectOf(key, spec)}-${run}_${networkInFile(key, spec)}`;

const networkInFile = (key: string, { project }: ComposeSpec): string => (project === null ? 'default' : key);

/** What `up` changes in compose.yaml. It stays changed. */
export interface ComposeChange {
  /** Number of containers, by service. */
  readonly scale?: Readonly<Record<string, number>>;
  /** Services whose configuration changes, so that `up` recreates their containers. */
  readonly change?: readonly string[];
}

/** A Compose project: its networks, and the containers on them as its services. */
export class ComposeProject {
  private readonly services: ReadonlyMap<string, readonly LiveContainer[]>;
  private readonly scales = new Map<string, number>();
  private readonly changes = new Map<string, number>();

  /**
   * @param networks The project's own networks, by key.
   * @param containers Containers with the same service are its replicas, in order.
   */
  constructor(
    private readonly context: CheckContext,
    readonly key: string,
    private readonly networks: Readonly<Record<string, ComposeSpec>>,
    containers: readonly LiveContainer[],
  ) {
    const services = new Map<string, LiveContainer[]>();
    for (const container of containers) {
      const name = container.spec.service ?? container.key;
      services.set(name, [...(services.get(name) ?? []), container]);
    }
    this.services = services;
  }

  private get name(): string {
    return `${this.key}-${this.context.run}`;
  }

  /** Returns whether a network is one of its own. @param network Its key. */
  has(network: string): boolean {
    return network in this.networks;
  }

  /** Creates or changes what compose.yaml describes, and waits until its containers are ready. */
  async up({ scale = {}, change = [] }: ComposeChange = {}): Promise<EngineAction> {
    for (const service of [...Object.keys(scale), ...change])
      if (!this.services.has(service)) throw new Error(`the Compose project ${this.key} has no service ${service}`);
    for (const [service, count] of Object.entries(scale)) this.scales.set(service, count);
    for (const service of change) this.changes.set(service, (this.changes.get(service) ?? 0) + 1);
    return this.run('up -d');
  }

  /** Removes its containers and its own networks. */
  async down(): Promise<EngineAction> {
    return this.run('down');
  }

  /** Removes whatever is left of it, without logging a step. */
  async dispose(): Promise<void> {
    const { engine } = this.context.lab;
    const left = await engine.listContainersWithLabel(`${composeLabels.project}=${this.name}`);
    await Promise.all(left.map((id) => engine.removeContainer(id)));
    for (const network of await this.ownNetworks()) await engine.removeNetwork(network.id);
  }

  /** Lists its own networks that exist. */
  async ownNetworks(): Promise<(EngineNetwork & { readonly key: string })[]> {
    const names = Object.entries(this.networks).map(
      ([key, spec]) => [composeNetworkName(key, spec, this.context.run), key] as const,
    );
    const keys = new Map(names);
    return (await this.context.lab.engine.networks()).flatMap((network) => {
      const key = keys.get(network.name);
      return key === undefined ? [] : [{ ...network, key }];
    });
  }

  private async run(action: string): Promise<EngineAction> {
    const { lab } = this.context;
    const compose = await findCompose(lab);
    if (compose === null) throw new Error(composeMissing);
    const command = `${compose.command} -p ${this.name} -f - ${action}`;
    const file = this.file();
    return attempt(this.context, `${command} < ${file}`, async () => {
      const script = `export DOCKER_HOST=unix://${lab.socketOnHost}; ${command} <<'end'\n${file}\nend`;
      const { status, stdout, stderr } = await lab.runOnHost(['sh', '-c', script], 30_000);
      // What it did before it failed is there, too.
      await this.adopt();
      const Failure = tellsRefusal(stderr) ? RefusedRequestError : EngineError;
      if (status !== 0) throw new Failure(stderr.trim());
      return `${stdout}${stderr}`.trimEnd();
    });
  }

  /** Takes over the containers that there are now: a service's, by their numbers, as the given ones in order. */
  private async adopt(): Promise<void> {
    const listed = await listContainers(this.context.lab.engine);
    const running = listed.filter(({ labels, running }) => running && labels[composeLabels.project] === this.name);
    const numberOf = ({ labels }: ListedContainer) => Number(labels[composeLabels.number]);
    for (const [service, containers] of this.services) {
      const found = running
        .filter(({ labels }) => labels[composeLabels.service] === service)
        .sort((a, b) => numberOf(a) - numberOf(b));
      await Promise.all(containers.map((container, n) => container.adopt(found[n]?.id ?? null)));
    }
  }

  /** Returns compose.yaml as JSON, which is YAML. */
  private file(): string {
    const services = [...this.services].map(([name, containers]) =>
      describeService(name, containers, { scale: this.scales.get(name), change: this.changes.get(name) ?? 0 }),
    );
    const own = Object.entries(this.networks).map(([key, spec]) => ({ key, nameInFile: networkInFile(key, spec) }));
    return composeFile(this.context.run, services, own);
  }
}

const composeLabels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
};
