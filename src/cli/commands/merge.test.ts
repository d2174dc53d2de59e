import test, { type ExecutionContext } from 'ava';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readMatrix, writeRecord, type RunRecord } from '../../record/index.js';
import { sampleCheck, sampleRecord } from '../../record/testing/sample.js';
import { docknet, temporaryDirectory } from '../testing/docknet.js';

/** Writes a run with its evidence. @returns the directory. */
async function writeRun(
  directory: string,
  ids: readonly string[],
  of: Partial<RunRecord['run']> = {},
): Promise<string> {
  const checks = ids.map((id) =>
    sampleCheck({
      id,
      evidence: {
        ...sampleCheck().evidence,
        recording: null,
        firewallBefore: null,
        firewallAfter: null,
        nftBefore: null,
        nftAfter: null,
        topology: `evidence/${id}/topology.json`,
      },
    }),
  );
  await writeRecord(directory, sampleRecord(checks, { shard: null, merged: [], ...of }));
  for (const id of ids) {
    await mkdir(join(directory, 'evidence', id), { recursive: true });
    await writeFile(join(directory, 'evidence', id, 'topology.json'), JSON.stringify({ of: id }));
  }
  return directory;
}

/** Merges runs into a fresh reports directory. */
async function mergeRuns(t: ExecutionContext, ...paths: readonly string[]) {
  const output = await temporaryDirectory(t);
  const outcome = await docknet(['merge', ...paths, '--output', output]);
  const [directory] = (await readdir(output)).filter((name) => name !== 'index.html');
  return { ...outcome, directory: directory === undefined ? null : join(output, directory) };
}

test.serial('two parts of a run become one matrix with all evidence and its pages', async (t) => {
  const at = await temporaryDirectory(t);
  const one = await writeRun(join(at, 'one'), ['nat/masquerade', 'nat/ttl-63'], {
    id: 'one',
    shard: { number: 1, of: 2 },
  });
  const other = await writeRun(join(at, 'other'), ['bridge/idle-down'], { id: 'other', shard: { number: 2, of: 2 } });
  const { exitCode, stdout, stderr, directory } = await mergeRuns(t, one, join(other, 'record.json'));
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /^private: 3 conform \(engine 20\.10\.24/m);
  const { matrix, cells } = await readMatrix(directory ?? '');
  t.deepEqual(matrix.run.merged, ['one', 'other']);
  const [cell] = cells;
  if (cell?.stored === null || cell?.stored === undefined || 'error' in cell.stored) {
    t.fail('no record');
    return;
  }
  t.deepEqual(
    cell.stored.record.checks.map(({ id }) => id),
    ['bridge/idle-down', 'nat/masquerade', 'nat/ttl-63'],
  );
  for (const check of cell.stored.record.checks)
    t.is(
      await readFile(join(cell.stored.directory, check.evidence.topology ?? ''), 'utf8'),
      JSON.stringify({ of: check.id }),
    );
  t.true((await readFile(join(directory ?? '', 'index.html'), 'utf8')).includes('./private/index.html#nat/ttl-63'));
  t.true((await readFile(join(directory ?? '', 'private/index.html'), 'utf8')).includes('>Matrix<'));
  t.true(
    (await readFile(join(dirname(directory ?? ''), 'index.html'), 'utf8')).includes(`./${matrix.run.id}/index.html`),
  );

  const rewritten = await docknet(['report', directory ?? '']);
  t.is(rewritten.exitCode, 0, rewritten.stderr);
  t.is(rewritten.stdout, `report: ${join(directory ?? '', 'index.html')}`);

  const whole = await mergeRuns(
    t,
    directory ?? '',
    await writeRun(join(at, 'third'), ['none/no-veth'], { id: 'third' }),
  );
  t.is(whole.exitCode, 0, whole.stderr);
  t.regex(whole.stdout, /^private: 4 conform/m, 'a matrix may be merged with further runs');
});

test.serial(
  'a missing part, an interrupted one and missing evidence are named: exit status 3, and the rest is shown',
  async (t) => {
    const one = await writeRun(join(await temporaryDirectory(t), 'one'), ['nat/masquerade', 'nat/ttl-63'], {
      id: 'one',
      shard: { number: 1, of: 2 },
      interrupted: true,
    });
    await rm(join(one, 'evidence/nat/ttl-63/topology.json'));
    await symlink('/etc/passwd', join(one, 'evidence/nat/ttl-63/topology.json'));
    const { exitCode, stderr, directory } = await mergeRuns(t, one);
    t.is(exitCode, 3);
    t.regex(stderr, /one was stopped before its last check/);
    t.regex(stderr, /part 2\/2 is missing/);
    t.regex(stderr, /one lacks evidence that its record names: evidence\/nat\/ttl-63\/topology\.json/);
    const page = await readFile(join(directory ?? '', 'index.html'), 'utf8');
    for (const text of ['part 2/2 is missing', 'was stopped before its last check', 'lacks evidence'])
      t.true(page.includes(text), text);
  },
);

test.serial('parts that are damaged or overlap are all named: exit status 2, and nothing is made', async (t) => {
  const at = await temporaryDirectory(t);
  const one = await writeRun(join(at, 'one'), ['nat/masquerade'], { id: 'one' });
  const other = await writeRun(join(at, 'other'), ['nat/masquerade'], { id: 'other' });
  const overlapping = await mergeRuns(t, one, other);
  t.is(overlapping.exitCode, 2);
  t.regex(overlapping.stderr, /^docknet: Not merged: .*one and .*other overlap: /);
  t.is(overlapping.directory, null);
  await writeFile(join(one, 'record.json'), '{');
  const damaged = await mergeRuns(t, one, join(at, 'nothing'), other);
  t.is(damaged.exitCode, 2);
  t.regex(damaged.stderr, /one\/record\.json is not whole JSON[^]*there is no record at .*nothing/);
  t.is(damaged.directory, null);
});
