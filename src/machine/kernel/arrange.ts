import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MachineError } from '../error.js';

/**
 * Moves kernel, configuration and modules from the tree of its packages to where the cache has them: `vmlinuz`,
 * `config` and `root/lib/modules/RELEASE`. Up to Linux 6 kernel and configuration are in /boot; from Linux 7 on they
 * are beside the modules. Releases with a merged /usr have modules in /usr/lib.
 *
 * @param unpacked The packages' tree. What is not needed stays in it.
 * @param directory The kernel's directory in the cache.
 * @returns the kernel's release.
 * @throws MachineError if the packages are laid out otherwise.
 */
export async function arrangeKernel(unpacked: string, directory: string): Promise<string> {
  const [release, modules] = await findRelease(unpacked);
  for (const name of ['vmlinuz', 'config']) {
    const places = [join(unpacked, 'boot', `${name}-${release}`), join(modules, name)];
    const [place] = await existing(places);
    if (place === undefined) throw new MachineError(`the packages of the kernel ${release} contain no ${name}.`);
    await rename(place, join(directory, name));
  }
  await mkdir(join(directory, 'root/lib/modules'), { recursive: true });
  await rename(modules, join(directory, 'root/lib/modules', release));
  return release;
}

async function findRelease(unpacked: string): Promise<readonly [release: string, modules: string]> {
  for (const parent of ['lib/modules', 'usr/lib/modules'].map((path) => join(unpacked, path))) {
    const [release] = await readdir(parent).catch((): string[] => []);
    if (release !== undefined) return [release, join(parent, release)];
  }
  throw new MachineError('the kernel’s packages contain no modules.');
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return paths.filter((_, n) => found[n] !== null);
}
