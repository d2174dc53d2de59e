import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from 'semver';
import { listCachedEngines } from '../cache.js';
import { chooseBase } from '../../apt/index.js';
import { releases } from './name.js';
import type { PlanOptions } from './plan.js';
import { dockerRepository, readRepository } from './repository.js';

/** An engine that can be fetched. */
export interface AvailableEngine {
  /** "debian:trixie", "docker:29.4.2". */
  readonly name: string;
  /** Its version if it is in the cache, else null. */
  readonly cached: string | null;
}

/** Lists Debian's engines, marking the ones in a cache. */
export async function listDebianEngines(cache: string): Promise<AvailableEngine[]> {
  return markCached([...releases.keys()], cache);
}

/**
 * Lists the engines in Docker's repository for a base, the newest first, marking the ones in a cache.
 *
 * @throws AptError or EngineError if the repository cannot be read or verified.
 */
export async function listDockerEngines(
  cache: string,
  options: Pick<PlanOptions, 'base' | 'repository' | 'signal'>,
): Promise<{ readonly base: string; readonly engines: readonly AvailableEngine[] }> {
  const base = await chooseBase(options.base);
  const directory = await mkdtemp(join(tmpdir(), 'docknet-repository-'));
  try {
    const repository = options.repository ?? dockerRepository;
    const { packages } = await readRepository({ repository, base, directory, signal: options.signal });
    const versions = packages.map(({ version }) => version).sort(compare);
    const names = versions.reverse().map((version) => `docker:${version}`);
    return { base: base.name, engines: await markCached(names, cache) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function markCached(names: readonly string[], cache: string): Promise<AvailableEngine[]> {
  const cached = await listCachedEngines(cache);
  return names.map((name) => ({ name, cached: cached.find((engine) => engine.name === name)?.version ?? null }));
}
