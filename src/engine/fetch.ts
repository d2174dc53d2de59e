import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { makeCache, formatManifest, cachePath, type CachedEngine, type EngineManifest } from './cache.js';
import { makeDebianRoot, releases, type Progress } from './debian-root.js';
import { EngineError } from './error.js';
import { findEngine, stripVersionSuffix, type EngineProgram } from './find.js';
import { lock } from './lock.js';
import { findDebianMirror } from './mirror.js';

export interface FetchOptions {
  /** "debian:trixie". */
  readonly name: string;
  readonly cache: string;
  /** null for the one that this machine's apt uses. */
  readonly mirror: string | null;
  readonly onProgress: Progress;
  readonly signal: AbortSignal;
  /** Tries the engine on this machine. What it throws, the fetch throws, and nothing is kept. */
  readonly tryEngine: (engine: EngineProgram) => Promise<void>;
}

/**
 * Fetches an engine into the cache. It is made in a directory of its own that no run takes for an engine, checked, tried, and
 * only then put where runs look for it. What fetches that were killed have left is removed on the way.
 *
 * @throws EngineError where it cannot be made, is not whole or does not start; nothing is left of it then.
 */
export async function fetchEngine(order: FetchOptions): Promise<CachedEngine> {
  const { name, cache, onProgress } = order;
  const suite = releases.get(name);
  if (suite === undefined)
    throw new EngineError(`there is no engine "${name}" to fetch. There are ${[...releases.keys()].join(', ')}.`);
  await makeCache(cache);
  const release = await lock(cachePath(name, cache, '.lock-'), `the engine ${name}`);
  const making = cachePath(name, cache, '.making-');
  try {
    await removeTree(making);
    await removeTree(cachePath(name, cache, '.removing-'));
    await makeCache(making);
    const mirror = order.mirror ?? (await findDebianMirror());
    const root = join(making, 'root');
    const temporary = join(making, 'tmp');
    await makeCache(temporary);
    await makeDebianRoot({ suite, directory: root, temporary, mirror, onProgress, signal: order.signal });
    await removeTree(temporary);
    onProgress('checking what was made', null);
    const program = await findEngine({ kind: 'directory', directory: root });
    const about = await describeRoot(root);
    onProgress(`starting engine ${about.version} once`, null);
    await order.tryEngine({ ...program, version: about.version });
    if (order.signal.aborted) throw new EngineError(`fetching ${name} was interrupted`);
    const note: EngineManifest = {
      schema: 'docknet-engine/1',
      name,
      ...about,
      mirror,
      fetched: new Date().toISOString(),
    };
    const { file, text } = formatManifest(note);
    await writeFile(join(making, file), text);
    const place = cachePath(name, cache);
    // Something without a note may lie there, which no run takes for an engine.
    await removeTree(place);
    await rename(making, place);
    return { ...note, root: join(place, 'root') };
  } catch (cause) {
    await removeTree(making);
    throw cause instanceof EngineError || !isOfTheSystem(cause)
      ? cause
      : new EngineError(`the engine ${name} could not be put into ${cache}: ${cause.message}.`, { cause });
  } finally {
    await release();
  }
}

/** Version, architecture and size of a root file system that was just made, asked of its own programs. */
async function describeRoot(root: string): Promise<Pick<EngineManifest, 'version' | 'architecture' | 'bytes'>> {
  const inside = async (...command: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await execa('chroot', [root, ...command], {
      reject: false,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' },
      extendEnv: false,
    });
    if (exitCode !== 0)
      throw new EngineError(
        `the root file system that was made is not whole: "${command.join(' ')}" in it ended with status ${exitCode ?? 'none'}: ${stderr.trim()}`,
      );
    return stdout;
  };
  const [version, architecture, audit, size] = await Promise.all([
    inside('dockerd', '--version'),
    inside('dpkg', '--print-architecture'),
    inside('dpkg', '--audit'),
    execa('du', ['--summarize', '--block-size=1', root]),
    inside('containerd', '--version'),
    inside('runc', '--version'),
    inside('iptables', '--version'),
  ]);
  if (audit.trim() !== '')
    throw new EngineError(`the root file system that was made is not whole: dpkg says ${audit.trim()}`);
  return {
    version: stripVersionSuffix(/version ([^\s,]+)/.exec(version)?.[1] ?? ''),
    architecture: architecture.trim(),
    bytes: Number(size.stdout.split('\t')[0]),
  };
}

const removeTree = (path: string) => rm(path, { recursive: true, force: true });
const isOfTheSystem = (cause: unknown): cause is NodeJS.ErrnoException => cause instanceof Error && 'code' in cause;
