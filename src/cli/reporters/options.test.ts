import test from 'ava';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readReporters, requireOneCell } from './options.js';

const read = (...reporter: readonly string[]) => readReporters({ reporter }, {});

test('without a reporter pages are written; a named reporter takes their place', (t) => {
  t.like(readReporters({}, {}), { hasPages: true, usesStdout: false, isForGithub: false, artifact: null });
  t.like(read('junit'), { hasPages: false, usesStdout: false });
  t.deepEqual(read('junit', 'html').reporters, [
    { name: 'junit', target: { kind: 'run', name: 'junit.xml' } },
    { name: 'html', target: null },
  ]);
});

test('a file, with = in its name, and standard output', (t) => {
  t.deepEqual(read('ctrf=a=b.json').reporters, [{ name: 'ctrf', target: { kind: 'file', path: resolve('a=b.json') } }]);
  t.true(read('tap=-').usesStdout);
  t.true(read('json').usesStdout);
  t.true(readReporters({ json: true }, {}).hasPages, '--json keeps the pages');
});

test('--single-file is one page in the run’s directory, unless a file is named', (t) => {
  t.deepEqual(readReporters({ singleFile: true }, {}).reporters, [
    { name: 'html', target: { kind: 'run', name: 'report.html' } },
  ]);
  const plan = readReporters({ singleFile: true, reporter: ['html=x.html'] }, {});
  t.deepEqual(plan.reporters, [{ name: 'html', target: { kind: 'file', path: resolve('x.html') } }]);
  t.notThrows(() => requireOneCell(plan, 1));
  t.throws(() => requireOneCell(plan, 2), { message: /A single file holds one run/ });
  t.notThrows(() => requireOneCell(read('html'), 2));
});

test('what cannot be served is a usage error', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-reporters-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const link = join(directory, 'link');
  await symlink('/dev/stdout', link);
  t.throws(() => read('junt'), {
    message: /there is no reporter "junt"\. Did you mean junit\? The reporters are html, /,
  });
  t.throws(() => read('junit='), { message: /name a file after =/ });
  t.throws(() => read(`junit=${directory}`), { message: /is no regular file/ });
  t.throws(() => read(`junit=${link}`), { message: /is no regular file\. Pass - for standard output/ });
  t.throws(() => read('json', 'tap=-'), { message: /json and tap would both go to standard output/ });
  for (const artifactUrl of ['javascript:alert(1)', 'reports'])
    t.throws(() => readReporters({ artifactUrl }, {}), { message: /pass an address that begins with https/ });
});

test('the artifact’s address is the option’s, or the run’s in GitHub Actions', (t) => {
  const environment = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'owner/name', GITHUB_RUN_ID: '42' };
  t.is(readReporters({}, environment).artifact, 'https://github.com/owner/name/actions/runs/42#artifacts');
  t.is(readReporters({ artifactUrl: 'https://x.test/<a>' }, environment).artifact, 'https://x.test/%3Ca%3E');
});
