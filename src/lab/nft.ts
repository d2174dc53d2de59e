import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultEngineCache, listCachedEngines, type EngineProgram } from '../engine/index.js';
import { Nft, type NftProgram, type RunNft } from '../netfilter/index.js';
import { runCommand } from '../process/index.js';
import type { LabInit } from './lab-init.js';
import type { NewerEngine } from './newer-engine.js';

const machineProgram: NftProgram = { argv: ['nft'], origin: 'of this machine' };

/**
 * Returns the machine's own nft, which gives way to another of the machine's or a fetched engine's if it cannot read
 * the tables.
 *
 * @param run Runs a command in the network namespace to read, with the machine's files. Default: docknet's own.
 */
export function createMachineNft(
  run: RunNft = (argv) => runCommand(argv),
  engineCache: string = defaultEngineCache(),
): Nft {
  return new Nft(run, machineProgram, () => findOthers(engineCache));
}

/**
 * Returns the nft of a private lab: that of the last engine to which the lab can be upgraded, else that of the engine's
 * root file system, else the machine's. A newer nft reads what an older one wrote, not the other way round.
 *
 * @param run Runs a command in the lab's network namespace, with the machine's files.
 */
export function createLabNft(
  run: RunNft,
  lab: { readonly init: LabInit; readonly program: EngineProgram; readonly newer: readonly NewerEngine[] },
  engineCache: string = defaultEngineCache(),
): Nft {
  const upgrade = lab.newer.at(-1);
  const own: NftProgram =
    lab.program.root === null
      ? machineProgram
      : {
          argv: ['nsenter', '--target', String(lab.init.pid), '--mount', '--', 'nft'],
          origin: `of ${lab.program.path}`,
        };
  const others = async () => [own, ...(await findOthers(engineCache))];
  if (upgrade === undefined || upgrade.program.root === null) return new Nft(run, own, others);
  return new Nft(run, inRoot(upgrade.program.root, upgrade.name), others);
}

const inRoot = (root: string, name: string): NftProgram => ({ argv: ['chroot', root, 'nft'], origin: `of ${name}` });

/** Directories of the system's programs, in the order of docknet's PATH. */
const directories = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Finds every nft of the machine's and of the fetched engines', these in reverse order of their versions. */
async function findOthers(engineCache: string): Promise<NftProgram[]> {
  const paths = await Promise.all(directories.map((directory) => realpath(join(directory, 'nft')).catch(() => null)));
  const own = [...new Set(paths)].filter((path) => path !== null);
  const engines = await listCachedEngines(engineCache).catch(() => []);
  const byVersion = engines.toSorted((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
  return [
    ...own.map((path): NftProgram => ({ argv: [path], origin: `of this machine (${path})` })),
    ...byVersion.map(({ root, name }) => inRoot(root, name)),
  ];
}
