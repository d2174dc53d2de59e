import test, { type ExecutionContext } from 'ava';
import { validate } from 'ctrf';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord, writeRecord, type CheckRecord } from '../../record/index.js';
import { docknet, temporaryDirectory } from '../testing/docknet.js';
import { makeScriptEngine } from '../testing/engines.js';
import { storeRun } from '../testing/stored-run.js';

const files = { junit: 'junit.xml', ctrf: 'ctrf.json', markdown: 'summary.md', tap: 'results.tap' } as const;
const names = Object.keys(files) as (keyof typeof files)[];

const readAll = (directory: string) =>
  Promise.all(names.map(async (name) => [name, await readFile(join(directory, files[name]), 'utf8')] as const));

/** Options that write each report into a directory. */
const reportersFor = (directory: string) =>
  names.flatMap((name) => ['--reporter', `${name}=${join(directory, files[name])}`]);

test.serial('a run’s reports are those of its record; standard output is JSON alone', async (t) => {
  const reports = await temporaryDirectory(t);
  const summary = join(reports, 'step.md');
  await writeFile(summary, 'Before.\n');
  const reporters = names.flatMap((name) => ['--reporter', name]);
  const { exitCode, stdout, stderr } = await docknet(
    ['run', 'none/only-loopback', ...reporters, '--reporter', 'github', '--json', '--output', reports],
    { env: { GITHUB_STEP_SUMMARY: summary } },
  );
  t.is(exitCode, 0, stderr);
  t.like(JSON.parse(stdout), { status: 0, page: null });
  t.regex(stderr, /^::stop-commands::([\w-]+)\n[^]*\n::\1::\n::notice title=docknet%3A engine [^\n]*$/);
  const [run = '', ...more] = (await readdir(reports)).filter((name) => name !== 'step.md');
  t.deepEqual(more, [], 'no list of runs without html');
  const directory = join(reports, run);
  const written = new Map(await readAll(directory));
  t.is(await readFile(summary, 'utf8'), `Before.\n${written.get('markdown') ?? ''}`);
  const again = await temporaryDirectory(t);
  const report = await docknet(['report', directory, ...reportersFor(again), '--reporter', 'json']);
  t.is(report.exitCode, 0, report.stderr);
  t.is(report.stdout, stdout);
  t.deepEqual(new Map(await readAll(again)), written);
});

test.serial('merged shards have the reports of the whole run', async (t) => {
  const at = await temporaryDirectory(t);
  const known: Partial<CheckRecord> = { verdict: 'deviates', reason: 'expected: a; seen: b' };
  const whole = await storeRun(join(at, 'whole'), 'first', { run: { shard: null, merged: [] }, check: known });
  const { record } = await readRecord(whole);
  const parts = await Promise.all(
    record.checks.map(async (check, n) => {
      const directory = join(at, `part-${n}`);
      await cp(whole, directory, { recursive: true });
      const shard = { number: n + 1, of: record.checks.length };
      const run = { ...record.run, id: `part${n}`, milliseconds: record.run.milliseconds / 2, shard };
      await writeRecord(directory, { ...record, run, checks: [check] });
      return directory;
    }),
  );
  const [ofWhole, ofParts] = [await temporaryDirectory(t), await temporaryDirectory(t)];
  const baseline = ['--baseline', '28.5.2'];
  t.is((await docknet(['report', whole, ...baseline, ...reportersFor(ofWhole)])).exitCode, 0);
  const output = join(at, 'merged');
  const { exitCode, stderr } = await docknet([
    'merge',
    ...parts,
    ...baseline,
    '--output',
    output,
    ...reportersFor(ofParts),
  ]);
  t.is(exitCode, 1, stderr);
  for (const [name, text] of await readAll(ofParts)) {
    const expected = await readFile(join(ofWhole, files[name]), 'utf8');
    t.is(text.replaceAll('private/evidence/', 'evidence/'), expected);
  }
  t.regex(await readFile(join(ofParts, 'summary.md'), 'utf8'), /### Against 28\.5\.2[^]*```mermaid/);
});

async function runUnfit(t: ExecutionContext, args: readonly string[]) {
  const directory = await temporaryDirectory(t);
  const reporters = [...reportersFor(directory), '--reporter', `html=${join(directory, 'report.html')}`];
  const outcome = await docknet([
    ...['run', 'none/only-loopback', '--output', join(directory, 'reports'), ...args, ...reporters],
    ...['--reporter', `github=${join(directory, 'job.md')}`, '--reporter', 'json'],
  ]);
  return { ...outcome, directory };
}

test.serial('an unfit environment: every report names it', async (t) => {
  const engine = await makeScriptEngine(t, 'echo "::add-mask::no such luck" >&2; exit 1');
  const missing = join(await temporaryDirectory(t), 'none');
  for (const [args, reason] of [
    [['--engine', engine], /ended with status 1 while starting/],
    [['--engine', await temporaryDirectory(t)], /neither dockerd/],
  ] as const) {
    const { exitCode, stdout, stderr, directory } = await runUnfit(t, args);
    t.is(exitCode, 3, stderr);
    t.like(JSON.parse(stdout), { status: 3, comparisons: [] });
    const reports = new Map(await readAll(directory));
    t.regex(reports.get('junit') ?? '', /errors="1"[^]*<testcase name="environment"[^]*<error message="[^]*<\/error>/);
    t.regex(reports.get('junit') ?? '', reason);
    t.true(validate(JSON.parse(reports.get('ctrf') ?? '')).valid);
    t.regex(reports.get('tap') ?? '', /^TAP version 14\n1\.\.0 # SKIP no check was run\nBail out! /);
    t.regex(reports.get('markdown') ?? '', /^## docknet: No check was run: /);
    t.is(await readFile(join(directory, 'job.md'), 'utf8'), reports.get('markdown') ?? '');
    t.regex(await readFile(join(directory, 'report.html'), 'utf8'), reason);
    t.regex(stderr, /\n::([\w-]{36})::\n::error title=docknet%3A environment::/);
    const find = (line: RegExp) => stderr.search(line);
    const places = [/^::stop-commands::/m, /^docknet: /m, /^::[\w-]{36}::$/m].map(find);
    t.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
      'foreign text is printed between',
    );
  }
  t.is((await docknet(['run', '--engine', missing, '--reporter', 'junit'])).exitCode, 2);
});

test.serial('a report that cannot be written: exit status 3, and the others are there', async (t) => {
  const directory = await storeRun(join(await temporaryDirectory(t), 'run'), 'first');
  const { exitCode, stdout, stderr } = await docknet([
    ...['report', directory, '--no-baseline', '--reporter', `junit=${join(directory, 'record.json', 'x')}`],
    ...['--reporter', 'tap'],
  ]);
  t.is(exitCode, 3);
  t.regex(stderr, /^docknet: The report junit was not written: /);
  t.regex(stdout, /^tap: .*results\.tap$/m);
});

test.serial('--single-file: one page with the recordings', async (t) => {
  const directory = await storeRun(join(await temporaryDirectory(t), 'run'), 'first');
  const { exitCode, stdout } = await docknet(['report', directory, '--single-file']);
  t.is(exitCode, 0);
  t.is(stdout, `html: ${join(directory, 'report.html')}`);
  const page = await readFile(join(directory, 'report.html'), 'utf8');
  const { record } = await readRecord(directory);
  for (const { evidence } of record.checks) {
    const content = await readFile(join(directory, evidence.recording ?? ''), 'base64');
    t.true(page.includes(`href="data:application/octet-stream;base64,${content}"`));
  }
});
