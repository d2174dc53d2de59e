import { access, constants, lstat, open, stat } from 'node:fs/promises';
import { arch } from 'node:os';
import { join, resolve } from 'node:path';
import { runCommand } from '../process/index.js';
import { EngineError } from './error.js';

/** Which engine a run uses. */
export type EngineChoice =
  /** The machine's own dockerd program, started privately inside a lab. */
  | { readonly kind: 'private' }
  /** The daemon that runs on the machine, with its own docker0 and uplink. */
  | { readonly kind: 'host' }
  /** dockerd from a root file system, a fetched engine's directory or a static bundle. */
  | {
      readonly kind: 'directory';
      readonly directory: string;
      /** How docknet's cache verified it, in one sentence; absent for a directory that the user gives. */
      readonly verified?: string;
    };

/** A dockerd program. */
export interface EngineProgram {
  /** Path of the program or of its root file system, for messages. */
  readonly path: string;
  /** The root file system to enter first; null for a program in the machine's own. */
  readonly root: string | null;
  /** PATH for the daemon, so that it finds its containerd, runc and docker-proxy. */
  readonly searchPath: string;
  /** From `dockerd --version`, without a distribution's suffix: "20.10.24". Empty for a root file system. */
  readonly version: string;
}

const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Finds the dockerd of a choice. @throws EngineError with the places searched and a fix. */
export async function findEngine(choice: EngineChoice): Promise<EngineProgram> {
  if (choice.kind === 'directory') return findInDirectory(resolve(choice.directory));
  const searchPath = `${process.env['PATH'] ?? ''}:${systemPath}`;
  for (const directory of searchPath.split(':')) {
    const path = join(directory, 'dockerd');
    if (await isExecutable(path)) return { path, root: null, searchPath, version: await readVersion(path) };
  }
  throw new EngineError(
    'no dockerd was found on this machine. Install it with "apt-get install docker.io", ' +
      'or name an engine with --engine DIRECTORY.',
  );
}

async function findInDirectory(directory: string): Promise<EngineProgram> {
  if (!(await isDirectory(directory)))
    throw new EngineError(
      `--engine ${directory}: there is no such directory. Give "private", "host", ` +
        'or a directory with a root file system or a static bundle.',
    );
  const bundled = join(directory, 'dockerd');
  if (await isExecutable(bundled)) {
    await rejectForeign(directory, bundled);
    const searchPath = `${directory}:${systemPath}`;
    return { path: bundled, root: null, searchPath, version: await readVersion(bundled) };
  }
  // `docknet engine fetch` keeps an engine's root file system in DIRECTORY/root.
  for (const root of [directory, join(directory, 'root')]) {
    for (const path of ['usr/sbin/dockerd', 'usr/bin/dockerd', 'usr/local/bin/dockerd']) {
      if (!(await isExecutable(join(root, path)))) continue;
      await rejectForeign(root, join(root, path));
      await rejectIncomplete(root);
      return { path: root, root, searchPath: systemPath, version: '' };
    }
  }
  throw new EngineError(
    `--engine ${directory}: contains neither dockerd (a static bundle) nor usr/sbin/dockerd (a root file system).`,
  );
}

async function rejectForeign(directory: string, dockerd: string): Promise<void> {
  const foreign = await findForeignArchitecture(dockerd);
  if (foreign !== null)
    throw new EngineError(
      `--engine ${directory}: its dockerd is built for ${foreign}, and this machine is ${arch()}. ` +
        'Give an engine for this machine.',
    );
}

/** Programs that a lab runs in an engine's root file system, besides dockerd. */
const requiredPrograms = ['containerd', 'runc', 'iptables', 'iptables-save', 'ip', 'setpriv', 'mount'];

async function rejectIncomplete(root: string): Promise<void> {
  // lstat: a link such as iptables' resolves only inside the root.
  const exists = (name: string) =>
    Promise.any(systemPath.split(':').map((directory) => lstat(join(root, directory, name)))).then(
      () => true,
      () => false,
    );
  const found = await Promise.all(requiredPrograms.map(exists));
  const missing = requiredPrograms.filter((_, n) => found[n] !== true);
  if (missing.length > 0)
    throw new EngineError(
      `--engine ${root}: the root file system has dockerd, but no ${missing.join(', no ')}. It is incomplete: ` +
        'make it again with the packages docker.io, iptables, iproute2, mount and util-linux, ' +
        'or let "docknet engine fetch" make one.',
    );
}

/** ELF's machine numbers (e_machine, System V ABI; linux/elf-em.h), by Node's names of architectures. */
const elfMachines: Readonly<Record<string, number>> = {
  ia32: 3,
  ppc64: 21,
  s390x: 22,
  arm: 40,
  x64: 62,
  arm64: 183,
  riscv64: 243,
  loong64: 258,
};

/** Returns the architecture of a program, by Node's name or as "ELF machine N"; null if it is no ELF program. */
export async function readArchitecture(program: string): Promise<string | null> {
  const file = await open(program);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(20), 0, 20, 0);
    if (bytesRead < 20 || buffer.toString('latin1', 0, 4) !== '\u007fELF') return null;
    // Byte 5 is the byte order: 1 is little-endian.
    const machine = buffer[5] === 1 ? buffer.readUInt16LE(18) : buffer.readUInt16BE(18);
    return Object.keys(elfMachines).find((name) => elfMachines[name] === machine) ?? `ELF machine ${machine}`;
  } finally {
    await file.close();
  }
}

/** Returns the architecture of a program that this machine cannot run; null if it can, or if it is no ELF program. */
export async function findForeignArchitecture(program: string): Promise<string | null> {
  const found = await readArchitecture(program);
  return found === null || found === arch() ? null : found;
}

/** "20.10.24+dfsg1" as "20.10.24", which semantic version ranges accept. */
export function stripVersionSuffix(version: string): string {
  return /^\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
}

/** Reads the version in the output of `dockerd --version`; empty if there is none. */
export function parseDockerdVersion(output: string): string {
  return stripVersionSuffix(/version ([^\s,]+)/.exec(output)?.[1] ?? '');
}

/**
 * Reads a program's version, also that of a root file system (needs root).
 *
 * @throws EngineError if its dockerd does not print one.
 */
export async function readEngineVersion({ path, root, version }: EngineProgram): Promise<string> {
  if (root === null) return version;
  const { stdout, stderr } = await runCommand(['chroot', root, 'env', `PATH=${systemPath}`, 'dockerd', '--version']);
  const found = parseDockerdVersion(stdout);
  if (found === '') throw new EngineError(`${path}: dockerd --version prints no version: ${stderr.trim()}`);
  return found;
}

async function readVersion(dockerd: string): Promise<string> {
  return parseDockerdVersion((await runCommand([dockerd, '--version'])).stdout);
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
