import test from 'ava';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newerThan, nothingNewer } from './newer-engines.js';

/** A cache whose engines' root file systems are the machine's own: it has a dockerd, and what goes with it. */
async function cacheOf(
  t: { teardown: (undo: () => Promise<void>) => void },
  engines: Readonly<Record<string, string>>,
): Promise<string> {
  const cache = await mkdtemp(join(tmpdir(), 'docknet-cache-'));
  t.teardown(() => rm(cache, { recursive: true }));
  for (const [name, version] of Object.entries(engines)) {
    const directory = join(cache, name.replace(':', '-'));
    await mkdir(directory);
    await symlink('/', join(directory, 'root'));
    await writeFile(
      join(directory, 'engine.json'),
      JSON.stringify({
        schema: 'docknet-engine/1',
        name,
        version,
        architecture: 'amd64',
        mirror: 'http://mirror.example/debian',
        fetched: '2025-01-01T00:00:00Z',
        bytes: 1,
      }),
    );
  }
  return cache;
}

test('newer engines are found oldest first, each version once, whatever their names', async (t) => {
  const cache = await cacheOf(t, {
    'debian:bookworm': '20.10.24',
    'debian:forky': '28.5.2',
    'debian:sid': '28.5.2',
    'debian:trixie': '26.1.5',
    'debian:next': '100.0.0',
  });
  t.deepEqual(
    (await newerThan('20.10.24', cache)).map(({ version }) => version),
    ['26.1.5', '28.5.2', '100.0.0'],
  );
  t.deepEqual(
    (await newerThan('28.5.2', cache)).map(({ name }) => name),
    ['debian:next'],
  );
  t.is((await newerThan('26.1.5', cache))[0]?.program.root, join(cache, 'debian-forky', 'root'));
});

test('where there is none, the reason names the engine and how to get one, and no path of this machine’s', async (t) => {
  const cache = await cacheOf(t, { 'debian:bookworm': '20.10.24' });
  t.deepEqual(await newerThan('20.10.24', cache), []);
  t.deepEqual(await newerThan('20.10.24', join(cache, 'nowhere')), []);
  t.regex(nothingNewer('20.10.24'), /none is newer than 20\.10\.24.*docknet engine fetch/);
});
