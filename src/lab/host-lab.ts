import { EngineClient, EngineError } from '../engine/index.js';
import { runCommand, type CommandPrefix } from '../process/index.js';
import { LabError } from './error.js';
import { buildFixtureImage, busybox, fixtureImage } from './image.js';
import { Lab } from './lab.js';
import { labPrefix, startLabInit, type LabInit } from './lab-init.js';
import { clearLeftovers, rememberLeftovers, rememberUndo } from './machine-leftovers.js';
import { createMachineNft } from './nft.js';
import {
  addressCommands,
  documentationRanges,
  lanHostAddress,
  planLan,
  plugCommands,
  switchCommands,
  type LanPlan,
} from './plan.js';

export interface HostLabOptions {
  /** Unique on the machine; contains the run id. */
  readonly name: string;
  readonly run: string;
  /** The running engine's socket. */
  readonly socket: string;
  /** The run's directory under /run/docknet/runs, for what a later run must undo if this one is killed. */
  readonly runtime: string;
  /** The fetched engines, whose nft is used if the machine's cannot read its tables. Default: the default cache. */
  readonly engineCache?: string;
}

/**
 * Returns the running engine's socket: DOCKER_HOST or the default.
 *
 * @throws EngineError if DOCKER_HOST is no unix socket.
 */
export function findHostSocket(environment: NodeJS.ProcessEnv = process.env): string {
  const host = environment['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  if (!host.startsWith('unix://'))
    throw new EngineError(
      `--engine host needs the engine of this machine, and DOCKER_HOST is ${host}. Unset it or give a unix:// address.`,
    );
  return host.slice('unix://'.length);
}

/**
 * Starts a lab around the machine's own engine: its docker0, firewall and routes. It adds a veth pair with addresses of
 * a documentation range, in front of the LAN hosts; the pair goes with the lab's init process.
 */
export async function startHostLab(options: HostLabOptions): Promise<Lab> {
  const engine = new EngineClient(options.socket);
  await engine.describe();
  const [range, secondRange] = await findFreeRanges();
  const uplink = `dn${options.run.slice(0, 10)}`;
  const lan = planLan(1, range, uplink);
  const init = await startLabInit({
    hostname: options.name,
    resolvConf: `nameserver ${lanHostAddress(lan, 1)}\n`,
    hosts: `127.0.0.1 localhost\n`,
    network: ['ip link set lo up', ...switchCommands(lan)],
    root: null,
  });
  const addSecondLan = async () => {
    if (secondRange === undefined)
      throw new LabError('the machine uses all documentation ranges but one, so there is no second LAN');
    const second = planLan(2, secondRange, `${uplink}2`);
    await runScript(labPrefix(init), switchCommands(second));
    await attach(options.runtime, init, second);
    return second;
  };
  const cleanUp = async () => {
    await clearLeftovers(options.runtime);
  };
  try {
    await attach(options.runtime, init, lan);
    const importing = !(await engine.hasImage(fixtureImage));
    await rememberLeftovers(options.runtime, {
      socket: engine.socket,
      label: `docknet.run=${options.run}`,
      image: importing ? fixtureImage : null,
    });
    if (importing) await engine.importImage(await buildFixtureImage(), fixtureImage);
    return new Lab(
      {
        name: options.name,
        kind: 'host',
        init,
        engine,
        launch: null,
        program: null,
        settings: {},
        sysctls: {},
        missingTables: [],
        secondHost: null,
        newer: [],
        lans: [lan],
        hostPrefix: [],
        hostNamespace: '/proc/self/ns/net',
        createNft: (run) => createMachineNft(run, options.engineCache),
        shells: null,
        hostSys: '/sys',
        busybox,
        addSecondLan,
        observer: null,
        rememberUndo: (undo) => rememberUndo(options.runtime, undo),
        processDirectory: (pid) => `/proc/${pid}`,
        cleanUp,
      },
      null,
    );
  } catch (cause) {
    await init.end();
    await cleanUp();
    throw cause;
  }
}

/** Connects the machine to a LAN's switch with a veth pair. */
async function attach(runtime: string, init: LabInit, lan: LanPlan): Promise<void> {
  // The kernel removes the veth with its peer's namespace, but late; so it is removed by name.
  await rememberUndo(runtime, `ip link del ${lan.uplink}`);
  await runScript([], [`ip link add ${lan.uplink} type veth peer name host netns ${init.pid}`]);
  await runScript(labPrefix(init), [`ip link set host netns ${lan.name}`, ...plugCommands(lan)]);
  await runScript([], addressCommands(lan));
}

/** Finds documentation ranges in which the machine has no address and no route; at least one. */
async function findFreeRanges(): Promise<[string, ...string[]]> {
  const { stdout } = await runCommand(['sh', '-c', 'ip -4 address; ip -4 route show table all']);
  const [first, ...others] = documentationRanges.filter((range) => !stdout.includes(`${range}.`));
  if (first === undefined)
    throw new LabError(`the machine uses all of ${documentationRanges.join(', ')}: docknet's LAN needs one of them`);
  return [first, ...others];
}

async function runScript(prefix: CommandPrefix, commands: readonly string[]): Promise<void> {
  const { status, stderr } = await runCommand(['sh', '-c', ['set -e', ...commands].join('\n')], { prefix });
  if (status !== 0) throw new LabError(`the LAN beside the machine could not be made: ${stderr.trim()}`);
}
