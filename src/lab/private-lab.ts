import { createSwarm, EngineClient, startDaemon, type DaemonSettings, type EngineProgram } from '../engine/index.js';
import type { Fault } from '../fault/index.js';
import { runCommand } from '../process/index.js';
import { lengthenConntrackTimeouts } from './conntrack-timeouts.js';
import { LabError } from './error.js';
import {
  disturbHost,
  EngineObserver,
  installFault,
  requestChangeOf,
  serveChangedApi,
  withWrappers,
} from './faulty-engine.js';
import { buildFixtureImage, fixtureImage } from './image.js';
import { hideTables, useLegacyIptables } from './iptables.js';
import { Lab } from './lab.js';
import { labPrefix, startLabInit, type LabInit } from './lab-init.js';
import { LabShell } from './lab-shell.js';
import { newerEnginePrefix, type NewerEngine } from './newer-engine.js';
import { createLabNft } from './nft.js';
import { startSecondHost, type SecondHost } from './second-host.js';
import {
  disableForwarding,
  lanHostAddress,
  planLan,
  switchCommands,
  sysctlCommands,
  uplinkCommands,
  type LanPlan,
  type Sysctls,
} from './plan.js';
import { findControlGroups, removeControlGroups } from './sweep.js';

export interface PrivateLabOptions {
  /** Unique on the machine; contains the run id. */
  readonly name: string;
  readonly program: EngineProgram;
  readonly settings: DaemonSettings;
  /** Kernel settings of the docker host's network before the engine's first start. */
  readonly sysctls?: Sysctls;
  /** Tables of iptables to hide: `raw`. */
  readonly missingTables?: readonly string[];
  /** Whether a second docker host is on its LAN, in one swarm with the first. Default: false. */
  readonly swarm?: boolean;
  /** Engines to which the lab's engine can be upgraded. */
  readonly newer?: readonly NewerEngine[];
  /**
   * "legacy" for iptables' legacy program and tables, regardless of the machine's or root file system's alternative.
   */
  readonly iptables?: 'legacy';
  /** The fetched engines, whose nft is used if the lab's cannot read its tables. Default: the default cache. */
  readonly engineCache?: string;
  /** A mistake to put into the engine's work; null for none. */
  readonly fault?: Fault | null;
  /** Whether to observe what the engine is asked and calls. Default: false. */
  readonly observed?: boolean;
  /** Milliseconds until the engine must be up. */
  readonly engineTimeoutMs: number;
}

/** Starts a lab with an engine of its own in namespaces of its own: it changes nothing of the machine's network. */
export async function startPrivateLab(options: PrivateLabOptions): Promise<Lab> {
  const { name, program, settings, sysctls = {}, missingTables = [], newer = [], fault = null } = options;
  const lan = planLan(1);
  const image = buildFixtureImage();
  // Awaited below; unhandled if the init process fails first.
  image.catch(() => undefined);
  const init = await startLabInit({
    hostname: name,
    resolvConf: `nameserver ${lanHostAddress(lan, 1)}\n`,
    hosts: `127.0.0.1 localhost\n127.0.1.1 ${name}\n`,
    network: [
      ...(options.iptables === 'legacy' ? useLegacyIptables : []),
      ...hideTables(missingTables),
      disableForwarding,
      ...sysctlCommands(sysctls),
      'ip link set lo up',
      ...switchCommands(lan),
      ...uplinkCommands(lan),
    ],
    root: program.root,
    newer,
  });
  const cleanUp = async () => {
    await removeControlGroups(await findControlGroups((group) => group === name));
  };
  try {
    const prefix = labPrefix(init);
    const shells = startShells(init);
    // Awaited below; unhandled if the engine fails first.
    shells.catch(() => undefined);
    if (fault !== null) await installFault(init, fault);
    const observer = options.observed === true ? await EngineObserver.install(init) : null;
    const isWrapped = observer !== null || fault?.mistake.kind === 'program';
    const launch = async (upgrade: NewerEngine | null, changed: DaemonSettings) => {
      const daemon = await startDaemon({
        program: isWrapped ? withWrappers(upgrade?.program ?? program) : (upgrade?.program ?? program),
        settings: { ...settings, ...changed },
        timeoutMs: options.engineTimeoutMs,
        cgroupParent: name,
        prefix: upgrade === null ? prefix : newerEnginePrefix(prefix, newer.indexOf(upgrade), options.iptables),
        toMachinePath: (path) => init.path(path),
      });
      if (fault !== null) await disturbHost(prefix, fault);
      return daemon;
    };
    const daemon = await launch(null, {});
    await (await shells).lab.run(lengthenConntrackTimeouts());
    await new EngineClient(daemon.socket).importImage(await image, fixtureImage);
    const engine = new EngineClient(
      await serveChangedApi(init, observer?.observe ?? requestChangeOf(fault), daemon.socket),
    );
    const secondHost = options.swarm === true ? await addSecondHost(init, lan, options) : null;
    if (secondHost !== null) await createSwarm([engine, secondHost.engine], [lan.address, secondHost.address]);
    return new Lab(
      {
        name,
        kind: 'private',
        init,
        engine,
        launch,
        program,
        settings,
        sysctls,
        missingTables,
        secondHost,
        newer,
        lans: [lan],
        hostPrefix: prefix,
        hostNamespace: `/proc/${init.pid}/ns/net`,
        createNft: (run) => createLabNft(run, { init, program, newer }, options.engineCache),
        shells: await shells,
        hostSys: init.path('/sys'),
        busybox: init.path('/run/docknet/busybox'),
        addSecondLan: () => addSecondLan(init, name),
        rememberUndo: null,
        observer,
        processDirectory: (pid) => init.path(`/proc/${pid}`),
        cleanUp,
      },
      daemon,
    );
  } catch (cause) {
    await init.end();
    await cleanUp();
    throw cause;
  }
}

async function startShells(init: LabInit): Promise<{ readonly lab: LabShell; readonly machine: LabShell }> {
  const output = '/run/docknet/output';
  const machineOutput = init.path(`${output}-machine`);
  const [lab, machine] = await Promise.all([
    LabShell.start(labPrefix(init), { inLab: output, onMachine: init.path(output) }),
    // In the lab's pid namespace, so that its commands end with the lab.
    LabShell.start(['nsenter', '--target', String(init.pid), '--pid', '--net', '--'], {
      inLab: machineOutput,
      onMachine: machineOutput,
    }),
  ]);
  return { lab, machine };
}

function addSecondHost(init: LabInit, lan: LanPlan, options: PrivateLabOptions): Promise<SecondHost> {
  const { program, settings, name, engineTimeoutMs, sysctls = {} } = options;
  return startSecondHost(init, lan, sysctls, { program, settings, cgroupParent: name, timeoutMs: engineTimeoutMs });
}

async function addSecondLan(init: LabInit, name: string): Promise<LanPlan> {
  const lan = planLan(2);
  const script = ['set -e', ...switchCommands(lan), ...uplinkCommands(lan)].join('\n');
  const { status, stderr } = await runCommand(['sh', '-c', script], { prefix: labPrefix(init) });
  if (status !== 0) throw new LabError(`the second LAN of ${name} could not be made: ${stderr.trim()}`);
  return lan;
}
