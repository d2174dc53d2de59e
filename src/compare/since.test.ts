import test from 'ava';
import type { CheckRecord } from '../record/types.js';
import { compare } from './compare.js';
import { kept, sideOf, type Kept } from './testing/kept.js';
import type { Between, Side } from './types.js';

const id = 'isolation/between-bridges';

/** A run on an engine that has this one check; without its packets where `bare`. */
function on(version: string, one: Kept | null, differing: Partial<CheckRecord> = {}, bare = false): Side {
  const checks = one === null ? [] : [{ ...one, check: { ...one.check, ...differing } }];
  const side = bare ? sideOf(version, checks, new Map()) : sideOf(version, checks);
  return {
    ...side,
    record: { ...side.record, cell: { ...side.record.cell, engine: { ...side.record.cell.engine, version } } },
  };
}

/** What is said of the one change between the first and the last of these, by those between. */
function since(...sides: readonly Side[]) {
  const between: Between = { of: 'engine', sides: sides.slice(1, -1), unknown: null };
  return compare(sides[0]!, sides.at(-1)!, between).changes[0]?.since ?? null;
}

const known = { verdict: 'known deviation', reason: 'a rule in raw drops it' } as const;

test('a change of packets is dated by the runs that are like one end and unlike the other', async (t) => {
  const [old, fresh] = [await kept(id, 'first'), await kept(id, '28.5.2')];
  t.deepEqual(since(on('20.10.24', old), on('26.1.5', old), on('28.5.2', fresh)), {
    of: 'engine',
    spans: [{ after: '26.1.5', by: '28.5.2' }],
    words: 'not yet so on 26.1.5',
  });
  t.is(since(on('20.10.24', old), on('26.1.5', fresh), on('28.5.2', fresh))?.words, 'already so on 26.1.5');
  t.is(
    since(on('20.10.24', old), on('24.0.7', old), on('26.1.5', fresh), on('28.5.2', fresh))?.words,
    'not yet so on 24.0.7, already so on 26.1.5',
  );
  t.is(
    since(on('20.10.24', old), on('24.0.7', fresh), on('26.1.5', old), on('28.5.2', fresh))?.words,
    'changed more than once: from 20.10.24 to 24.0.7, from 24.0.7 to 26.1.5, from 26.1.5 to 28.5.2',
  );
});

test('the sentence says it before the cause', async (t) => {
  const [old, fresh] = [await kept(id, 'first'), await kept(id, '28.5.2')];
  const comparison = compare(on('20.10.24', old), on('28.5.2', fresh, known), {
    of: 'engine',
    sides: [on('26.1.5', old)],
    unknown: null,
  });
  t.regex(
    comparison.changes[0]?.sentence ?? '',
    /; not yet so on 26\.1\.5; known of 28\.5\.2: a rule in raw drops it\.$/,
  );
});

test('for a regression and a fix the verdict has to turn; packets that turn later are said', async (t) => {
  const [old, fresh] = [await kept(id, 'first'), await kept(id, '28.5.2')];
  t.is(since(on('20.10.24', old), on('26.1.5', fresh), on('28.5.2', fresh, known))?.words, 'not yet so on 26.1.5');
  t.is(
    since(on('20.10.24', old), on('26.1.5', old, known), on('28.5.2', fresh, known))?.words,
    'the claim fails already on 26.1.5, with other packets',
  );
  t.is(
    since(on('20.10.24', old, known), on('26.1.5', old), on('28.5.2', fresh))?.words,
    'the claim holds already on 26.1.5, with other packets',
  );
  t.is(since(on('20.10.24', old, known), on('26.1.5', fresh), on('28.5.2', fresh))?.words, 'already so on 26.1.5');
});

test('nothing is said by runs that lack the check, did not judge it, or of a changed behaviour have no packets', async (t) => {
  const [old, fresh] = [await kept(id, 'first'), await kept(id, '28.5.2')];
  const [was, is] = [on('20.10.24', old), on('28.5.2', fresh)];
  t.is(since(was, is), null);
  t.is(since(was, on('26.1.5', null), is), null);
  t.is(since(was, on('26.1.5', old, { verdict: 'error', reason: 'lost frames' }), is), null);
  t.is(since(was, on('26.1.5', old, { verdict: 'not applicable', reason: 'no' }), is), null);
  t.is(since(was, on('26.1.5', old, {}, true), is), null);
  t.is(
    since(was, on('26.1.5', fresh, known, true), on('28.5.2', fresh, known))?.words,
    'the claim fails already on 26.1.5',
    'of packets that are not kept nothing is said',
  );
});

test('what keeps it from being told is said where something changed', async (t) => {
  const [old, fresh] = [await kept(id, 'first'), await kept(id, '28.5.2')];
  const between: Between = { of: 'engine', sides: [], unknown: 'not known.' };
  t.deepEqual(compare(on('20.10.24', old), on('28.5.2', fresh), between).notes, ['not known.']);
  t.deepEqual(compare(on('20.10.24', old), on('20.10.24', await kept(id, 'second')), between).notes, []);
});
