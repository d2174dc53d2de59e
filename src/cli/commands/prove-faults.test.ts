import test from 'ava';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultsInput } from '../../report/index.js';
import { docknet, temporaryDirectory } from '../testing/docknet.js';

test('a fault that an area notices, and one that is not there', async (t) => {
  const output = await temporaryDirectory(t);
  const { exitCode, stdout } = await docknet(['prove', '--faults', 'request/none-ignored', '--output', output]);
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /1 of 1 fault noticed on engine/);
  const page = /report: (\S+)/.exec(stdout)?.[1] ?? '';
  t.regex(await readFile(page, 'utf8'), /1 of 1 fault noticed/);
  const { trials } = JSON.parse(await readFile(join(page, '../faults.json'), 'utf8')) as FaultsInput;
  t.deepEqual(
    trials.map(({ id, result }) => [id, result]),
    [['request/none-ignored', 'noticed']],
  );
  t.true((trials[0]?.noticedBy ?? []).every((id) => id.startsWith('none/')));

  const unknown = await docknet(['prove', '--faults', 'request/none-ignord']);
  t.is(unknown.exitCode, 2);
  t.regex(unknown.stderr, /Did you mean request\/none-ignored\?/);
});
