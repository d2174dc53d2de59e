import test from 'ava';
import { exitStatus, groupRules, summarise } from './index.js';
import { sampleCheck, sampleRecord } from './testing/sample.js';

const conforms = sampleCheck();
const known = sampleCheck({ verdict: 'known deviation' });
const unexpected = sampleCheck({ verdict: 'deviates' });
const pass = sampleCheck({ verdict: 'unexpected pass' });
const notApplicable = sampleCheck({ verdict: 'not applicable' });
const inconclusive = sampleCheck({ verdict: 'inconclusive' });
const error = sampleCheck({ verdict: 'error' });

const [sampleLine] = conforms.expectations;
const missingRule = { ...sampleLine!, about: 'rules', held: false, missingChain: 'filter DOCKER-ONE' } as const;
const rules = sampleCheck({ about: 'rules', verdict: 'deviates', expectations: [missingRule], instead: [] });
const rulesAndPackets = sampleCheck({
  about: 'rules',
  verdict: 'deviates',
  expectations: [missingRule, { ...sampleLine!, held: false }],
  instead: [],
});
const otherRules = sampleCheck({ rulesFinding: 'otherwise', expectations: [missingRule], instead: [] });

test('checks whose rules alone differ are counted apart', (t) => {
  const { rulesDeviations, otherRules: behaving } = summarise(
    sampleRecord([conforms, rules, rulesAndPackets, otherRules, { ...pass, about: 'rules' }]),
  );
  t.deepEqual([rulesDeviations, behaving], [2, 1]);
});

test('checks with other rules are grouped by the chains that are not there', (t) => {
  const lines = (...chains: string[]) => chains.map((missingChain) => ({ ...missingRule, missingChain }));
  const groups = groupRules([
    { ...rules, id: 'isolation/one', expectations: lines('filter A', 'filter B') },
    {
      ...otherRules,
      id: 'nat/other',
      expectations: [{ ...missingRule, missingChain: null, expected: 'x', seen: 'y' }],
    },
    { ...otherRules, id: 'isolation/two', expectations: lines('filter B', 'filter C') },
    conforms,
    { ...rulesAndPackets, id: 'isolation/three' },
  ]);
  t.deepEqual(groups, [
    { what: 'filter A, filter B and filter C are not there', checks: ['isolation/one', 'isolation/two'] },
    { what: 'x; seen: y', checks: ['nat/other'] },
  ]);
});

test('checks are counted by verdict', (t) => {
  const checks = [conforms, conforms, known, unexpected, pass, notApplicable, inconclusive, error];
  t.deepEqual(summarise(sampleRecord(checks)), {
    checks: 8,
    verdicts: {
      deviates: 1,
      error: 1,
      inconclusive: 1,
      'unexpected pass': 1,
      'known deviation': 1,
      conforms: 2,
      'not applicable': 1,
    },
    unturned: 0,
    rulesDeviations: 0,
    otherRules: 0,
    leftBehind: 0,
  });
});

for (const [what, checks, run, status] of [
  ['conforming checks', [conforms, notApplicable], {}, 0],
  ['known deviations only', [conforms, known], {}, 0],
  ['no checks', [], {}, 0],
  ['an unexpected deviation', [conforms, unexpected], {}, 1],
  ['an unexpected pass', [pass], {}, 1],
  ['an error', [known, error], {}, 4],
  ['an inconclusive check', [known, inconclusive], {}, 4],
  ['an error beside an unexpected deviation', [error, unexpected], {}, 1],
  ['an interrupted run with a deviation', [unexpected], { interrupted: true }, 130],
  ['a run that its machine did not bring to an end', [conforms], { interrupted: true, unfit: 'no lab' }, 3],
  ['sabotages that turned every check', [unexpected, pass, notApplicable], { sabotaged: true }, 0],
  ['a sabotage that left its check conforming', [unexpected, conforms], { sabotaged: true }, 1],
  ['a sabotage that left a known deviation as it was', [known], { sabotaged: true }, 1],
  ['an error under sabotage', [unexpected, error], { sabotaged: true }, 4],
] as const) {
  test(`${what}: exit status ${status}`, (t) => {
    t.is(exitStatus(sampleRecord(checks, run)), status);
  });
}

for (const [what, checks, plain, strict] of [
  ['a claim about rules that deviates', [conforms, rules], 0, 1],
  ['a claim about rules whose packets deviate too', [rulesAndPackets], 1, 1],
  ['behaviour under other rules', [otherRules], 0, 1],
  ['behaviour under the documented rules', [{ ...conforms, rulesFinding: 'as documented' }], 0, 0],
] as const) {
  test(`${what}: exit status ${plain}, with --strict-rules ${strict}`, (t) => {
    t.is(exitStatus(sampleRecord(checks)), plain);
    t.is(exitStatus(sampleRecord(checks), true), strict);
  });
}
