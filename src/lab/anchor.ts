import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { LabError } from './error.js';
import { busybox } from './image.js';
import { mountNewerEngines, type NewerEngine } from './newer-engine.js';
import { writeClientPage } from './page.js';
import { quote } from '../process/index.js';

/**
 * The process that holds a lab together: the first process of a pid, mount, network and UTS namespace of its own.
 *
 * Everything a lab makes (engine, containers, mounts, named network namespaces, the engine's data on a tmpfs) lives inside
 * these namespaces, so ending this one process ends all of it, and the kernel itself ends it when docknet dies, however it
 * dies (prctl(2) PR_SET_PDEATHSIG, pid_namespaces(7)).
 */
export interface LabInit {
  /** Its process id as the machine sees it. */
  readonly pid: number;
  /** A path inside the lab's mount namespace as the machine can open it. */
  path(inside: string): string;
  /** Ends the lab and waits until the kernel has taken it down. */
  end(): Promise<void>;
  /** Resolves when the anchor has ended for whatever reason. */
  readonly ended: Promise<void>;
}

export interface LabInitOptions {
  /** Host name inside the lab; carries the run id. */
  readonly hostname: string;
  /** What `/etc/resolv.conf` says inside the lab. */
  readonly resolvConf: string;
  /** What `/etc/hosts` says inside the lab. */
  readonly hosts: string;
  /** Shell commands that build the network, run after the mounts are made. */
  readonly network: readonly string[];
  /** A root file system to pivot into, or null to stay in the machine's own. */
  readonly root: string | null;
  /** Engines to which the lab's own is to be upgraded. */
  readonly newer?: readonly NewerEngine[];
}

/**
 * Makes the namespaces, runs the network commands inside them and waits until they are done.
 *
 * @throws LabError with what the failing command said.
 */
export async function startLabInit(options: LabInitOptions): Promise<LabInit> {
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      '--',
      'unshare',
      '--kill-child',
      '--fork',
      '--pid',
      '--mount',
      '--net',
      '--uts',
      '--',
      'sh',
      '-c',
      script(options),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  const pid = await firstLine(child, options.hostname);
  return {
    pid,
    path: (inside) => `/proc/${pid}/root${inside}`,
    ended,
    end: async () => {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        /* it has ended already */
      }
      await ended;
    },
  };
}

/** Waits for the anchor's "ready" line and finds the id of the namespace's first process. */
async function firstLine(child: ChildProcess, hostname: string): Promise<number> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string, cause?: unknown) => {
      reject(
        new LabError(
          `the lab ${hostname} could not be made: ${why}. Run "docknet doctor" to see what this machine lacks.`,
          { cause },
        ),
      );
    };
    child.once('error', (cause) => {
      fail('setpriv or unshare could not be started', cause);
    });
    child.once('close', (status) => {
      fail(`its first process ended with status ${status} saying: ${said.trim()}`);
    });
    if (child.stdout !== null)
      createInterface(child.stdout).once('line', () => {
        resolve();
      });
  });
  const parent = child.pid;
  if (parent === undefined) throw new LabError(`the lab ${hostname} could not be made: no process was started`);
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}

/** The shell program that is the namespace's first process: mounts, network, then reaping orphans until it is killed. */
function script(options: LabInitOptions): string {
  return [
    'set -e',
    ...(options.root === null ? ownRoot(options.newer ?? []) : foreignRoot(options.root, options.newer ?? [])),
    `hostname ${quote(options.hostname)}`,
    // A machine's resolv.conf is often a link into /run, which is the lab's own here; anything else is covered by a bind mount.
    ...['resolv.conf', 'hosts'].flatMap((file) => [
      `printf %s ${quote(file === 'hosts' ? options.hosts : options.resolvConf)} > /run/docknet/${file}`,
      `real=$(readlink -m /etc/${file})`,
      `case $real in /run/*) mkdir -p "$(dirname "$real")"; cp /run/docknet/${file} "$real" ;; *) [ -e "$real" ] || : > "$real"; mount --bind /run/docknet/${file} "$real" ;; esac`,
    ]),
    ...writeClientPage,
    ...options.network,
    'echo ready',
    'exec >/dev/null 2>&1',
    // wait reaps the engine's orphans; the sleep only gives it something to wait for.
    'while :; do sleep infinity & wait $!; done',
  ].join('\n');
}

/** The lab's own /run (sockets, network namespace names, xtables lock, engine data), /proc and /sys over the machine's root. */
function ownRoot(newer: readonly NewerEngine[]): string[] {
  return [
    'mount -t tmpfs -o mode=755 docknet /run',
    'mkdir -p /run/docknet/data /run/docknet/sys /run/netns /run/lock',
    ...mountNewerEngines(newer, ''),
    `cp ${busybox} /run/docknet/busybox`,
    'mount -t proc proc /proc',
    // A fresh sysfs shows the lab's interfaces.
    'mount --rbind /sys /run/docknet/sys',
    'mount -t sysfs sysfs /sys',
    ...keptOfSys.map(
      (part) => `[ ! -d /run/docknet/sys/${part} ] || mount --rbind /run/docknet/sys/${part} /sys/${part}`,
    ),
  ];
}

/** Mounts below /sys that stay the machine's: control groups, and AppArmor's door, without which an engine on Ubuntu does not start. */
const keptOfSys = ['fs/cgroup', 'kernel/security'];

/** The same inside another root, entered with pivot_root: under chroot an image import fails (runc, "remount /: invalid argument"). */
function foreignRoot(root: string, newer: readonly NewerEngine[]): string[] {
  const at = quote(root);
  return [
    `mount --bind ${at} ${at}`,
    `mkdir -p ${at}/proc ${at}/sys ${at}/dev ${at}/run ${at}/tmp`,
    `mount -t proc proc ${at}/proc`,
    `mount -t sysfs sysfs ${at}/sys`,
    ...keptOfSys.map((part) => `[ ! -d /sys/${part} ] || mount --rbind /sys/${part} ${at}/sys/${part}`),
    `mount --rbind /dev ${at}/dev`,
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
