import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { arch } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { engineCache, findCachedEngine, toEngine, type CachedEngine, type EngineManifest } from './cache.js';
import { EngineError } from './error.js';
import { findEngine } from './find.js';

/**
 * Unpacks a static bundle (`docker/dockerd`, `docker/containerd`, … in a .tgz, as Docker's download site has it) into
 * the cache, unless the same file was unpacked before: an engine's name there is the start of its file's SHA-256.
 *
 * @throws EngineError if it cannot be read, is no static bundle, or is built for another architecture; nothing is left
 *   of it then.
 */
export async function unpackBundle(file: string, cache: string): Promise<CachedEngine> {
  const fail = (reason: string, cause: unknown = undefined) =>
    new EngineError(`--engine ${file} cannot be used as a static bundle: ${reason}.`, { cause });
  const hash = await hashFile(file).catch((cause: unknown) => {
    throw fail((cause as Error).message, cause);
  });
  const name = `static:${hash.slice(0, 12)}`;
  const present = await findCachedEngine(name, cache);
  if (present !== null) return present;
  const { entry } = await engineCache(cache).add(name, async (directory) => {
    const root = join(directory, 'root');
    await mkdir(root);
    const bytes = await unpack(file, root).catch((cause: unknown) => {
      throw fail((cause as Error).message, cause);
    });
    if ((await stat(join(root, 'dockerd')).catch(() => null)) === null) throw fail('it contains no docker/dockerd');
    const { version } = await findEngine({ kind: 'directory', directory: root });
    const manifest: EngineManifest = {
      schema: 'docknet-engine/1',
      name,
      version,
      architecture: arch() === 'x64' ? 'amd64' : arch(),
      base: '',
      mirror: resolve(file),
      verified: `not verified: static bundle, SHA-256 ${hash}`,
      fetched: new Date().toISOString(),
      bytes,
    };
    return { manifest };
  });
  return toEngine(entry);
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Unpacks the programs of a bundle's one directory. @returns their size in bytes. */
async function unpack(file: string, directory: string): Promise<number> {
  const tar = extract();
  const reading = pipeline(createReadStream(file), createGunzip(), tar);
  // Reported below, after what stopped the loop.
  reading.catch(() => undefined);
  let bytes = 0;
  for await (const entry of tar) {
    const { name, type, size = 0 } = entry.header;
    const [, program] = /^(?:\.\/)?docker\/([\w-][\w.-]*)$/.exec(name) ?? [];
    if (type === 'file' && program !== undefined) {
      await pipeline(entry, createWriteStream(join(directory, program), { mode: 0o755 }));
      bytes += size;
    } else if (type === 'directory') entry.resume();
    else throw new Error(`it contains ${JSON.stringify(name)}, and not only programs in docker/`);
  }
  await reading;
  return bytes;
}
