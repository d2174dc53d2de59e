import { EngineClient, EngineError } from '../engine/index.js';
import { startLabInit, type LabInit } from './anchor.js';
import { LabError } from './error.js';
import { clearLeftovers, rememberLeftovers, rememberUndo } from './machine-leftovers.js';
import { busybox, fixtureImage, buildFixtureImage } from './image.js';
import { labPrefix, Lab } from './lab.js';
import {
  addressCommands,
  documentationRanges,
  planLan,
  lanHostAddress,
  plugCommands,
  switchCommands,
  type LanPlan,
} from './plan.js';
import { runCommand } from '../process/index.js';

export interface HostLabOptions {
  /** Unique on the machine; carries the run id. */
  readonly name: string;
  readonly run: string;
  /** The running engine's socket. */
  readonly socket: string;
  /** The run's directory under /run/docknet/runs, for what must be undone should we be killed. */
  readonly runtime: string;
}

/** The running engine's socket: what DOCKER_HOST names, or the usual one. @throws EngineError where DOCKER_HOST is not a unix socket. */
export function findHostSocket(environment: NodeJS.ProcessEnv = process.env): string {
  const host = environment['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  if (!host.startsWith('unix://'))
    throw new EngineError(
      `--engine host needs the engine of this machine, and DOCKER_HOST is ${host}. Unset it or give a unix:// address.`,
    );
  return host.slice('unix://'.length);
}

/**
 * A lab around the machine's own engine: its docker0, its firewall, its routes. What is added is a veth pair with a documentation
 * range's addresses, behind which the outside hosts are; it goes when the lab's anchor goes.
 */
export async function startHostLab(options: HostLabOptions): Promise<Lab> {
  const engine = new EngineClient(options.socket);
  await engine.describe();
  const [range, secondRange] = await freeRanges();
  const lan = planLan(1, range, `dn${options.run.slice(0, 10)}`);
  const anchor = await startLabInit({
    hostname: options.name,
    resolvConf: `nameserver ${lanHostAddress(lan, 1)}\n`,
    hosts: `127.0.0.1 localhost\n`,
    network: ['ip link set lo up', ...switchCommands(lan)],
    root: null,
  });
  const cleanUp = async () => {
    await clearLeftovers(options.runtime);
  };
  try {
    await attach(options.runtime, anchor, lan);
    const imported = !(await engine.hasImage(fixtureImage));
    await rememberLeftovers(options.runtime, {
      socket: engine.socket,
      label: `docknet.run=${options.run}`,
      image: imported ? fixtureImage : null,
    });
    if (imported) await engine.importImage(await buildFixtureImage(), fixtureImage);
    return new Lab(
      {
        name: options.name,
        kind: 'host',
        init: anchor,
        engine,
        launch: null,
        program: null,
        settings: {},
        sysctls: {},
        missingTables: [],
        newer: [],
        lans: [lan],
        hostPrefix: [],
        hostNamespace: '/proc/self/ns/net',
        shells: null,
        hostSys: '/sys',
        busybox,
        addSecondLan: async () => {
          if (secondRange === undefined)
            throw new LabError('the machine uses all documentation ranges but one, so there is no second LAN');
          const second = planLan(2, secondRange, `dn${options.run.slice(0, 10)}2`);
          await shell(labPrefix(anchor), switchCommands(second).join('\n'));
          await attach(options.runtime, anchor, second);
          return second;
        },
        rememberUndo: (undo) => rememberUndo(options.runtime, undo),
        processDirectory: (pid) => `/proc/${pid}`,
        cleanUp,
      },
      null,
    );
  } catch (cause) {
    await anchor.end();
    await cleanUp();
    throw cause;
  }
}

/** Plugs the machine into a LAN's switch with a veth pair. */
async function attach(runtime: string, anchor: LabInit, lan: LanPlan): Promise<void> {
  // The veth goes with its peer's namespace, but the kernel takes its time over that; so it is removed by name.
  await rememberUndo(runtime, `ip link del ${lan.uplink}`);
  await shell([], `ip link add ${lan.uplink} type veth peer name host netns ${anchor.pid}`);
  await shell(labPrefix(anchor), [`ip link set host netns ${lan.name}`, ...plugCommands(lan)].join('\n'));
  await shell([], addressCommands(lan).join('\n'));
}

/** Documentation ranges that the machine neither has an address in nor a route to; at least one. */
async function freeRanges(): Promise<[string, ...string[]]> {
  const { stdout } = await runCommand(['sh', '-c', 'ip -4 address; ip -4 route show table all']);
  const [first, ...others] = documentationRanges.filter((range) => !stdout.includes(`${range}.`));
  if (first === undefined)
    throw new LabError(
      `the machine uses all of ${documentationRanges.join(', ')}: there is no range left for docknet's own LAN`,
    );
  return [first, ...others];
}

async function shell(entry: readonly string[], commands: string): Promise<void> {
  const result = await runCommand(['sh', '-c', `set -e\n${commands}`], { prefix: entry });
  if (result.status !== 0) throw new LabError(`the LAN beside the machine could not be made: ${result.stderr.trim()}`);
}
