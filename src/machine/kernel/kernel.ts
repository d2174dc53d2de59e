import { open, readdir, stat } from 'node:fs/promises';
import { arch } from 'node:os';
import { join, resolve } from 'node:path';
import { MachineError } from '../error.js';
import { requireFeatures } from './features.js';
import { readModules } from './modules.js';

/** A kernel that a virtual machine can boot. */
export interface Kernel {
  /** "debian:trixie", or the image's path. */
  readonly name: string;
  /** As `uname -r` prints it. */
  readonly release: string;
  /** Path of its image. */
  readonly image: string;
  /** Path of its modules: what it looks for as /lib/modules/RELEASE. */
  readonly modules: string;
  /** Where it is from and how it was verified, in one sentence. */
  readonly origin: string;
}

/**
 * Returns a kernel of the user's own build.
 *
 * @param image Path of its bzImage or vmlinux.
 * @param modules The directory that `make modules_install INSTALL_MOD_PATH=…` filled, or the one with modules.dep.
 * @throws MachineError if it is for another architecture, or lacks modules or what docknet needs of a kernel.
 */
export async function openKernel(image: string, modules: string): Promise<Kernel> {
  await requireArchitecture(image);
  const directory = await findModules(modules);
  requireFeatures(image, await readModules(directory), null);
  return {
    name: image,
    release: directory.split('/').at(-1) ?? '',
    image: resolve(image),
    modules: directory,
    origin: 'not verified: kernel given',
  };
}

/** Finds the directory of one release's modules. */
async function findModules(given: string): Promise<string> {
  const isDirectory = async (path: string) => (await stat(path).catch(() => null))?.isDirectory() === true;
  const hasIndex = async (path: string) => (await stat(join(path, 'modules.dep')).catch(() => null)) !== null;
  if (await hasIndex(given)) return resolve(given);
  for (const parent of ['lib/modules', 'usr/lib/modules', '.'].map((path) => join(given, path))) {
    if (!(await isDirectory(parent))) continue;
    const releases: string[] = [];
    for (const name of await readdir(parent)) if (await hasIndex(join(parent, name))) releases.push(name);
    const [release] = releases;
    if (releases.length === 1 && release !== undefined) return resolve(parent, release);
    if (releases.length > 1)
      throw new MachineError(
        `--modules ${given} has modules of ${releases.length} kernels: ${releases.join(', ')}. Name one's directory.`,
      );
  }
  throw new MachineError(
    `--modules ${given}: there is no modules.dep. Give the directory of "make modules_install ` +
      'INSTALL_MOD_PATH=DIRECTORY", which runs depmod.',
  );
}

/** @throws MachineError if a file is no kernel, or one for another architecture. */
export async function requireArchitecture(image: string): Promise<void> {
  const found = await readKernelArchitecture(image).catch((cause: unknown) => {
    throw new MachineError(`the kernel ${image} cannot be read: ${(cause as Error).message}.`, { cause });
  });
  if (found === null)
    throw new MachineError(`${image} is no kernel: it is neither a bzImage nor an ELF vmlinux nor an arm64 Image.`);
  if (found !== arch())
    throw new MachineError(
      `the kernel ${image} is built for ${found}, and this machine is ${arch()}. Give a kernel for this machine.`,
    );
}

/**
 * Reads a kernel's architecture, by Node's name: x86's boot protocol ("HdrS" at 0x202), arm64's header ("ARM\x64" at
 * 0x38) or ELF's e_machine. null if it is none of them.
 */
async function readKernelArchitecture(image: string): Promise<string | null> {
  const file = await open(image);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(0x206), 0, 0x206, 0);
    const at = (offset: number, text: string) =>
      bytesRead >= offset + text.length && buffer.toString('latin1', offset, offset + text.length) === text;
    if (at(0x202, 'HdrS')) return 'x64';
    if (at(0x38, 'ARM\u0064')) return 'arm64';
    if (!at(0, '\u007fELF')) return null;
    const machine = buffer.readUInt16LE(18);
    return { 62: 'x64', 183: 'arm64' }[machine] ?? `ELF machine ${machine}`;
  } finally {
    await file.close();
  }
}
