import test from 'ava';
import { access, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { readRecord } from '../record/index.js';
import { docknet, main, room } from './testing/docknet.js';

/** The run's directory: the one thing in a fresh reports directory but the list. */
async function onlyRun(reports: string): Promise<string> {
  const [run = '', ...more] = (await readdir(reports)).filter((name) => name !== 'index.html');
  if (more.length > 0) throw new Error(`more than one run in ${reports}`);
  return join(reports, run);
}

test.serial('run leaves a record by the schema, its evidence, its page and the list of runs', async (t) => {
  const reports = await room(t);
  const { exitCode, stdout, stderr } = await docknet(['run', 'nat/masquerade', '--no-baseline', '--output', reports], { environment: { NO_COLOR: '1' } });
  t.is(stderr, '');
  t.is(exitCode, 0, stdout);
  const run = await onlyRun(reports);
  t.regex(stdout, /^1\/1 {2}conforms +nat\/masquerade {2}\d.* m?s$/m, 'a plain line for a check');
  t.regex(stdout, /^1 conforms \(engine [\d.]+, kernel \S+, .*\)$/m);
  t.true(stdout.endsWith(`report: ${join(run, 'index.html')}`), stdout);
  t.false(stdout.includes('\u001b'));

  const { record } = await readRecord(run);
  t.is(record.checks.length, 1);
  t.deepEqual(record.run.arguments, ['run', 'nat/masquerade', '--no-baseline', '--output', reports]);
  t.false(record.run.interrupted);
  const [check] = record.checks;
  if (check === undefined) { t.fail('no check'); return; }
  for (const path of Object.values(check.evidence) as (string | null)[]) await access(join(run, path ?? 'a piece of evidence that is not named'));
  t.is((await stat(join(run, check.evidence.recording ?? ''))).mode & 0o777, 0o600, 'a recording is its owner’s alone');

  const page = await readFile(join(run, 'index.html'), 'utf8');
  t.regex(page, /nat\/masquerade/);
  t.regex(page, /echo request/, 'the frames are in it');
  t.regex(page, /MASQUERADE/);
  t.true((await readFile(join(reports, 'index.html'), 'utf8')).includes(`${record.run.id}/index.html`));

  const judged = await docknet(['judge', run]);
  t.is(judged.exitCode, 0);
  t.regex(judged.stdout, /every verdict is as recorded/);
  const again = await docknet(['report', join(run, 'record.json')]);
  t.is(again.exitCode, 0);
  t.is(again.stdout, `report: ${join(run, 'index.html')}`);
  t.is(await readFile(join(run, 'index.html'), 'utf8'), page, 'the same page from the same record');
});

test.serial('a known deviation is told in a line and is no failure; --json is for a program', async (t) => {
  const reports = await room(t);
  const { exitCode, stdout, stderr } = await docknet(['run', 'docker-user/sample-cuts-egress', '--output', reports, '--json']);
  t.is(exitCode, 0);
  const result = JSON.parse(stdout) as { status: number; summary: { known: number }; checks: { id: string; known: boolean; verdict: string }[] };
  t.is(result.status, 0);
  t.is(result.summary.known, 1);
  t.like(result.checks[0], { id: 'docker-user/sample-cuts-egress', verdict: 'deviates', known: true });
  t.regex(stderr, /^known {2}docker-user\/sample-cuts-egress: /m);
  t.regex(stderr, /^0 conform, 1 known deviation \(/m);
});

test.serial('prove says which checks their sabotage turned', async (t) => {
  const reports = await room(t);
  const { exitCode, stdout } = await docknet(['prove', 'nat/masquerade', '--output', reports]);
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /^1 of 1 checks turned under their sabotage \(/m);
  const { record } = await readRecord(await onlyRun(reports));
  t.true(record.run.sabotaged);
  t.regex(record.checks[0]?.sabotage ?? '', /-D POSTROUTING/);
});

test.serial('a verdict that the evidence does not bear out is found by judge', async (t) => {
  const reports = await room(t);
  await docknet(['prove', 'nat/masquerade', '--output', reports]);
  const run = await onlyRun(reports);
  const text = await readFile(join(run, 'record.json'), 'utf8');
  await writeFile(join(run, 'record.json'), text.replace('"verdict": "deviates"', '"verdict": "conforms"').replace('"sabotaged": true', '"sabotaged": false'));
  const { exitCode, stdout } = await docknet(['judge', run]);
  t.is(exitCode, 1);
  t.regex(stdout, /changed: nat\/masquerade was conforms and is deviates: expected: /);
});

test.serial('under sudo what a run leaves belongs to the caller', async (t) => {
  const reports = join(await room(t), 'reports');
  const { exitCode } = await docknet(['run', 'none/only-loopback', '--output', reports], { environment: { SUDO_UID: '65534', SUDO_GID: '65534' } });
  t.is(exitCode, 0);
  const left = [reports, ...(await readdir(reports, { recursive: true })).map((name) => join(reports, name))];
  t.true(left.length > 6);
  for (const path of left) t.is((await stat(path)).uid, 65534, path);
});

for (const [what, environment, colours] of [['colours', {}, true], ['no colour where NO_COLOR is set', { NO_COLOR: '1' }, false]] as const) {
  test.serial(`on a terminal the areas are redrawn in place, with ${what}`, async (t) => {
    const reports = await room(t);
    const command = `stty rows 40 cols 100 && exec ${process.execPath} ${main} run none/only-loopback nat/ttl-63 --output ${reports}`;
    const { stdout } = await execa('script', ['--quiet', '--return', '--command', command, '/dev/null'], { stdin: 'ignore', timeout: 180_000, env: { CI: '', NO_COLOR: '', TERM: 'xterm', ...environment } });
    const plain = stripVTControlCharacters(stdout);
    t.regex(plain, /none +1\/1/);
    t.regex(plain, /nat +1\/1/);
    t.regex(plain, /in all +2\/2/);
    t.true(stdout.includes('\u001b[3A'), 'the cursor goes up over three lines');
    t.is(stdout.includes('\u001b[32m'), colours);
  });
}

test.serial('a run is compared with the baseline that was asked for: the same, or a regression and exit status 1', async (t) => {
  const [first, second] = [await room(t), await room(t)];
  const check = 'docker-user/sample-cuts-egress';
  t.is((await docknet(['run', check, '--no-baseline', '--output', first])).exitCode, 0);
  const base = await onlyRun(first);
  // As though the document had been followed before: what is the known deviation now is then a regression all the same.
  const followed = await room(t);
  const { record } = await readRecord(base);
  await writeFile(join(followed, 'record.json'), JSON.stringify({ ...record, checks: record.checks.map((one) => ({ ...one, verdict: 'conforms', known: false })) }));
  const { exitCode, stdout } = await docknet(['run', check, '--baseline', followed, '--output', second, '--json']);
  t.is(exitCode, 1);
  const told = JSON.parse(stdout) as { status: number; comparisons: { asked: boolean; page: string; changes: { kind: string; id: string }[] }[] };
  t.is(told.status, 1);
  t.like(told.comparisons[0], { asked: true, page: join(await onlyRun(second), 'comparison.html') });
  t.like(told.comparisons[0]?.changes[0], { kind: 'regression', id: check });
  const [page, own] = await Promise.all([told.comparisons[0]?.page ?? '', join(await onlyRun(second), 'index.html')].map((path) => readFile(path, 'utf8')));
  t.true(own?.includes('href="./comparison.html"'), 'the run’s page leads to the comparison');
  t.true(page?.includes('href="./index.html"'), 'and that back');
  const same = await docknet(['compare', base, await onlyRun(second)]);
  t.is(same.exitCode, 0);
  t.regex(same.stdout, /\n1 the same \(/);
});
