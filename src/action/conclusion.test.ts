import test from 'ava';
import { sampleCheck, sampleRecord } from '../record/testing/sample.js';
import { conclude, countCells } from './conclusion.js';

const none = { conforms: 3, deviates: 0, known: 1, errors: 0, regressions: 0 };

for (const [what, exitStatus, counts, failOn, conclusion, status] of [
  ['nothing to report', 0, {}, 'deviation', 'conforms', 0],
  ['a deviation', 1, { deviates: 1 }, 'deviation', 'deviates', 1],
  ['a deviation that is no regression', 1, { deviates: 1 }, 'regression', 'deviates', 0],
  ['a regression', 1, { deviates: 1, regressions: 1 }, 'regression', 'regression', 1],
  ['a regression that does not matter', 1, { deviates: 1, regressions: 1 }, 'never', 'regression', 0],
  ['an error beside an old deviation', 1, { deviates: 1, errors: 1 }, 'regression', 'deviates', 4],
  ['an error', 4, { errors: 1 }, 'regression', 'error', 4],
  ['an error that does not matter', 4, { errors: 1 }, 'never', 'error', 0],
  ['a crash', 4, {}, 'never', 'error', 4],
  ['a killed docknet', 137, {}, 'never', 'error', 4],
  ['an unfit runner', 3, {}, 'never', 'unfit', 3],
  ['a cancelled run', 130, { deviates: 1 }, 'never', 'interrupted', 130],
  ['a usage error', 2, {}, 'never', 'usage', 2],
] as const) {
  test(`${what}, fail-on ${failOn}: ${conclusion}, exit status ${status}`, (t) => {
    t.deepEqual(conclude(exitStatus, true, { ...none, ...counts }, failOn), { conclusion, status });
  });
}

test('an engine that did not come up fails the job even beside a deviation that does not', (t) => {
  t.deepEqual(conclude(1, false, { ...none, deviates: 1 }, 'never'), { conclusion: 'deviates', status: 3 });
});

test('checks are counted over all cells; deviations of rules alone are none', (t) => {
  const missingRule = { ...sampleCheck().expectations[0]!, about: 'rules', held: false } as const;
  const rules = sampleCheck({ about: 'rules', verdict: 'deviates', expectations: [missingRule], instead: [] });
  const records = [
    sampleRecord([sampleCheck(), sampleCheck({ verdict: 'deviates' }), rules]),
    sampleRecord([sampleCheck({ verdict: 'unexpected pass' }), sampleCheck({ verdict: 'inconclusive' })]),
    sampleRecord([sampleCheck({ verdict: 'known deviation' }), sampleCheck({ verdict: 'error' })]),
  ];
  t.deepEqual(countCells(records, 2), { conforms: 1, deviates: 2, known: 1, errors: 2, regressions: 2 });
});
