import test from 'ava';
import { ciReport, everyVerdict } from '../testing/ci-report.js';
import { checkRecord, runRecord } from '../testing/record-builder.js';
import { sampleComparison } from '../testing/sample-pages.js';
import { describeVerdict } from './headline.js';
import { labelCells, listTests } from './outcome.js';
import type { CiReport } from './types.js';

const summarize = (report: CiReport) =>
  Object.fromEntries(listTests(report).map(({ check, status, type }) => [check.id, `${status}: ${type}`]));

test('each verdict has a status in CI; rules alone do not fail', (t) => {
  t.deepEqual(summarize(everyVerdict()), {
    'a/conforms': 'passed: conforms',
    'a/deviates': 'failed: deviates',
    'a/known': 'skipped: known deviation',
    'b/pass': 'failed: unexpected pass',
    'b/none': 'skipped: not applicable',
    'b/unproven': 'error: inconclusive',
    'b/error': 'error: error',
    'b/rules': 'skipped: rules deviation',
  });
  t.is(
    describeVerdict(everyVerdict()),
    'Of 8 checks on engine 20.10.24+dfsg1, kernel 6.1.0-31-amd64: ' +
      '1 deviates, 1 unexpected pass, 1 error, 1 inconclusive',
  );
});

test('with strict rules, other rules fail', (t) => {
  const strict = summarize(everyVerdict({ strictRules: true }));
  t.is(strict['a/conforms'], 'failed: other rules');
  t.is(strict['b/rules'], 'failed: rules deviation');
});

test('a run of docknet prove: a check that its sabotage did not turn fails', (t) => {
  const sabotaged = runRecord(
    [
      checkRecord('a/kept', 'x', { sabotage: 'no rule' }),
      checkRecord('a/turned', 'x', { verdict: 'deviates', sabotage: 'no rule' }),
      checkRecord('a/none', 'x', { verdict: 'not applicable' }),
    ],
    { sabotaged: true },
  );
  t.deepEqual(summarize(ciReport({ record: sabotaged })), {
    'a/kept': 'failed: unturned',
    'a/turned': 'passed: deviates',
    'a/none': 'skipped: not applicable',
  });
});

test('a regression fails a test if its comparison was requested, whatever the verdict', async (t) => {
  const comparison = await sampleComparison();
  const { record } = comparison.candidate;
  const known = {
    ...record,
    checks: record.checks.map((check) => ({ ...check, verdict: 'known deviation' as const })),
  };
  const report = (requested: boolean) =>
    ciReport({ record: known, comparison: { comparison, baseline: '20.10.24', requested } });
  t.is(summarize(report(true))['publish/lost'], 'failed: regression');
  t.is(summarize(report(false))['publish/lost'], 'skipped: known deviation');
  t.regex(describeVerdict(report(true)), /: 1 regression$/);
});

test('cells are named by their engines, and by their names if these are equal', (t) => {
  const [cell] = ciReport().cells;
  if (cell === undefined) throw new Error('no cell');
  t.deepEqual(labelCells([cell]), ['']);
  t.deepEqual(labelCells([cell, { ...cell, name: 'other' }, { ...cell, name: 'sid', record: null }]), [
    '20.10.24+dfsg1 (private)',
    '20.10.24+dfsg1 (other)',
    'sid',
  ]);
});

test('a run without a record says why', (t) => {
  const problems = [{ kind: 'environment', text: 'no engine\nat all' }] as const;
  t.is(describeVerdict(ciReport({ record: null }, { problems })), 'No check was run: no engine at all');
  t.regex(describeVerdict(ciReport({}, { problems })), /; the run is not whole$/);
});
