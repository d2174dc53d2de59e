import test from 'ava';
import type { CheckRecord } from '../record/types.js';
import { compareRuns } from './compare.js';
import { readFixture, createRun, type CheckFixture } from './testing/check-fixture.js';
import type { RunsBetween, ComparedRun } from './types.js';

const id = 'isolation/between-bridges';

/** Creates a run of one check on an engine; without its packets if `bare`. */
function on(version: string, one: CheckFixture | null, fields: Partial<CheckRecord> = {}, bare = false): ComparedRun {
  const checks = one === null ? [] : [{ ...one, check: { ...one.check, ...fields } }];
  const run = bare ? createRun(version, checks, new Map()) : createRun(version, checks);
  return {
    ...run,
    record: { ...run.record, cell: { ...run.record.cell, engine: { ...run.record.cell.engine, version } } },
  };
}

/** Returns the date of the one change from the first run to the last, by the runs between. */
function since(...runs: readonly ComparedRun[]) {
  const between: RunsBetween = { of: 'engine', runs: runs.slice(1, -1), caveat: null };
  return compareRuns(runs[0]!, runs.at(-1)!, between).changes[0]?.since ?? null;
}

const known = { verdict: 'known deviation', reason: 'a rule in raw drops it' } as const;

test('changed packets are dated by the runs equal to base or candidate', async (t) => {
  const [old, fresh] = [await readFixture(id, 'first'), await readFixture(id, '28.5.2')];
  t.deepEqual(since(on('20.10.24', old), on('26.1.5', old), on('28.5.2', fresh)), {
    of: 'engine',
    spans: [{ after: '26.1.5', by: '28.5.2' }],
    text: 'not yet so on 26.1.5',
  });
  t.is(since(on('20.10.24', old), on('26.1.5', fresh), on('28.5.2', fresh))?.text, 'already so on 26.1.5');
  t.is(
    since(on('20.10.24', old), on('24.0.7', old), on('26.1.5', fresh), on('28.5.2', fresh))?.text,
    'not yet so on 24.0.7, already so on 26.1.5',
  );
  t.is(
    since(on('20.10.24', old), on('24.0.7', fresh), on('26.1.5', old), on('28.5.2', fresh))?.text,
    'changed more than once: from 20.10.24 to 24.0.7, from 24.0.7 to 26.1.5, from 26.1.5 to 28.5.2',
  );
});

test('the sentence has the date before the cause', async (t) => {
  const [old, fresh] = [await readFixture(id, 'first'), await readFixture(id, '28.5.2')];
  const comparison = compareRuns(on('20.10.24', old), on('28.5.2', fresh, known), {
    of: 'engine',
    runs: [on('26.1.5', old)],
    caveat: null,
  });
  t.regex(
    comparison.changes[0]?.sentence ?? '',
    /; not yet so on 26\.1\.5; known of engine 28\.5\.2: a rule in raw drops it\.$/,
  );
});

test('a regression or a fix is dated by the verdict, and mentions packets that changed later', async (t) => {
  const [old, fresh] = [await readFixture(id, 'first'), await readFixture(id, '28.5.2')];
  t.is(since(on('20.10.24', old), on('26.1.5', fresh), on('28.5.2', fresh, known))?.text, 'not yet so on 26.1.5');
  t.is(
    since(on('20.10.24', old), on('26.1.5', old, known), on('28.5.2', fresh, known))?.text,
    'the claim already fails on 26.1.5, with other packets',
  );
  t.is(
    since(on('20.10.24', old, known), on('26.1.5', old), on('28.5.2', fresh))?.text,
    'the claim already holds on 26.1.5, with other packets',
  );
  t.is(since(on('20.10.24', old, known), on('26.1.5', fresh), on('28.5.2', fresh))?.text, 'already so on 26.1.5');
});

test('runs that lack the check, did not judge it, or have no packets date nothing', async (t) => {
  const [old, fresh] = [await readFixture(id, 'first'), await readFixture(id, '28.5.2')];
  const [was, is] = [on('20.10.24', old), on('28.5.2', fresh)];
  t.is(since(was, is), null);
  t.is(since(was, on('26.1.5', null), is), null);
  t.is(since(was, on('26.1.5', old, { verdict: 'error', reason: 'lost frames' }), is), null);
  t.is(since(was, on('26.1.5', old, { verdict: 'not applicable', reason: 'no' }), is), null);
  t.is(since(was, on('26.1.5', old, {}, true), is), null);
  t.is(
    since(was, on('26.1.5', fresh, known, true), on('28.5.2', fresh, known))?.text,
    'the claim already fails on 26.1.5',
    'missing packets are not mentioned',
  );
});

test('a caveat is noted only if something changed', async (t) => {
  const [old, fresh] = [await readFixture(id, 'first'), await readFixture(id, '28.5.2')];
  const between: RunsBetween = { of: 'engine', runs: [], caveat: 'not known.' };
  t.deepEqual(compareRuns(on('20.10.24', old), on('28.5.2', fresh), between).notes, ['not known.']);
  t.deepEqual(compareRuns(on('20.10.24', old), on('20.10.24', await readFixture(id, 'second')), between).notes, []);
});
