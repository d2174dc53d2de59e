import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quote, runCommand } from '../process/index.js';
import { fileType, packCpio, type CpioEntry } from './cpio.js';
import { MachineError } from './error.js';
import { bootModules } from './kernel/features.js';
import type { Kernel } from './kernel/kernel.js';
import { loadOrder, readModules } from './kernel/modules.js';

/** Static busybox, of Debian's and Ubuntu's package busybox-static. */
const busybox = '/bin/busybox';

/** The guest's first file system and what it runs. */
export interface GuestPlan {
  readonly kernel: Kernel;
  /** Directories of this machine that the guest may write to; their paths there are the same. */
  readonly shares: readonly string[];
  /** Directories to make in the guest, on a tmpfs. */
  readonly directories: readonly string[];
  /** Seconds after which a task that is blocked in the kernel ends the machine. */
  readonly hungTaskSeconds: number;
  /** Working directory of the guest's program. */
  readonly cwd: string;
  /** The guest's program and its arguments. */
  readonly program: readonly string[];
}

/** The virtiofs tag of this machine's file system, read-only. */
export const machineTag = 'machine';

/** The virtiofs tag of a share. */
export const shareTag = (n: number): string => `share${n}`;

/** What the console shows when the kernel has started the first process. */
export const startedLine = 'docknet: the kernel is up';

/**
 * Builds the guest's initramfs: busybox, the modules that reach this machine's files, and a script that mounts them.
 *
 * @throws MachineError without busybox or a module, or if a module cannot be decompressed.
 */
export async function buildInitramfs(plan: GuestPlan): Promise<Buffer> {
  const modules = await readModules(plan.kernel.modules);
  const files = loadOrder(modules, bootModules);
  const directory = (path: string): CpioEntry => ({ path, mode: fileType.directory | 0o755 });
  const program = await readFile(busybox).catch((cause: unknown) => {
    throw new MachineError(`there is no ${busybox}. Install the package busybox-static.`, { cause });
  });
  const names = files.map((_, n) => `modules/${n}.ko`);
  const contents = await readAll(files.map((file) => join(plan.kernel.modules, file)));
  return packCpio([
    ...['bin', 'proc', 'dev', 'modules', 'machine', 'changes', 'root'].map(directory),
    { path: 'bin/busybox', mode: fileType.file | 0o755, content: program },
    { path: 'init', mode: fileType.file | 0o755, content: Buffer.from(writeInit(plan, names)) },
    ...names.map((path, n) => ({ path, mode: fileType.file | 0o644, content: contents[n] ?? Buffer.alloc(0) })),
  ]);
}

/** Reads modules, decompressed: a kernel without its own decompression takes no other. */
async function readAll(files: readonly string[]): Promise<Buffer[]> {
  const temporary = await mkdtemp(join(tmpdir(), 'docknet-modules-'));
  try {
    return await Promise.all(files.map((file, n) => readModule(file, join(temporary, String(n)))));
  } finally {
    await rm(temporary, { recursive: true });
  }
}

const decompressors: Readonly<Record<string, string>> = { xz: 'xz', zst: 'zstd', gz: 'gzip' };

async function readModule(file: string, temporary: string): Promise<Buffer> {
  const program = decompressors[file.split('.').at(-1) ?? ''];
  if (program === undefined) return readFile(file);
  const { status, stderr } = await runCommand(['sh', '-c', `${program} -dc "$0" > "$1"`, file, temporary]);
  if (status !== 0) throw new MachineError(`${program} could not decompress ${file}: ${stderr.trim()}`);
  return readFile(temporary);
}

/**
 * Writes the guest's first script. The guest's root is this machine's, read-only, below a tmpfs that takes all changes:
 * every path of this machine is the same there.
 */
function writeInit(plan: GuestPlan, modules: readonly string[]): string {
  const { kernel, shares, directories, cwd, program } = plan;
  const command = `cd ${quote(cwd)}; ${program.map(quote).join(' ')}; ${powerOff}`;
  const at = (path: string) => quote(`/root${path}`);
  const modulesPlace = `/lib/modules/${kernel.release}`;
  return [
    '#!/bin/busybox sh',
    '/bin/busybox --install -s /bin',
    'mount -t proc proc /proc',
    'mount -t devtmpfs dev /dev',
    `echo ${quote(startedLine)} > /dev/console`,
    // A failure ends process 1, and with it the machine; the console says why.
    'set -e',
    ...modules.map((file) => `insmod /${file}`),
    `mount -t virtiofs -o ro ${machineTag} /machine`,
    'mount -t tmpfs -o mode=755 docknet /changes',
    'mkdir /changes/upper /changes/work',
    'mount -t overlay -o lowerdir=/machine,upperdir=/changes/upper,workdir=/changes/work docknet /root',
    'mount -t proc proc /root/proc',
    'mount -t sysfs sys /root/sys',
    'mount -t devtmpfs dev /root/dev',
    'mkdir -p /root/dev/pts /root/dev/shm',
    'mount -t devpts devpts /root/dev/pts',
    'mount -t tmpfs docknet /root/dev/shm',
    'mount -t tmpfs -o mode=755 docknet /root/run',
    `mkdir -p ${at(modulesPlace)}`,
    `mount --bind ${quote(`/machine${kernel.modules}`)} ${at(modulesPlace)}`,
    'mount -t cgroup2 cgroup /root/sys/fs/cgroup',
    'for c in $(cat /root/sys/fs/cgroup/cgroup.controllers); do',
    '  echo +$c > /root/sys/fs/cgroup/cgroup.subtree_control || :',
    'done',
    ...shares.flatMap((path, n) => [`mkdir -p ${at(path)}`, `mount -t virtiofs ${shareTag(n)} ${at(path)}`]),
    ...directories.map((path) => `mkdir -p ${at(path)}`),
    'hostname docknet',
    'ip link set lo up',
    ...panicSettings(plan.hungTaskSeconds).map(([name, value]) => `echo ${value} > /proc/sys/${name} || :`),
    'umount /proc',
    // busybox as process 1 reaps orphans while it waits.
    `exec switch_root /root ${busybox} sh -c ${quote(command)}`,
    '',
  ].join('\n');
}

/**
 * What ends the machine: an error in the kernel, a task that is blocked in it for too long, and memory that runs out,
 * except that of one control group. A kernel built without a setting lacks its file.
 */
const panicSettings = (hungTaskSeconds: number) =>
  [
    ['kernel/panic_on_oops', 1],
    ['kernel/hung_task_panic', 1],
    ['kernel/hung_task_timeout_secs', hungTaskSeconds],
    ['vm/panic_on_oom', 1],
  ] as const;

const powerOff = 'echo o > /proc/sysrq-trigger; sleep 1000';
