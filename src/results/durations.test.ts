import test from 'ava';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SuiteRegistry } from '../registry/index.js';
import { readDurations } from './durations.js';

test('the shipped baselines have the checks’ durations', async (t) => {
  const durations = await readDurations();
  const known = (await SuiteRegistry.open()).ids.filter((id) => durations.has(id));
  t.true(known.length > 100, 'most checks are in them');
  t.true([...durations.values()].every((milliseconds) => milliseconds >= 0));
});

test('of several baselines the longest duration counts; a damaged one and a virtual machine’s do not', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'dn-durations-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const write = async (name: string, text: string) => {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'record.json'), text);
  };
  await write(
    '20.10.24',
    JSON.stringify({
      checks: [
        { id: 'nat/chains', milliseconds: 300 },
        { id: 'nat/masquerade', milliseconds: 900 },
      ],
    }),
  );
  await write(
    '26.1.5',
    JSON.stringify({
      checks: [
        { id: 'nat/chains', milliseconds: 500 },
        { id: 'nat/masquerade', milliseconds: 100 },
        { id: 'nat/odd', milliseconds: 'long' },
        null,
      ],
    }),
  );
  await write(
    '26.1.5-linux-6.12',
    JSON.stringify({ cell: { machine: { accelerator: 'tcg' } }, checks: [{ id: 'nat/chains', milliseconds: 9000 }] }),
  );
  await write('27.5.1', '{"checks": [{"id": "nat/ch');
  await write('28.5.2', '"checks"');
  t.deepEqual(
    [...(await readDurations(directory))],
    [
      ['nat/chains', 500],
      ['nat/masquerade', 900],
    ],
  );
});

test('without baselines there are no durations', async (t) => {
  t.is((await readDurations('/nowhere')).size, 0);
});
