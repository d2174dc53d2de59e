import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePublication, type Publication } from '../../engine/index.js';
import type { CheckRecord, RunRecord, Step, StoredRecord } from '../../record/index.js';

/** A container that a run started. */
export interface ContainerWork {
  readonly name: string;
  /** "default", "host", "none" or a network's name. */
  readonly network: string;
  readonly publish: readonly Publication[];
  /** `--restart always`. */
  readonly restart: boolean;
}

/** What a check asked of a container. */
type ContainerAction = 'remove' | 'stop' | 'kill' | 'start again' | 'restart' | 'pause' | 'unpause';

/** One thing that a check asked of its engine during the traffic. */
export type EngineAction =
  | { readonly kind: 'create' | 'start'; readonly container: ContainerWork }
  | { readonly kind: ContainerAction; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly newName: string }
  | { readonly kind: 'connect' | 'disconnect'; readonly network: string; readonly name: string }
  | { readonly kind: 'create network' | 'remove network'; readonly name: string }
  | { readonly kind: 'stop engine' | 'kill engine' | 'start engine' };

/** What one check asked of its engine. A reused fixture has no networks and containers. */
export interface CheckWork {
  readonly networks: readonly string[];
  /** Started together. */
  readonly containers: readonly ContainerWork[];
  /** One after another, before containers and networks are removed. */
  readonly actions: readonly EngineAction[];
}

/** What a run asked of its engines. */
export interface RunWork {
  /** Labs at once. */
  readonly workers: number;
  /** Labs in all, each with an engine of its own. */
  readonly labs: number;
  readonly checks: readonly CheckWork[];
}

/** Reads from a run's record and evidence what it asked of its engines. @throws if a topology cannot be read. */
export async function readRunWork({ directory, record }: StoredRecord): Promise<RunWork> {
  return { workers: record.run.workers, labs: await countLabs(directory, record), checks: record.checks.map(readWork) };
}

/** Counts a run's labs by their uplinks' MAC addresses, which the kernel draws for each. */
async function countLabs(directory: string, { checks }: RunRecord): Promise<number> {
  const macs = new Set<string>();
  for (const { evidence } of checks) {
    if (evidence.topology === null) continue;
    const text = await readFile(join(directory, evidence.topology), 'utf8');
    macs.add((JSON.parse(text) as { topology: { host: { mac: string } } }).topology.host.mac);
  }
  return macs.size;
}

/** Reads what a check asked of its engine from its steps. Leaves out what failed, and Compose. */
export function readWork({ steps }: Pick<CheckRecord, 'steps'>): CheckWork {
  const done = steps.filter(({ status }) => status === 0);
  const given = done.filter(({ phase }) => phase === 'given');
  const isReused = given.some(({ command }) => command.startsWith('# fixture of '));
  const built = isReused ? [] : given;
  return {
    networks: built.flatMap((step) => readNetwork(step) ?? []),
    containers: built.flatMap((step) => readContainer(step) ?? []),
    actions: done.filter(({ phase }) => phase === 'when').flatMap((step) => readAction(step) ?? []),
  };
}

const containerActions: ReadonlyMap<string, ContainerAction> = new Map([
  ['rm -f', 'remove'],
  ['stop', 'stop'],
  ['kill', 'kill'],
  ['start', 'start again'],
  ['restart', 'restart'],
  ['pause', 'pause'],
  ['unpause', 'unpause'],
]);

function readAction(step: Step): EngineAction | null {
  const container = readContainer(step);
  if (container !== null) return { kind: step.command.startsWith('docker create') ? 'create' : 'start', container };
  const network = readNetwork(step);
  if (network !== null) return { kind: 'create network', name: network };
  const [, gone] = /^docker network rm (\S+)$/.exec(step.command) ?? [];
  if (gone !== undefined) return { kind: 'remove network', name: gone };
  const [, command = '', name] =
    /^docker (rm -f|stop|kill|start|restart|pause|unpause)(?: -t \d+)? (\S+)$/.exec(step.command) ?? [];
  const kind = containerActions.get(command);
  if (kind !== undefined && name !== undefined) return { kind, name };
  const [, oldName, newName] = /^docker rename (\S+) (\S+)$/.exec(step.command) ?? [];
  if (oldName !== undefined && newName !== undefined) return { kind: 'rename', name: oldName, newName };
  const [, verb, joined, who] = /^docker network (connect|disconnect) .*?(\S+) (\S+)$/.exec(step.command) ?? [];
  if (joined !== undefined && who !== undefined)
    return { kind: verb === 'connect' ? 'connect' : 'disconnect', network: joined, name: who };
  if (step.command === 'systemctl stop docker') return { kind: 'stop engine' };
  if (step.command === 'systemctl kill --signal KILL docker') return { kind: 'kill engine' };
  return /(?:^|&& )systemctl start docker\b/.test(step.command) ? { kind: 'start engine' } : null;
}

const readNetwork = ({ command }: Step): string | null => /^docker network create .*?(\S+)$/.exec(command)?.[1] ?? null;

function readContainer({ command }: Step): ContainerWork | null {
  const [, name, flags = ''] =
    /^docker (?:run -d|create) --name (\S+) (.*?) ?docknet\/fixture:\d+ /.exec(command) ?? [];
  if (name === undefined) return null;
  const network = /--network (\S+)/.exec(flags)?.[1] ?? 'default';
  return {
    name,
    network: network.startsWith('container:') ? 'none' : network,
    publish: [...flags.matchAll(/-p (\S+)/g)].flatMap(([, publication = '']) => parsePublication(publication)),
    restart: flags.includes('--restart always'),
  };
}

/** Describes the work: "17 labs, 22 engine restarts, 49 networks, 127 containers". */
export function describeWork({ labs, checks }: RunWork): string {
  const sum = (count: (check: CheckWork) => number) => checks.reduce((total, check) => total + count(check), 0);
  const actions = (kind: EngineAction['kind']) =>
    sum((check) => check.actions.filter((one) => one.kind === kind).length);
  const containers = sum((check) => check.containers.length) + actions('start') + actions('create');
  const networks = sum((check) => check.networks.length) + actions('create network');
  return `${labs} labs, ${actions('start engine')} engine restarts, ${networks} networks, ${containers} containers`;
}
