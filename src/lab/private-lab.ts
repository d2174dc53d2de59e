import { EngineClient, startDaemon, type DaemonSettings, type EngineProgram } from '../engine/index.js';
import { startLabInit } from './anchor.js';
import { removeControlGroups } from './control-groups.js';
import { LabError } from './error.js';
import { fixtureImage, buildFixtureImage } from './image.js';
import { labPrefix, Lab } from './lab.js';
import { useLegacyIptables } from './legacy-iptables.js';
import { hideTables } from './missing-tables.js';
import { newerEnginePrefix, type NewerEngine } from './newer-engine.js';
import { sysctlFile, type Sysctls } from './sysctl.js';
import { LabShell } from './lab-shell.js';
import { planLan, lanHostAddress, switchCommands, uplinkCommands, disableForwarding } from './plan.js';
import { runCommand } from '../process/index.js';

export interface PrivateLabOptions {
  /** Unique on the machine; carries the run id. */
  readonly name: string;
  readonly program: EngineProgram;
  readonly settings: DaemonSettings;
  /** Kernel settings of the docker host's network that the engine finds when it first starts. */
  readonly sysctls?: Sysctls;
  /** Tables of iptables that its kernel seems to have been built without: `raw`. */
  readonly missingTables?: readonly string[];
  /** Engines to which its own is to be upgraded. */
  readonly newer?: readonly NewerEngine[];
  /** "legacy" for iptables' legacy program and tables in the lab, whatever the machine or the root file system has chosen. */
  readonly iptables?: 'legacy';
  /** Milliseconds the engine has to come up. */
  readonly engineTimeoutMs: number;
}

/** A lab with an engine of its own in a host namespace of its own: nothing of the machine's network or firewall is touched. */
export async function startPrivateLab(options: PrivateLabOptions): Promise<Lab> {
  const lan = planLan(1);
  const newer = options.newer ?? [];
  const tar = buildFixtureImage();
  // Awaited below; a failure there must not count as unhandled while the anchor is being made.
  tar.catch(() => undefined);
  const anchor = await startLabInit({
    hostname: options.name,
    resolvConf: `nameserver ${lanHostAddress(lan, 1)}\n`,
    hosts: `127.0.0.1 localhost\n127.0.1.1 ${options.name}\n`,
    network: [
      ...(options.iptables === 'legacy' ? useLegacyIptables : []),
      ...hideTables(options.missingTables ?? []),
      disableForwarding,
      ...Object.entries(options.sysctls ?? {}).map(([name, value]) => `echo ${value} > ${sysctlFile(name)}`),
      'ip link set lo up',
      ...switchCommands(lan),
      ...uplinkCommands(lan),
    ],
    root: options.program.root,
    newer,
  });
  const cleanUp = async () => {
    await removeControlGroups((group) => group === options.name);
  };
  try {
    const inside = labPrefix(anchor);
    const jobs = '/run/docknet/jobs';
    const shells = Promise.all([
      LabShell.start(inside, { inLab: jobs, onMachine: anchor.path(jobs) }),
      // In the lab's process namespace, so that it and what it runs end with the lab.
      LabShell.start(['nsenter', '--target', String(anchor.pid), '--pid', '--'], {
        inLab: anchor.path(`${jobs}-beside`),
        onMachine: anchor.path(`${jobs}-beside`),
      }),
    ]);
    shells.catch(() => undefined);
    const launch = (upgrade: NewerEngine | null) =>
      startDaemon({
        program: upgrade?.program ?? options.program,
        settings: options.settings,
        timeoutMs: options.engineTimeoutMs,
        cgroupParent: options.name,
        prefix: upgrade === null ? inside : newerEnginePrefix(inside, newer.indexOf(upgrade), options.iptables),
        toMachinePath: (path) => anchor.path(path),
      });
    const daemon = await launch(null);
    const engine = new EngineClient(daemon.socket);
    await engine.importImage(await tar, fixtureImage);
    const [insideShell, beside] = await shells;
    return new Lab(
      {
        name: options.name,
        kind: 'private',
        init: anchor,
        engine,
        launch,
        program: options.program,
        settings: options.settings,
        sysctls: options.sysctls ?? {},
        missingTables: options.missingTables ?? [],
        newer,
        lans: [lan],
        hostPrefix: inside,
        hostNamespace: `/proc/${anchor.pid}/ns/net`,
        shells: { inside: insideShell, beside },
        hostSys: anchor.path('/sys'),
        busybox: anchor.path('/run/docknet/busybox'),
        addSecondLan: async () => {
          const second = planLan(2);
          const made = await runCommand(
            ['sh', '-c', ['set -e', ...switchCommands(second), ...uplinkCommands(second)].join('\n')],
            { prefix: inside },
          );
          if (made.status !== 0)
            throw new LabError(`the second LAN of ${options.name} could not be made: ${made.stderr.trim()}`);
          return second;
        },
        rememberUndo: null,
        processDirectory: (pid) => anchor.path(`/proc/${pid}`),
        cleanUp,
      },
      daemon,
    );
  } catch (cause) {
    await anchor.end();
    await cleanUp();
    throw cause;
  }
}
