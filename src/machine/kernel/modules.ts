import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MachineError } from '../error.js';

/** The modules of one kernel, from depmod's index (modules.dep(5), kmod). */
export interface KernelModules {
  /** The directory of modules.dep. */
  readonly directory: string;
  /** Files of loadable modules and of those that they need, by name; paths below the directory. */
  readonly loadable: ReadonlyMap<string, { readonly file: string; readonly needs: readonly string[] }>;
  /** Names of modules that are built in. */
  readonly builtin: ReadonlySet<string>;
}

/** Reads the index of a kernel's modules. @throws MachineError if there is none. */
export async function readModules(directory: string): Promise<KernelModules> {
  const dependencies = await readFile(join(directory, 'modules.dep'), 'utf8').catch((cause: unknown) => {
    throw new MachineError(`the modules in ${directory} cannot be used: ${(cause as Error).message}.`, { cause });
  });
  const builtin = await readFile(join(directory, 'modules.builtin'), 'utf8').catch(() => '');
  return { directory, ...parseModules(dependencies, builtin) };
}

/** Parses modules.dep ("FILE: FILE …") and modules.builtin (a file a line). */
export function parseModules(dependencies: string, builtin: string): Omit<KernelModules, 'directory'> {
  const lines = dependencies.split('\n').filter((line) => line.includes(':'));
  const entries = lines.map((line) => {
    const [file = '', ...needs] = line.split(/:?\s+|:$/).filter((part) => part !== '');
    return [moduleName(file), { file, needs: needs.map(moduleName) }] as const;
  });
  return { loadable: new Map(entries), builtin: new Set(builtin.split('\n').filter(Boolean).map(moduleName)) };
}

/** Returns whether a kernel has a module, loadable or built in. */
export const hasModule = ({ loadable, builtin }: Omit<KernelModules, 'directory'>, name: string): boolean =>
  builtin.has(name) || loadable.has(name);

/** Returns the files to load for some modules, each after those that it needs; without modules that are built in. */
export function loadOrder(modules: Omit<KernelModules, 'directory'>, names: readonly string[]): string[] {
  const files: string[] = [];
  const visit = (name: string) => {
    const found = modules.loadable.get(name);
    if (found === undefined || files.includes(found.file)) return;
    // depmod lists what a module needs in the reverse order of loading.
    for (const needed of found.needs.toReversed()) visit(needed);
    files.push(found.file);
  };
  for (const name of names) visit(name);
  return files;
}

/** "kernel/fs/overlayfs/overlay.ko.xz" is overlay; the kernel takes a hyphen for an underscore. */
const moduleName = (file: string): string =>
  (file.split('/').at(-1) ?? '').replace(/\.ko(\.\w+)?$/, '').replaceAll('-', '_');
