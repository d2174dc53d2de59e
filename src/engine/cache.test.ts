import test, { type ExecutionContext } from 'ava';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  findCachedEngine,
  listCachedEngines,
  formatManifest,
  removeCachedEngine,
  type EngineManifest,
} from './cache.js';
import { defaultEngineCache } from './default-cache.js';
import { findPartialEngines, removePartialEngines } from './half-made.js';
import { lock } from './lock.js';

const note: EngineManifest = {
  schema: 'docknet-engine/1',
  name: 'debian:trixie',
  version: '26.1.5',
  architecture: 'amd64',
  mirror: 'http://mirror.example.org/debian',
  fetched: '2026-01-31T09:00:00.000Z',
  bytes: 300_000_000,
};

async function cacheWith(t: ExecutionContext, directory: string, text: string): Promise<string> {
  const cache = await mkdtemp(join(tmpdir(), 'docknet-cache-'));
  t.teardown(() => rm(cache, { recursive: true }));
  await mkdir(join(cache, directory, 'root/usr'), { recursive: true });
  await writeFile(join(cache, directory, formatManifest(note).file), text);
  return cache;
}

test('the cache is in the user’s cache directory', (t) => {
  t.is(defaultEngineCache({ XDG_CACHE_HOME: '/var/tmp/cache' }), '/var/tmp/cache/docknet/engines');
  t.regex(defaultEngineCache({}), /^\/.*\/\.cache\/docknet\/engines$/);
  t.is(defaultEngineCache({ XDG_CACHE_HOME: 'relative' }), defaultEngineCache({}));
});

test('an engine is found by its name with the root to run it from, and removed', async (t) => {
  const cache = await cacheWith(t, 'debian-trixie', formatManifest(note).text);
  const engine = { ...note, root: join(cache, 'debian-trixie/root') };
  t.deepEqual(await listCachedEngines(cache), [engine]);
  t.deepEqual(await findCachedEngine('debian:trixie', cache), engine);
  t.is(await findCachedEngine('debian:forky', cache), null);
  t.false(await removeCachedEngine('debian:forky', cache));
  t.true(await removeCachedEngine('debian:trixie', cache));
  t.deepEqual(
    (await readdir(cache)).filter((name) => !name.startsWith('.lock-')),
    [],
  );
});

for (const [what, directory, text] of [
  ['in the making', '.making-debian-trixie', formatManifest(note).text],
  ['being removed', '.removing-debian-trixie', formatManifest(note).text],
  ['whose note was cut short', 'debian-trixie', formatManifest(note).text.slice(0, 60)],
  ['with a note of something else', 'debian-trixie', '{"name":"debian:trixie"}'],
  ['with a note of null', 'debian-trixie', 'null'],
] as const) {
  test(`a root ${what} is no engine`, async (t) => {
    t.deepEqual(await listCachedEngines(await cacheWith(t, directory, text)), []);
  });
}

test('a cache that is not there is empty', async (t) => {
  t.deepEqual(await listCachedEngines('/nonexistent/cache'), []);
});

test('an engine that is being fetched is not removed meanwhile', async (t) => {
  const cache = await cacheWith(t, 'debian-trixie', formatManifest(note).text);
  const release = await lock(join(cache, '.lock-debian-trixie'), 'the engine debian:trixie');
  await t.throwsAsync(removeCachedEngine('debian:trixie', cache), {
    message: /another docknet is at the engine debian:trixie at this moment/,
  });
  await release();
  t.true(await removeCachedEngine('debian:trixie', cache));
});

for (const what of ['.making-debian-trixie', '.removing-debian-trixie']) {
  test(`what a killed docknet left as ${what} is removed, and not while another one is at that engine`, async (t) => {
    const cache = await cacheWith(t, what, formatManifest(note).text);
    await mkdir(join(cache, 'debian-forky'));
    const release = await lock(join(cache, '.lock-debian-trixie'), 'the engine debian:trixie');
    t.deepEqual(await removePartialEngines(cache), []);
    await release();
    t.deepEqual(await findPartialEngines(cache), [join(cache, what)]);
    t.deepEqual(await removePartialEngines(cache), [join(cache, what)]);
    t.deepEqual(
      (await readdir(cache)).filter((name) => !name.startsWith('.lock-')),
      ['debian-forky'],
    );
  });
}
