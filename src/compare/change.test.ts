import test from 'ava';
import type { CheckRecord } from '../record/index.js';
import { compareRuns } from './compare.js';
import { hasRegression } from './describe.js';
import { createRun, readFixture, withRecord, type CheckFixture } from './testing/check-fixture.js';
import type { ComparedRun } from './types.js';

test('verdicts decide the kind; errors and vanished checks are no regressions', async (t) => {
  const one = await readFixture('publish/one-address', 'first');
  const kindOf = (was: Partial<CheckRecord>, is: Partial<CheckRecord>) =>
    compareRuns(createRun('a', [withRecord(one, was)]), createRun('b', [withRecord(one, is)])).changes[0]?.kind;
  const [conforms, deviates, known] = [
    { verdict: 'conforms' },
    { verdict: 'deviates' },
    { verdict: 'known deviation' },
  ] as const;
  t.is(kindOf(conforms, deviates), 'regression');
  t.is(kindOf(conforms, known), 'regression');
  t.is(kindOf(known, deviates), 'regression');
  t.is(kindOf(deviates, conforms), 'fix');
  t.is(kindOf(known, known), undefined);
  t.is(kindOf(conforms, { verdict: 'error' }), 'undecided');
  t.is(kindOf({ verdict: 'error' }, deviates), 'undecided');
  t.is(kindOf({ verdict: 'not applicable' }, conforms), 'incomparable');
  t.is(kindOf({ verdict: 'not applicable' }, { verdict: 'not applicable' }), undefined);
  t.is(kindOf({ verdict: 'not applicable' }, { verdict: 'error' }), 'undecided');
  t.deepEqual(
    compareRuns(createRun('a', [one]), createRun('b', [])).changes.map(({ kind }) => kind),
    ['vanished'],
  );
  t.deepEqual(
    compareRuns(createRun('a', []), createRun('b', [one])).changes.map(({ kind }) => kind),
    ['added'],
  );
});

test('between baselines, which have no expectations, the sentence says which of the two meets the claim', async (t) => {
  const one = await readFixture('publish/one-address', 'first');
  const bare = (verdict: CheckRecord['verdict']) => withRecord(one, { verdict, expectations: [], instead: [] });
  const sentence = (was: CheckRecord['verdict'], is: CheckRecord['verdict']) =>
    compareRuns(createRun('a', [bare(was)]), createRun('b', [bare(is)])).changes[0]?.sentence ?? '';
  t.regex(sentence('conforms', 'known deviation'), /^the candidate no longer meets the claim/);
  t.regex(sentence('known deviation', 'conforms'), /^the candidate meets the claim, and the base did not/);
});

test('a lost claim about rules is a change of rules, and a regression only with strict rules', async (t) => {
  const one = await readFixture('publish/one-address', 'first');
  const [held, lost] = (['conforms', 'deviates'] as const).map((verdict) =>
    createRun(verdict, [withRecord(one, { about: 'rules', verdict })]),
  );
  const comparison = compareRuns(held!, lost!);
  t.deepEqual(
    comparison.changes.map(({ kind, sentence }) => [kind, sentence]),
    [['rules', 'the packets are the same; the claim about rules no longer holds.']],
  );
  t.deepEqual([hasRegression(comparison), hasRegression(comparison, true)], [false, true]);
  const back = compareRuns(lost!, held!);
  t.deepEqual([back.changes[0]?.kind, hasRegression(back, true)], ['rules', false]);
});

test('a check not applicable to one run has the reason’s first sentence', async (t) => {
  const one = await readFixture('publish/one-address', 'first');
  const notApplicable = withRecord(one, {
    verdict: 'not applicable',
    reason: 'none is newer than 28.5.2. Fetch one: sudo docknet engine fetch debian:trixie',
  });
  const {
    changes: [change],
  } = compareRuns(createRun('26.1.5', [one]), createRun('28.5.2', [notApplicable]));
  t.is(change?.sentence, 'not applicable to the candidate: none is newer than 28.5.2.');
});

test('upgrades from different engines are compared by verdict, not by packets', async (t) => {
  const [before, after] = [
    await readFixture('isolation/between-bridges', 'first'),
    await readFixture('isolation/between-bridges', '28.5.2'),
  ];
  const on = (version: string, one: CheckFixture): ComparedRun => {
    const run = createRun(version, [one]);
    return {
      ...run,
      record: { ...run.record, cell: { ...run.record.cell, engine: { ...run.record.cell.engine, version } } },
      upgrading: new Set([one.check.id]),
    };
  };
  const {
    changes: [change],
  } = compareRuns(on('20.10.24', before), on('28.5.2', after));
  t.like(change, {
    kind: 'incomparable',
    reach: null,
    journeys: [],
    sentence:
      'both runs have the verdict "conforms", but upgraded from different engines: ' +
      'base from 20.10.24, candidate from 28.5.2.',
  });
  const { expectations } = before.check;
  const more = withRecord(before, { expectations: [...expectations, ...expectations] });
  t.is(
    compareRuns(on('28.5.2', before), on('28.5.2', more)).changes[0]?.sentence,
    'both runs have the verdict "conforms", but upgraded through different engines, or the check itself changed.',
  );
  t.is(
    compareRuns(on('20.10.24', before), on('28.5.2', withRecord(after, { verdict: 'deviates' }))).changes[0]?.kind,
    'regression',
  );
  t.is(
    compareRuns(on('20.10.24', before), on('20.10.24', await readFixture('isolation/between-bridges', 'second'))).same,
    1,
  );
});
