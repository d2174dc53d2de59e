import test from 'ava';
import { renderRunList } from './run-list.js';
import { sha256 } from './testing/sha256.js';
import { hostileText } from './testing/safety.js';
import type { RunSummary } from './types.js';

const run = (id: string, started: string, rest: Partial<RunSummary> = {}): RunSummary => ({
  id,
  directory: id,
  started,
  cell: 'engine 28.5.2, kernel 6.18',
  counts: { conforms: 3 },
  problem: null,
  ...rest,
});

test('runs are listed newest first and link to their reports', (t) => {
  const page = renderRunList([run('old', '2026-01-01T00:00:00Z'), run('new', '2026-02-01T00:00:00Z')], sha256);
  t.deepEqual(
    [...page.matchAll(/href="(\.\/[^"]*)"/g)].map(([, href]) => href),
    ['./new/index.html', './old/index.html'],
  );
});

test('a run that cannot be shown says why', (t) => {
  t.true(
    renderRunList([run('a', '2026-01-01T00:00:00Z', { problem: 'record.json is not JSON' })], sha256).includes(
      'record.json is not JSON',
    ),
  );
});

test('names from a directory or a record stay text, and the page has no script', (t) => {
  const page = renderRunList([run(hostileText, '2026-01-01T00:00:00Z', { cell: hostileText })], sha256);
  t.false(page.includes('<img'));
  t.false(page.includes('<script'));
});

test('no runs is said in words', (t) => {
  t.true(renderRunList([], sha256).includes('No run has left a record here yet'));
});
