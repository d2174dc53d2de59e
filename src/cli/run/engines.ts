import { stat } from 'node:fs/promises';
import { findCachedEngine, listCachedEngines, releases } from '../../engine/index.js';
import type { NamedEngine } from '../../runner/index.js';
import { UsageError } from '../errors.js';
import { nearest } from '../suggest.js';

/**
 * What `--engine` names: "private", "host", an engine in the cache, or a directory.
 *
 * @throws UsageError where it is none of them.
 */
export async function chooseEngine(text: string, cache: string): Promise<NamedEngine> {
  if (text === 'private' || text === 'host') return { name: text, choice: { kind: text } };
  const cached = await findCachedEngine(text, cache);
  if (cached !== null) return { name: text, choice: { kind: 'directory', directory: cached.root } };
  if (releases.has(text))
    throw new UsageError(
      `--engine ${text}: it is not in the engine cache ${cache}. Fetch it: sudo docknet engine fetch ${text}`,
    );
  if (
    await stat(text).then(
      (found) => found.isDirectory(),
      () => false,
    )
  )
    return { name: text, choice: { kind: 'directory', directory: text } };
  const fetched = (await listCachedEngines(cache)).map(({ name }) => name);
  const near = nearest(text, ['private', 'host', ...releases.keys(), ...fetched]);
  throw new UsageError(
    `--engine ${text}: there is no such directory.${near === null ? '' : ` Did you mean ${near}?`} Give "private", "host", a fetched engine (docknet engine list), or a directory with a root file system or a static bundle of an engine.`,
  );
}
