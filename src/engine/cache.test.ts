import test, { type ExecutionContext } from 'ava';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultEngineCache,
  findCachedEngine,
  findPartialEngines,
  listCachedEngines,
  removeCachedEngine,
  removePartialEngines,
  type EngineManifest,
} from './cache.js';
import { lock } from '../cache/index.js';

const manifest: EngineManifest = {
  schema: 'docknet-engine/1',
  name: 'debian:trixie',
  version: '26.1.5',
  architecture: 'amd64',
  base: 'debian:trixie',
  verified: 'by apt, with Debian’s keys',
  mirror: 'http://mirror.example.org/debian',
  fetched: '2026-01-31T09:00:00.000Z',
  bytes: 300_000_000,
};

async function makeCacheWith(t: ExecutionContext, directory: string, text: string): Promise<string> {
  const cache = await mkdtemp(join(tmpdir(), 'docknet-cache-'));
  t.teardown(() => rm(cache, { recursive: true }));
  await mkdir(join(cache, directory, 'root/usr'), { recursive: true });
  await writeFile(join(cache, directory, 'engine.json'), text);
  return cache;
}

test('the default cache is in the user’s cache directory', (t) => {
  t.is(defaultEngineCache({ XDG_CACHE_HOME: '/var/tmp/cache' }), '/var/tmp/cache/docknet/engines');
  t.regex(defaultEngineCache({}), /^\/.*\/\.cache\/docknet\/engines$/);
  t.is(defaultEngineCache({ XDG_CACHE_HOME: 'relative' }), defaultEngineCache({}));
});

test('an engine is found by name and removed', async (t) => {
  const cache = await makeCacheWith(t, 'debian-trixie', JSON.stringify(manifest));
  const engine = { ...manifest, root: join(cache, 'debian-trixie/root') };
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
  ['being made', '.making-debian-trixie', JSON.stringify(manifest)],
  ['being removed', '.removing-debian-trixie', JSON.stringify(manifest)],
  ['with a truncated manifest', 'debian-trixie', JSON.stringify(manifest).slice(0, 60)],
  ['with an incomplete manifest', 'debian-trixie', '{"name":"debian:trixie"}'],
  ['with a manifest of null', 'debian-trixie', 'null'],
] as const) {
  test(`a root ${what} is not listed`, async (t) => {
    t.deepEqual(await listCachedEngines(await makeCacheWith(t, directory, text)), []);
  });
}

test('a cache that does not exist is empty', async (t) => {
  t.deepEqual(await listCachedEngines('/nonexistent/cache'), []);
});

test('an engine that is being fetched is not removed', async (t) => {
  const cache = await makeCacheWith(t, 'debian-trixie', JSON.stringify(manifest));
  const release = await lock(join(cache, '.lock-debian-trixie'), 'the engine debian:trixie');
  await t.throwsAsync(removeCachedEngine('debian:trixie', cache), {
    message: /Another docknet is using the engine debian:trixie\./,
  });
  await release();
  t.true(await removeCachedEngine('debian:trixie', cache));
});

for (const what of ['.making-debian-trixie', '.removing-debian-trixie']) {
  test(`${what} of a killed docknet is removed, unless another docknet has locked the engine`, async (t) => {
    const cache = await makeCacheWith(t, what, JSON.stringify(manifest));
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
