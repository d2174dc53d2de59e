import test from 'ava';
import { ciReport, everyVerdict } from '../testing/ci-report.js';
import { checkRecord, runRecord } from '../testing/record-builder.js';
import { sampleComparison } from '../testing/sample-pages.js';
import { renderAnnotations } from './annotations.js';

const lines = (text: string) => text.split('\n').slice(0, -1);

test('problems, deviations and errors are errors, what proves nothing a warning, the verdict a notice', (t) => {
  const report = everyVerdict({ problems: [{ kind: 'environment', text: 'no engine, twice: 50%\r\nreally' }] });
  t.deepEqual(lines(renderAnnotations(report)), [
    '::error title=docknet%3A environment::no engine, twice: 50%25%0Areally',
    '::error title=deviates%3A a/deviates::it deviates%0Aexpected: web answers; seen: no answer',
    '::error title=unexpected pass%3A b/pass::it passes%0AThe deviation known on this engine no longer occurs.',
    '::error title=error%3A b/error::it fails%0Athe recording lost 3 frames',
    '::warning title=inconclusive%3A b/unproven::it proves nothing%0Ano other frame was seen',
    '::notice title=docknet%3A engine 20.10.24+dfsg1%2C kernel 6.1.0-31-amd64::Of 8 checks on engine 20.10.24+dfsg1, ' +
      'kernel 6.1.0-31-amd64: 1 deviates, 1 unexpected pass, 1 error, 1 inconclusive; the run is not whole',
  ]);
});

test('a regression comes first; against a baseline that was not asked for it is a warning', async (t) => {
  const comparison = await sampleComparison();
  const { record } = comparison.candidate;
  const known = {
    ...record,
    checks: record.checks.map((check) => ({ ...check, verdict: 'known deviation' as const })),
  };
  const annotate = (requested: boolean) =>
    lines(renderAnnotations(ciReport({ record: known, comparison: { comparison, baseline: '20.10.24', requested } })));
  t.regex(annotate(true)[0] ?? '', /^::error title=regression%3A publish\/lost::/);
  t.true(annotate(false).some((line) => line.startsWith('::warning title=regression%3A publish/lost::')));
});

test('at most ten of a level, then a notice that counts the rest', (t) => {
  const checks = Array.from({ length: 13 }, (_, n) =>
    checkRecord(`a/n${n}`, 'x', { verdict: 'deviates', reason: 'r' }),
  );
  const annotations = lines(renderAnnotations(ciReport({ record: runRecord(checks) })));
  t.is(annotations.filter((line) => line.startsWith('::error')).length, 10);
  t.is(annotations[10], '::notice title=docknet::3 more errors: see the job summary or the report.');
});

test('foreign text begins no line and no property of its own', (t) => {
  const text = 'x\n::set-output name=a::b\r::add-mask::c,title=d:e%0A\u001b[31m';
  const check = checkRecord(`a/${text}`, text, { verdict: 'deviates', reason: text });
  const [line = '', ...more] = lines(renderAnnotations(ciReport({ record: runRecord([check]) })));
  t.is(more.length, 1);
  t.regex(line, /^::error title=[^:,\n\r]*::[^\n\r]*$/);
  t.true(line.includes('%25'));
});
