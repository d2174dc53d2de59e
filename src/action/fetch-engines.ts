import { access, mkdir, rm } from 'node:fs/promises';
import { runOrThrow } from '../process/index.js';
import { asRoot, runDocknet } from './docknet.js';
import { expandNewest, isFetched, isNewest, type ListedEngine } from './engine-names.js';
import type { Inputs } from './inputs.js';
import { enginesArchive, enginesDirectory } from './places.js';
import { setOutputs } from './workflow-commands.js';

/**
 * Fetches the engines that the input names, as far as the restored archive does not hold them. Sets `names`, with the
 * names that "newest:3" stands for, and `save` if there is a new archive.
 *
 * @returns the exit status.
 */
export async function fetchEngines({ engines }: Inputs): Promise<number> {
  const cache = ['--engine-cache', enginesDirectory()];
  const restored = await unpackEngines();
  const isOpen = engines.some(isNewest);
  const available = isOpen
    ? await runDocknet(['engine', 'list', '--available', '--json', ...cache], { quiet: true })
    : null;
  if (available !== null && available.status !== 0) return available.status;
  const names = expandNewest(engines, JSON.parse(available?.stdout ?? '[]') as ListedEngine[]);
  await setOutputs({ names: names.join('\n') });
  const { status } = await runDocknet(['engine', 'fetch', ...cache, '--', ...names.filter(isFetched)], { root: true });
  if (status === 0 && !restored) {
    await packEngines();
    await setOutputs({ save: 'true' });
  }
  return status;
}

/**
 * Restores the engines from the archive, as root: a cache's own archive would give root's files to the user, and leave
 * out those that only root can read.
 *
 * @returns whether there was an archive.
 */
async function unpackEngines(): Promise<boolean> {
  const archive = enginesArchive();
  const exists = await access(archive).then(
    () => true,
    () => false,
  );
  await mkdir(enginesDirectory(), { recursive: true });
  if (!exists) return false;
  await runTar('--extract', '--preserve-permissions', '--file', archive);
  await rm(archive);
  return true;
}

/** Writes the archive, which the cache's next step reads as the user. */
async function packEngines(): Promise<void> {
  await runTar('--create', '--file', enginesArchive(), '.');
  await runOrThrow([...asRoot(), 'chmod', '0644', enginesArchive()]);
}

const runTar = (...args: readonly string[]) =>
  runOrThrow(
    [
      ...asRoot(),
      'tar',
      '--directory',
      enginesDirectory(),
      '--numeric-owner',
      '--xattrs',
      '--xattrs-include=*',
      ...args,
    ],
    { timeoutMs: 600_000 },
  );
