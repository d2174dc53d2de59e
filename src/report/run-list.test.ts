import test from 'ava';
import { renderRunList } from './run-list.js';
import { hostileText, sha256 } from './testing/safety.js';
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

test('lists runs newest first with links to their reports', (t) => {
  const page = renderRunList([run('old', '2026-01-01T00:00:00Z'), run('new', '2026-02-01T00:00:00Z')], sha256);
  t.deepEqual(
    [...page.matchAll(/href="(\.\/[^"]*)"/g)].map(([, href]) => href),
    ['./new/index.html', './old/index.html'],
  );
});

test('shows why a run cannot be shown', (t) => {
  t.true(
    renderRunList([run('a', '2026-01-01T00:00:00Z', { problem: 'record.json is not JSON' })], sha256).includes(
      'record.json is not JSON',
    ),
  );
});

test('escapes names from directories and records, and has no script', (t) => {
  const page = renderRunList([run(hostileText, '2026-01-01T00:00:00Z', { cell: hostileText })], sha256);
  t.false(page.includes('<img'));
  t.false(page.includes('<script'));
});

test('says that there are no runs yet', (t) => {
  t.true(renderRunList([], sha256).includes('No runs yet'));
});
