import test from 'ava';
import fc from 'fast-check';
import { chooseNext, narrow, type TrialResult } from './halving.js';

/** Bisects candidates whose results are known. @returns the results of the tried ones, and the tries in order. */
function bisect(truth: readonly TrialResult[]): {
  readonly results: readonly (TrialResult | null)[];
  readonly tried: readonly number[];
} {
  const last = truth.length - 1;
  const results = truth.map((result, n) => (n === 0 || n === last ? result : null));
  const tried: number[] = [];
  for (let next = chooseNext(results); next !== null; next = chooseNext(results)) {
    results[next] = truth[next]!;
    tried.push(next);
  }
  return { results, tried };
}

const list = (letters: string): TrialResult[] =>
  [...letters].map((letter) => (letter === 'g' ? 'good' : letter === 'b' ? 'bad' : 'unsettled'));

test('halves to the first bad candidate', (t) => {
  const { results, tried } = bisect(list('gggggbbbb'));
  t.deepEqual(tried, [4, 6, 5]);
  t.deepEqual(narrow(results), { lastGood: 4, firstBad: 5 });
});

test('two candidates need no further trial', (t) => {
  const { results, tried } = bisect(list('gb'));
  t.deepEqual(tried, []);
  t.deepEqual(narrow(results), { lastGood: 0, firstBad: 1 });
});

test('steps over an unsettled candidate to its neighbour', (t) => {
  const { results, tried } = bisect(list('gg?bb'));
  t.deepEqual(tried, [2, 1, 3]);
  t.deepEqual(narrow(results), { lastGood: 1, firstBad: 3 });
});

test('a candidate that changed and changed back does not hide the span', (t) => {
  const { results } = bisect(list('gbgbb'));
  const { lastGood, firstBad } = narrow(results);
  t.is(firstBad, lastGood + 1);
});

test('only unsettled candidates are left between the last good and the first bad one', (t) => {
  const truth = fc
    .record({
      good: fc.integer({ min: 1, max: 40 }),
      bad: fc.integer({ min: 1, max: 40 }),
      unsettled: fc.uniqueArray(fc.integer({ min: 1, max: 78 }), { maxLength: 20 }),
    })
    .map(({ good, bad, unsettled }) =>
      Array.from({ length: good + bad }, (_, n): TrialResult =>
        n > 0 && n < good + bad - 1 && unsettled.includes(n) ? 'unsettled' : n < good ? 'good' : 'bad',
      ),
    );
  fc.assert(
    fc.property(truth, (all) => {
      const { results, tried } = bisect(all);
      const { lastGood, firstBad } = narrow(results);
      const isLeast = lastGood === all.lastIndexOf('good') && firstBad === all.indexOf('bad');
      const settles = !all.includes('unsettled') && tried.length > Math.ceil(Math.log2(all.length));
      return isLeast && !settles && new Set(tried).size === tried.length;
    }),
  );
  t.pass();
});
