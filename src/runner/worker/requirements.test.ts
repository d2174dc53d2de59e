import test from 'ava';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newerEnginesIn, noNewerEngine } from './requirements.js';

/** Makes an engine cache; the root file systems in it are the machine's own, which has a dockerd. */
async function makeCache(
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

test('newer engines are listed by version, each version once, whatever their names', async (t) => {
  const cache = await makeCache(t, {
    'debian:bookworm': '20.10.24',
    'debian:forky': '28.5.2',
    'debian:sid': '28.5.2',
    'debian:trixie': '26.1.5',
    'debian:next': '100.0.0',
  });
  t.deepEqual(
    (await newerEnginesIn(cache, '20.10.24')).map(({ version }) => version),
    ['26.1.5', '28.5.2', '100.0.0'],
  );
  t.deepEqual(
    (await newerEnginesIn(cache, '28.5.2')).map(({ name }) => name),
    ['debian:next'],
  );
  t.is((await newerEnginesIn(cache, '26.1.5'))[0]?.program.root, join(cache, 'debian-forky', 'root'));
});

test('without a newer engine, the reason names the version and the command that fetches one', async (t) => {
  const cache = await makeCache(t, { 'debian:bookworm': '20.10.24' });
  t.deepEqual(await newerEnginesIn(cache, '20.10.24'), []);
  t.deepEqual(await newerEnginesIn(join(cache, 'nowhere'), '20.10.24'), []);
  t.regex(noNewerEngine('20.10.24'), /no fetched engine is newer than 20\.10\.24.*docknet engine fetch/);
});
