import test from 'ava';
import { exitStatus, summarise } from './index.js';
import { sampleCheck, sampleRecord } from './testing/sample.js';

const conforms = sampleCheck();
const known = sampleCheck({ verdict: 'known deviation' });
const unexpected = sampleCheck({ verdict: 'deviates' });
const pass = sampleCheck({ verdict: 'unexpected pass' });
const notApplicable = sampleCheck({ verdict: 'not applicable' });
const inconclusive = sampleCheck({ verdict: 'inconclusive' });
const error = sampleCheck({ verdict: 'error' });

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
  ['sabotages that turned every check', [unexpected, pass, notApplicable], { sabotaged: true }, 0],
  ['a sabotage that left its check conforming', [unexpected, conforms], { sabotaged: true }, 1],
  ['a sabotage that left a known deviation as it was', [known], { sabotaged: true }, 1],
  ['an error under sabotage', [unexpected, error], { sabotaged: true }, 4],
] as const) {
  test(`${what}: exit status ${status}`, (t) => {
    t.is(exitStatus(sampleRecord(checks, run)), status);
  });
}
