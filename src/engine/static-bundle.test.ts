import test from 'ava';
import { createHash } from 'node:crypto';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import { EngineError } from './error.js';
import { findEngine, listCachedEngines, unpackBundle } from './index.js';
import { temporaryDirectory } from '../apt/testing/apt-repository.js';

const dockerd = '#!/bin/sh\necho "Docker version 29.4.2, build none"\n';

/** Makes a .tgz of entries: a text is a file, a null a directory. */
async function makeTgz(directory: string, entries: Readonly<Record<string, string | null>>): Promise<string> {
  const tar = pack();
  for (const [name, text] of Object.entries(entries))
    if (text === null) tar.entry({ name, type: 'directory' });
    else tar.entry({ name, mode: 0o755 }, text);
  tar.finalize();
  const file = join(directory, 'docker-29.4.2.tgz');
  await writeFile(file, gzipSync(await buffer(tar)));
  return file;
}

test('a bundle is unpacked once for each file, and named by its hash', async (t) => {
  const cache = await temporaryDirectory(t);
  const file = await makeTgz(await temporaryDirectory(t), {
    'docker/': null,
    'docker/dockerd': dockerd,
    'docker/docker-proxy': '#!/bin/sh\n',
  });
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const engine = await unpackBundle(file, cache);
  t.like(engine, {
    name: `static:${hash.slice(0, 12)}`,
    version: '29.4.2',
    base: '',
    verified: `not verified: static bundle, SHA-256 ${hash}`,
  });
  t.deepEqual((await readdir(engine.root)).sort(), ['docker-proxy', 'dockerd']);
  t.like(await findEngine({ kind: 'directory', directory: engine.root }), { root: null, version: '29.4.2' });
  await writeFile(join(engine.root, 'dockerd'), dockerd.replace('29.4.2', '0.0.0'));
  t.deepEqual(await unpackBundle(file, cache), engine);
  t.is((await findEngine({ kind: 'directory', directory: engine.root })).version, '0.0.0', 'not unpacked again');
  t.deepEqual(await listCachedEngines(cache), [engine]);
});

for (const [what, entries, message] of [
  ['without dockerd', { 'docker/': null, 'docker/docker': '' }, /it contains no docker\/dockerd/],
  ['of something else', { 'package/index.js': '' }, /it contains "package\/index\.js"/],
  [
    'that writes elsewhere',
    { 'docker/dockerd': dockerd, 'docker/../../escaped': '' },
    /escaped", and not only programs/,
  ],
] as const)
  test(`a .tgz ${what} is rejected, and nothing is left of it`, async (t) => {
    const cache = await temporaryDirectory(t);
    const file = await makeTgz(await temporaryDirectory(t), entries);
    await t.throwsAsync(unpackBundle(file, cache), { instanceOf: EngineError, message });
    t.deepEqual(
      (await readdir(cache)).filter((name) => !name.startsWith('.lock-')),
      [],
    );
  });

test('a truncated bundle and a file that is none are rejected with the reason', async (t) => {
  const cache = await temporaryDirectory(t);
  const directory = await temporaryDirectory(t);
  const file = await makeTgz(directory, { 'docker/dockerd': dockerd });
  await truncate(file, 60);
  await t.throwsAsync(unpackBundle(file, cache), {
    message: /docker-29\.4\.2\.tgz cannot be used .*: unexpected end of/,
  });
  await writeFile(file, 'no archive');
  await t.throwsAsync(unpackBundle(file, cache), {
    message: /cannot be used as a static bundle: incorrect header check/,
  });
  await t.throwsAsync(unpackBundle(join(directory, 'none'), cache), { message: /ENOENT/ });
  t.deepEqual(
    (await readdir(cache)).filter((name) => !name.startsWith('.lock-')),
    [],
  );
});
