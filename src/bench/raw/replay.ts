import { findEngine, type EngineClient, type EngineProgram } from '../../engine/index.js';
import { fixtureImage, labName, startPrivateLab, type Lab } from '../../lab/index.js';
import { newRunId } from '../../runner/index.js';
import type { CheckWork, ContainerWork, EngineAction, RunWork } from './work.js';

/**
 * Asks of engines what a run asked of them: the same labs, networks, containers and restarts, with the same number of
 * labs at once. Records nothing, sends nothing, judges nothing.
 *
 * @returns the seconds it took.
 */
export async function replayWork(work: RunWork): Promise<number> {
  const program = await findEngine({ kind: 'private' });
  const run = newRunId();
  const started = performance.now();
  const queue = work.checks.values();
  // Labs beyond one a worker replace a worker's lab at even distances, as checks that need another lab do.
  const checksPerLab = Math.ceil(work.checks.length / work.labs);
  let labs = 0;
  const worker = async () => {
    let lab: Lab | null = null;
    let served = 0;
    for (const check of queue) {
      if (lab === null || served >= checksPerLab) {
        await lab?.close();
        labs += 1;
        lab = await startLab(program, labName(run, labs));
        served = 0;
      }
      await replayCheck(lab, check);
      served += 1;
    }
    await lab?.close();
  };
  await Promise.all(Array.from({ length: work.workers }, worker));
  return (performance.now() - started) / 1000;
}

const startLab = (program: EngineProgram, name: string): Promise<Lab> =>
  startPrivateLab({ name, program, settings: {}, engineTimeoutMs: 60_000 });

async function replayCheck(lab: Lab, { networks, containers, actions }: CheckWork): Promise<void> {
  const { engine } = lab;
  await Promise.all(networks.map((name) => engine.createNetwork(name, {})));
  await Promise.all(containers.map((container) => startContainer(engine, container)));
  const names = new Set(containers.map(({ name }) => name));
  const networkNames = new Set(networks);
  for (const action of actions) {
    // A reused fixture's containers and networks are not there: what was asked of them is left out.
    if (action.kind === 'remove network' && !networkNames.has(action.name)) continue;
    if ('name' in action && !action.kind.endsWith('network') && !names.has(action.name)) continue;
    await replayAction(lab, action);
    if ('container' in action) names.add(action.container.name);
    if (action.kind === 'rename') names.add(action.newName);
    if (action.kind === 'rename' || action.kind === 'remove') names.delete(action.name);
    if (action.kind === 'create network') networkNames.add(action.name);
    if (action.kind === 'remove network') networkNames.delete(action.name);
  }
  await Promise.all([...names].map((name) => engine.removeContainer(name)));
  await Promise.all([...networkNames].map((name) => engine.removeNetwork(name)));
}

async function replayAction(lab: Lab, action: EngineAction): Promise<void> {
  switch (action.kind) {
    case 'create':
      await createContainer(lab.engine, action.container);
      return;
    case 'start':
      return startContainer(lab.engine, action.container);
    case 'create network':
      await lab.engine.createNetwork(action.name, {});
      return;
    case 'remove network':
      return lab.engine.removeNetwork(action.name);
    case 'remove':
      return lab.engine.removeContainer(action.name);
    case 'rename':
      await lab.engine.docker.getContainer(action.name).rename({ name: action.newName });
      return;
    case 'connect':
      await lab.engine.docker.getNetwork(action.network).connect({ Container: action.name });
      return;
    case 'disconnect':
      return disconnect(lab.engine, action);
    case 'pause':
      await lab.engine.docker.getContainer(action.name).pause();
      return;
    case 'unpause':
      await lab.engine.docker.getContainer(action.name).unpause();
      return;
    case 'kill':
      await lab.engine.docker.getContainer(action.name).kill();
      return;
    case 'stop':
      return allowNothingToDo(lab.engine.docker.getContainer(action.name).stop());
    case 'start again':
      return allowNothingToDo(lab.engine.docker.getContainer(action.name).start());
    case 'restart':
      await lab.engine.docker.getContainer(action.name).restart();
      return;
    case 'stop engine':
      return lab.stopEngine();
    case 'kill engine':
      return lab.stopEngine('KILL');
    case 'start engine':
      return lab.startEngine();
  }
}

/** Accepts status 304: a container that a killed engine, or a program that ended, has stopped already. */
async function allowNothingToDo(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 304) throw error;
  }
}

/** Disconnects a container; connects it first to a further network of its given, which no step names. */
async function disconnect(
  { docker }: EngineClient,
  { name, network }: { readonly name: string; readonly network: string },
): Promise<void> {
  const { NetworkSettings: settings } = await docker.getContainer(name).inspect();
  if (!(network in settings.Networks)) await docker.getNetwork(network).connect({ Container: name });
  await docker.getNetwork(network).disconnect({ Container: name });
}

async function startContainer(engine: EngineClient, container: ContainerWork): Promise<void> {
  await (await createContainer(engine, container)).start();
}

function createContainer({ docker }: EngineClient, { name, network, publish, restart }: ContainerWork) {
  const port = ({ containerPort, protocol }: ContainerWork['publish'][number]) => `${containerPort}/${protocol}`;
  return docker.createContainer({
    name,
    Image: fixtureImage,
    Cmd: ['sleep', '2147483647'],
    // Process 1 ignores SIGTERM: an engine that stops would wait ten seconds for it.
    StopSignal: 'SIGKILL',
    ExposedPorts: Object.fromEntries(publish.map((one) => [port(one), {}])),
    HostConfig: {
      NetworkMode: network,
      RestartPolicy: { Name: restart ? 'always' : 'no' },
      PortBindings: Object.fromEntries(
        // At ports that the engine draws: a container that the run started after another had gone would find its taken.
        publish.map((one) => [port(one), [{ HostIp: one.address ?? '', HostPort: '' }]]),
      ),
    },
  });
}
