import { stat } from 'node:fs/promises';
import type { EngineChoice } from '../../engine/index.js';
import { UsageError } from '../exit.js';
import { nearest } from '../nearest.js';

/**
 * What `--engine` names: "private", "host" or a directory.
 *
 * @throws UsageError where it is none of them.
 */
export async function chooseEngine(text: string): Promise<EngineChoice> {
  if (text === 'private' || text === 'host') return { kind: text };
  if (await stat(text).then((found) => found.isDirectory(), () => false)) return { kind: 'directory', directory: text };
  const near = nearest(text, ['private', 'host']);
  throw new UsageError(`--engine ${text}: there is no such directory.${near === null ? '' : ` Did you mean ${near}?`} Give "private", "host", or a directory with a root file system or a static bundle of an engine.`);
}
