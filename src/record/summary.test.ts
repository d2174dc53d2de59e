import test from 'ava';
import { exitStatus, summarise } from './index.js';
import { sampleCheck, sampleRecord } from './testing/sample.js';

const conforms = sampleCheck();
const known = sampleCheck({ verdict: 'deviates', known: true });
const unexpected = sampleCheck({ verdict: 'deviates' });
const news = sampleCheck({ news: true });
const inapplicable = sampleCheck({ verdict: 'inapplicable' });
const broken = sampleCheck({ verdict: 'broken' });

test('a record is counted by verdict, with known deviations and news apart', (t) => {
  t.deepEqual(summarise(sampleRecord([conforms, conforms, known, unexpected, news, inapplicable, broken])), {
    checks: 7,
    verdicts: { conforms: 3, deviates: 2, inapplicable: 1, broken: 1 },
    known: 1,
    unexpected: 1,
    news: 1,
    unturned: 0,
  });
});

for (const [what, checks, run, status] of [
  ['conforming checks', [conforms, inapplicable], {}, 0],
  ['known deviations only', [conforms, known], {}, 0],
  ['no checks', [], {}, 0],
  ['an unexpected deviation', [conforms, unexpected], {}, 1],
  ['news', [news], {}, 1],
  ['a broken check', [known, broken], {}, 4],
  ['a broken check beside an unexpected deviation', [broken, unexpected], {}, 1],
  ['an interrupted run with a deviation', [unexpected], { interrupted: true }, 130],
  ['sabotages that turned every check', [unexpected, news, inapplicable], { sabotaged: true }, 0],
  ['a sabotage that left its check conforming', [unexpected, conforms], { sabotaged: true }, 1],
  ['a sabotage that left a known deviation as it was', [known], { sabotaged: true }, 1],
  ['a sabotaged check that broke', [unexpected, broken], { sabotaged: true }, 4],
] as const) {
  test(`${what}: exit status ${status}`, (t) => {
    t.is(exitStatus(sampleRecord(checks, run)), status);
  });
}
