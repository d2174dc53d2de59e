import { compare, gt, valid } from 'semver';
import { listCachedEngines, findEngine } from '../../engine/index.js';
import type { NewerEngine } from '../../lab/index.js';

/** The engines of a cache that are newer than a version, oldest first, each version once. @throws EngineError where the cache cannot be read. */
export async function newerThan(version: string, cache: string): Promise<NewerEngine[]> {
  const newer = (await listCachedEngines(cache))
    .filter((engine) => valid(engine.version) !== null && gt(engine.version, version))
    .sort((a, b) => compare(a.version, b.version));
  const once = newer.filter((engine, n) => newer[n - 1]?.version !== engine.version);
  return Promise.all(
    once.map(async (engine) => ({
      name: engine.name,
      version: engine.version,
      program: await findEngine({ kind: 'directory', directory: engine.root }),
    })),
  );
}

/** Why a check that upgrades its engine cannot, where there is none to upgrade to. */
export const nothingNewer = (version: string): string =>
  `it upgrades the engine, and of the engines that are fetched none is newer than ${version}. Fetch one, where there is one: sudo docknet engine fetch debian:trixie, or debian:forky`;
