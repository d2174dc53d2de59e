import test from 'ava';
import type { Comparison } from '../compare/index.js';
import { compareNamed } from '../results/index.js';
import { classifyDifference, judgeTrial, type Difference } from './classify.js';

/** Compares one check of two shipped baselines. */
async function compareCheck(base: string, candidate: string, id: string): Promise<Comparison> {
  const [{ comparison } = { comparison: null }] = (await compareNamed(base, candidate)).comparisons;
  if (comparison === null) throw new Error(`${base} and ${candidate} are not compared`);
  const only = (run: Comparison['base']) => ({
    ...run,
    record: { ...run.record, checks: run.record.checks.filter((check) => check.id === id) },
  });
  return {
    ...comparison,
    base: only(comparison.base),
    candidate: only(comparison.candidate),
    changes: comparison.changes.filter((change) => change.id === id),
  };
}

const differences: readonly (readonly [base: string, candidate: string, id: string, difference: Difference])[] = [
  ['28.5.2', '29.7.2', 'upgrade/udp-flow-after-recreate', 'verdict'],
  ['28.5.2', '29.4.2', 'upgrade/udp-flow-after-recreate', 'none'],
  ['28.5.2', '29.4.2', 'isolation/published-port-across', 'verdict'],
  ['29.4.2', '29.7.2', 'isolation/published-port-across', 'none'],
  ['20.10.24', '28.5.2', 'isolation/between-bridges', 'behaviour'],
  ['28.5.2', '29.7.2', 'nat/masquerade', 'none'],
  ['28.5.2', '29.7.2', 'nat/return-rule', 'verdict'],
  ['28.5.2', '29.7.2', 'isolation/returns', 'unsettled'],
];

for (const [base, candidate, id, difference] of differences) {
  test(`${id} from ${base} to ${candidate}: ${difference}`, async (t) => {
    t.is(classifyDifference(await compareCheck(base, candidate, id)), difference);
  });
}

test('two runs in which the check was not judged are unsettled', async (t) => {
  t.is(classifyDifference(await compareCheck('29.4.2', '29.7.2', 'isolation/returns')), 'unsettled');
});

test('other packets are bad if the ends differ in packets alone, and good if they differ in the verdict', (t) => {
  t.is(judgeTrial('behaviour', 'behaviour'), 'bad');
  t.is(judgeTrial('behaviour', 'verdict'), 'good');
  t.is(judgeTrial('verdict', 'behaviour'), 'bad');
  t.is(judgeTrial('verdict', 'verdict'), 'bad');
  t.is(judgeTrial('none', 'behaviour'), 'good');
  t.is(judgeTrial('unsettled', 'verdict'), 'unsettled');
});
