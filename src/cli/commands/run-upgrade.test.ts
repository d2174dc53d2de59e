import test from 'ava';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compare } from 'semver';
import { listCachedEngines } from '../../engine/index.js';
import { readMatrix } from '../../record/index.js';
import { docknet, temporaryDirectory } from '../testing/docknet.js';

/*
 * On two fetched engines for real. They are 320 MB each from a mirror, which no test should wait for, so they are
 * fetched before: "sudo npm run test:engines" does both.
 */
const cache = process.env['DOCKNET_TEST_ENGINES'];
const onFetched = cache === undefined ? test.serial.skip : test.serial;
const without = cache === undefined ? ' (skipped: DOCKNET_TEST_ENGINES names no engine cache)' : '';

onFetched(
  `a matrix of two fetched engines, the older of which is upgraded in place to the newer${without}`,
  async (t) => {
    const engines = (await listCachedEngines(cache ?? '')).sort((one, other) => compare(one.version, other.version));
    const [older, newer] = engines;
    if (older === undefined || newer === undefined || older.version === newer.version) {
      t.fail(
        `the engine cache ${cache ?? ''} needs two versions, and has ${engines.map(({ name }) => name).join(', ')}`,
      );
      return;
    }
    const reports = await temporaryDirectory(t);
    const checks = ['nat/masquerade', 'upgrade/in-place-user-rules'];
    const { exitCode, stdout, stderr } = await docknet([
      'run',
      ...checks,
      '--engine',
      older.name,
      '--engine',
      newer.name,
      '--engine-cache',
      cache ?? '',
      '--no-baseline',
      '--output',
      reports,
      '--json',
    ]);
    t.is(exitCode, 0, `${stdout}${stderr}`);
    const { page } = JSON.parse(stdout) as { page: string };
    const { directory, cells } = await readMatrix(dirname(page));
    const [first, second] = cells.map(({ stored }) => (stored !== null && 'record' in stored ? stored.record : null));
    t.deepEqual(
      [first, second].map((record) => record?.cell.engine.version),
      [older.version, newer.version],
    );
    t.deepEqual(
      first?.checks.map(({ id, verdict }) => [id, verdict]),
      checks.map((id) => [id, 'conforms']),
    );
    t.is(second?.checks.find(({ id }) => id === 'nat/masquerade')?.verdict, 'conforms');
    t.true(
      first?.checks[1]?.expectations.some(({ expected }) => expected.includes(newer.version)),
      'it was judged on the newer engine',
    );
    const html = await readFile(join(directory, 'index.html'), 'utf8');
    for (const { version } of [older, newer]) t.true(html.includes(version));
    const compared = await docknet(['compare', `${directory}:${older.name}`, `${directory}:${newer.version}`]);
    t.is(compared.exitCode, 0, compared.stdout);
    t.true(compared.stdout.startsWith(`${older.version} → ${newer.version}\n`), compared.stdout);
  },
);
