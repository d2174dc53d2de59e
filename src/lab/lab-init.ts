import { readFile } from 'node:fs/promises';
import { quote, startProcess, type CommandPrefix, type ManagedProcess, type ProcessError } from '../process/index.js';
import { LabError } from './error.js';
import { busybox, writeClientPage } from './image.js';
import { mountNewerEngines, type NewerEngine } from './newer-engine.js';

/**
 * A lab's init process: process 1 of the lab's own pid, mount, network and UTS namespaces.
 *
 * Everything of a lab (engine, containers, mounts, named network namespaces, the engine's data on a tmpfs) is in these
 * namespaces, so the end of this process ends all of it. The kernel kills it when docknet ends for any reason (prctl(2)
 * PR_SET_PDEATHSIG, pid_namespaces(7)).
 */
export interface LabInit {
  /** Its process id on the machine. */
  readonly pid: number;
  /** Returns the machine's path of a path in the lab's mount namespace. */
  path(inside: string): string;
  /** Ends the lab and waits until the kernel has removed it. */
  end(): Promise<void>;
}

export interface LabInitOptions {
  /** Host name inside the lab; contains the run id. */
  readonly hostname: string;
  /** Content of `/etc/resolv.conf` inside the lab. */
  readonly resolvConf: string;
  /** Content of `/etc/hosts` inside the lab. */
  readonly hosts: string;
  /** Shell commands that build the network, run after the mounts. */
  readonly network: readonly string[];
  /** A root file system to pivot into; null for the machine's own. */
  readonly root: string | null;
  /** Engines to which the lab's engine can be upgraded. */
  readonly newer?: readonly NewerEngine[];
}

/**
 * Returns the prefix that enters all of a lab's namespaces. nsenter forks to enter a pid namespace, hence the setpriv.
 */
export function labPrefix(init: LabInit): CommandPrefix {
  const namespaces = ['--mount', '--net', '--uts', '--pid'];
  return ['nsenter', '--target', String(init.pid), ...namespaces, '--', 'setpriv', '--pdeathsig', 'KILL', '--'];
}

/**
 * Creates the namespaces, runs the network commands in them and waits for their end.
 *
 * @throws LabError with the failing command's standard error.
 */
export async function startLabInit(options: LabInitOptions): Promise<LabInit> {
  const namespaces = ['--pid', '--mount', '--net', '--uts'];
  const unshare = startProcess(['sh', '-c', buildScript(options)], {
    prefix: ['unshare', '--kill-child', '--fork', ...namespaces, '--'],
    env: process.env,
    detached: true,
  });
  const pid = await waitReady(unshare, options.hostname);
  return {
    pid,
    path: (inside) => `/proc/${pid}/root${inside}`,
    end: async () => {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        /* it has ended already */
      }
      await unshare.ended;
    },
  };
}

/** Waits for the line "ready". @returns the id of unshare's child, the lab's process 1. */
async function waitReady(unshare: ManagedProcess, hostname: string): Promise<number> {
  await unshare.waitForOutput(/^ready\n/).catch((cause: unknown) => {
    const { exit, stderr } = cause as ProcessError;
    const reason =
      exit?.error ?? `its init process ended with status ${exit?.status ?? null}, standard error: ${stderr.trim()}`;
    throw new LabError(
      `the lab ${hostname} could not be made: ${reason}. Run "docknet doctor" to see what this machine lacks.`,
      { cause },
    );
  });
  const children = await readFile(`/proc/${unshare.pid}/task/${unshare.pid}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}

/** Builds the init script: mounts, network, then reaping of orphans until it is killed. */
function buildScript(options: LabInitOptions): string {
  const { root, newer = [], hostname, hosts, resolvConf, network } = options;
  return [
    'set -e',
    ...(root === null ? mountOverMachineRoot(newer) : enterRoot(root, newer)),
    `hostname ${quote(hostname)}`,
    ...coverFile('resolv.conf', resolvConf),
    ...coverFile('hosts', hosts),
    ...writeClientPage,
    ...network,
    'echo ready',
    'exec >/dev/null 2>&1',
    // wait reaps orphans and needs a child to wait for.
    'while :; do sleep infinity & wait $!; done',
  ].join('\n');
}

/**
 * A machine's resolv.conf is often a link into /run, which is the lab's own; other files are covered by a bind mount.
 */
function coverFile(name: string, content: string): string[] {
  const file = `/run/docknet/${name}`;
  return [
    `printf %s ${quote(content)} > ${file}`,
    `real=$(readlink -m /etc/${name})`,
    'case $real in',
    `/run/*) mkdir -p "$(dirname "$real")"; cp ${file} "$real" ;;`,
    `*) [ -e "$real" ] || : > "$real"; mount --bind ${file} "$real" ;;`,
    'esac',
  ];
}

/** Parts of /sys that stay the machine's: control groups, and AppArmor's interface, which an engine on Ubuntu needs. */
const sharedSys = ['fs/cgroup', 'kernel/security'];

/** Mounts the lab's own /run (sockets, network namespace names, xtables lock, engine data), /proc and /sys. */
function mountOverMachineRoot(newer: readonly NewerEngine[]): string[] {
  return [
    'mount -t tmpfs -o mode=755 docknet /run',
    'mkdir -p /run/docknet/data /run/docknet/sys /run/netns /run/lock',
    ...mountNewerEngines(newer, ''),
    `cp ${busybox} /run/docknet/busybox`,
    'mount -t proc proc /proc',
    // A new sysfs shows the lab's interfaces.
    'mount --rbind /sys /run/docknet/sys',
    'mount -t sysfs sysfs /sys',
    ...sharedSys.map(
      (part) => `[ ! -d /run/docknet/sys/${part} ] || mount --rbind /run/docknet/sys/${part} /sys/${part}`,
    ),
  ];
}

/**
 * Does the same in another root, and enters it. With chroot an image import fails (runc, "remount /: invalid
 * argument").
 */
function enterRoot(root: string, newer: readonly NewerEngine[]): string[] {
  const at = quote(root);
  return [
    `mount --bind ${at} ${at}`,
    `mkdir -p ${at}/proc ${at}/sys ${at}/dev ${at}/run ${at}/tmp`,
    `mount -t proc proc ${at}/proc`,
    `mount -t sysfs sysfs ${at}/sys`,
    ...sharedSys.map((part) => `[ ! -d /sys/${part} ] || mount --rbind /sys/${part} ${at}/sys/${part}`),
    `mount --rbind /dev ${at}/dev`,
    // The engine loads what the kernel keeps as modules: br_netfilter, xfrm_user.
    `[ ! -d /lib/modules ] || { mkdir -p ${at}/lib/modules && mount --rbind /lib/modules ${at}/lib/modules; }`,
    `mount -t tmpfs -o mode=755 docknet ${at}/run`,
    ...mountNewerEngines(newer, at),
    `mount -t tmpfs docknet ${at}/tmp`,
    `cd ${at}`,
    'mkdir -p run/docknet/data run/docknet/old run/netns run/lock',
    `cp ${busybox} run/docknet/busybox`,
    'pivot_root . run/docknet/old',
    'umount -l /run/docknet/old',
  ];
}
