import test, { type ExecutionContext } from 'ava';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fetchEngine } from '../../engine/index.js';
import { makeKey, makeRepository, serve } from '../../apt/testing/apt-repository.js';
import { packMachineEngine } from '../../engine/testing/docker-packages.js';
import { readRecord } from '../../record/index.js';
import { tryEngine } from '../run/fetch-engine.js';
import { docknet, temporaryDirectory } from '../testing/docknet.js';

/*
 * Makes whole root file systems, which takes half a minute each and 150 MB from a mirror: part of "npm run
 * test:engines", not of the test command.
 */
const onMirror = process.env['DOCKNET_TEST_ENGINES'] === undefined ? test.serial.skip : test.serial;

/** Serves this machine's engine as docker-ce. @param breakOff Paths in whose middle the connection breaks off. */
async function packOrder(t: ExecutionContext, breakOff: RegExp | null = null) {
  const { version, packages } = await packMachineEngine();
  const key = await makeKey(t);
  const address = await serve(t, await makeRepository(t, packages, key), breakOff);
  const order = {
    name: 'docker:latest',
    cache: await temporaryDirectory(t),
    mirror: null,
    base: null,
    repository: { address, fingerprint: key.fingerprint },
    onProgress: () => undefined,
    signal: new AbortController().signal,
    tryEngine,
  };
  return { version, order };
}

onMirror('docker-ce from a signed repository is fetched, starts, and runs a check that names its key', async (t) => {
  const { order, version } = await packOrder(t);
  const { cache } = order;
  const { engine, isNew } = await fetchEngine(order);
  t.true(isNew);
  t.like(engine, { name: `docker:${version}`, version });
  t.false((await fetchEngine(order)).isNew, 'it is in the cache then');
  t.deepEqual(
    (await readdir(cache)).filter((name) => !name.startsWith('.lock-')),
    [`docker-${version}`],
  );
  const reports = await temporaryDirectory(t);
  const run = await docknet([
    ...['run', 'nat/masquerade', '--no-baseline', '--output', reports, '--json'],
    ...['--engine', `docker:${version.split('.')[0] ?? ''}`, '--engine-cache', cache],
  ]);
  t.is(run.exitCode, 0, run.stdout + run.stderr);
  const { page } = JSON.parse(run.stdout) as { page: string };
  const stored = await readRecord(dirname(page));
  t.true(stored.record.cell.engine.verified.startsWith(`by apt, with Docker’s key ${order.repository.fingerprint}`));
});

onMirror('a mirror that breaks off in the middle of a package leaves nothing', async (t) => {
  const { order } = await packOrder(t, /\.deb$/);
  await t.throwsAsync(fetchEngine(order), { message: /mmdebstrap could not make a root file system [^]*\.deb/ });
  t.deepEqual(
    (await readdir(order.cache)).filter((name) => !name.startsWith('.lock-')),
    [],
  );
});
