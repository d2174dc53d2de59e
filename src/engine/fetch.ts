import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, runOrThrow } from '../process/index.js';
import { makeCache, formatManifest, cachePath, type CachedEngine, type EngineManifest } from './cache.js';
import { findDebianMirror, makeDebianRoot, releases, type Progress } from './debian-root.js';
import { EngineError } from './error.js';
import { findEngine, parseDockerdVersion, type EngineProgram } from './find.js';
import { lock } from './lock.js';

export interface FetchOptions {
  /** "debian:trixie". */
  readonly name: string;
  readonly cache: string;
  /** null for the mirror of this machine's apt. */
  readonly mirror: string | null;
  readonly onProgress: Progress;
  readonly signal: AbortSignal;
  /** Tries the engine on this machine. If it throws, the fetch throws the same and keeps nothing. */
  readonly tryEngine: (engine: EngineProgram) => Promise<void>;
}

/**
 * Fetches an engine into the cache: makes it in a directory that no run takes for an engine, checks it, tries it, and
 * moves it to where runs find it. Removes what killed fetches left.
 *
 * @throws EngineError if it cannot be made, is incomplete or does not start; nothing is left of it then.
 */
export async function fetchEngine(order: FetchOptions): Promise<CachedEngine> {
  const { name, cache, onProgress } = order;
  const suite = releases.get(name);
  if (suite === undefined)
    throw new EngineError(`there is no engine "${name}" to fetch. There are ${[...releases.keys()].join(', ')}.`);
  await makeCache(cache);
  const release = await lock(cachePath(name, cache, '.lock-'), `the engine ${name}`);
  const partial = cachePath(name, cache, '.making-');
  try {
    await removeTree(partial);
    await removeTree(cachePath(name, cache, '.removing-'));
    await makeCache(partial);
    const mirror = order.mirror ?? (await findDebianMirror());
    const root = join(partial, 'root');
    const temporary = join(partial, 'tmp');
    await makeCache(temporary);
    await makeDebianRoot({ suite, directory: root, temporary, mirror, onProgress, signal: order.signal });
    await removeTree(temporary);
    onProgress('checking the root file system', null);
    const program = await findEngine({ kind: 'directory', directory: root });
    const description = await describeRoot(root);
    onProgress(`starting engine ${description.version} once`, null);
    await order.tryEngine({ ...program, version: description.version });
    if (order.signal.aborted) throw new EngineError(`fetching ${name} was interrupted`);
    const manifest: EngineManifest = {
      schema: 'docknet-engine/1',
      name,
      ...description,
      mirror,
      fetched: new Date().toISOString(),
    };
    const { file, text } = formatManifest(manifest);
    await writeFile(join(partial, file), text);
    const place = cachePath(name, cache);
    // A directory without a manifest may be there.
    await removeTree(place);
    await rename(partial, place);
    return { ...manifest, root: join(place, 'root') };
  } catch (cause) {
    await removeTree(partial);
    throw cause instanceof EngineError || !isSystemError(cause)
      ? cause
      : new EngineError(`the engine ${name} could not be put into ${cache}: ${cause.message}.`, { cause });
  } finally {
    await release();
  }
}

/** Reads version, architecture and size of a new root file system from its own programs. */
async function describeRoot(root: string): Promise<Pick<EngineManifest, 'version' | 'architecture' | 'bytes'>> {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };
  const runInside = async (...command: string[]): Promise<string> => {
    const { status, stdout, stderr } = await runCommand(command, { prefix: ['chroot', root], env });
    if (status !== 0)
      throw new EngineError(
        `the new root file system is incomplete: "${command.join(' ')}" in it ended with status ${status}: ` +
          stderr.trim(),
      );
    return stdout;
  };
  const [version, architecture, audit, size] = await Promise.all([
    runInside('dockerd', '--version'),
    runInside('dpkg', '--print-architecture'),
    runInside('dpkg', '--audit'),
    runOrThrow(['du', '--summarize', '--block-size=1', root]),
    runInside('containerd', '--version'),
    runInside('runc', '--version'),
    runInside('iptables', '--version'),
    runInside('docker-compose', 'version'),
  ]);
  if (audit.trim() !== '')
    throw new EngineError(`the new root file system is incomplete: dpkg reports ${audit.trim()}`);
  return {
    version: parseDockerdVersion(version),
    architecture: architecture.trim(),
    bytes: Number(size.stdout.split('\t')[0]),
  };
}

const removeTree = (path: string) => rm(path, { recursive: true, force: true });
const isSystemError = (cause: unknown): cause is NodeJS.ErrnoException => cause instanceof Error && 'code' in cause;
