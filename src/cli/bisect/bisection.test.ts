import test from 'ava';
import { readRecord, type StoredRecord, type Verdict } from '../../record/index.js';
import { baselinePath } from '../../results/index.js';
import { bisectEngines, type Bisection } from './bisection.js';
import type { BisectEngine } from './engines.js';

const versions = ['20.10.24', '26.1.5', '28.0.4', '28.5.2', '29.4.2', '29.7.2'];

/** Bisects a check over the shipped baselines. @param verdicts Verdicts in place of the recorded ones, by version. */
async function bisectBaselines(
  id: string,
  [good, bad]: readonly [good: string, bad: string],
  verdicts: Readonly<Record<string, Verdict>> = {},
): Promise<{ readonly bisection: Bisection; readonly tried: readonly string[] }> {
  const between = versions.slice(versions.indexOf(good), versions.indexOf(bad) + 1);
  const tried: string[] = [];
  const read = async (version: string): Promise<StoredRecord> => {
    const { directory, record } = await readRecord(baselinePath(version));
    const checks = record.checks.filter((check) => check.id === id);
    return {
      directory,
      record: { ...record, checks: checks.map((check) => ({ ...check, verdict: verdicts[version] ?? check.verdict })) },
    };
  };
  const bisection = await bisectEngines(
    between.map((version): BisectEngine => ({ name: version, version, isAtHand: true })),
    {
      run: async ({ version }) => ({ stored: await read(version), error: null }),
      onTrial: ({ engine, result }) => tried.push(`${engine.version} ${result}`),
      signal: new AbortController().signal,
    },
  );
  return { bisection, tried };
}

const endsOf = ({ found }: Bisection) => [found?.lastGood.engine.version, found?.firstBad.engine.version];

test('a known deviation that came is found', async (t) => {
  const { bisection, tried } = await bisectBaselines('isolation/published-port-across', ['20.10.24', '29.7.2']);
  t.deepEqual(endsOf(bisection), ['28.5.2', '29.4.2']);
  t.deepEqual(tried, ['20.10.24 good', '29.7.2 bad', '28.0.4 good', '28.5.2 good', '29.4.2 bad']);
});

test('a changed path under the same verdict is found', async (t) => {
  const { bisection } = await bisectBaselines('isolation/between-bridges', ['20.10.24', '28.5.2']);
  t.deepEqual(endsOf(bisection), ['28.0.4', '28.5.2']);
});

test('a version with an error is stepped over, and left open', async (t) => {
  const { bisection, tried } = await bisectBaselines('isolation/published-port-across', ['28.0.4', '29.7.2'], {
    '28.5.2': 'error',
  });
  t.deepEqual(tried, ['28.0.4 good', '29.7.2 bad', '28.5.2 unsettled', '29.4.2 bad']);
  t.deepEqual(endsOf(bisection), ['28.0.4', '29.4.2']);
  t.deepEqual(
    bisection.found?.between.map(({ version }) => version),
    ['28.5.2'],
  );
});

for (const [name, verdicts, status, message] of [
  ['a good engine that deviates', { '28.5.2': 'deviates' }, 2, /^28\.5\.2 \(--good\) deviates/],
  ['an inconclusive good engine', { '28.5.2': 'inconclusive' }, 4, /^The check was not judged on 28\.5\.2 \(--good\)/],
  ['a bad engine with an error', { '29.7.2': 'error' }, 4, /^The check was not judged on 29\.7\.2 \(--bad\): error/],
  ['a bad engine without the feature', { '29.7.2': 'not applicable' }, 2, /29\.7\.2 \(--bad\): not applicable/],
] as const) {
  test(`${name} ends the bisection with status ${status}`, async (t) => {
    const { bisection, tried } = await bisectBaselines('nat/masquerade', ['28.5.2', '29.7.2'], verdicts);
    t.is(bisection.found, null);
    t.is(bisection.problem?.status, status);
    t.regex(bisection.problem?.message ?? '', message);
    t.true(tried.length <= 2);
  });
}

test('engines on which a check behaves alike are nothing to bisect', async (t) => {
  const { bisection } = await bisectBaselines('nat/masquerade', ['28.5.2', '29.7.2']);
  t.regex(bisection.problem?.message ?? '', /behaves as 28\.5\.2 \(--good\), under other rules: .* nothing to bisect/);
});
