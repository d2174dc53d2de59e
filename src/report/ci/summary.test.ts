import test from 'ava';
import type { RunRecord } from '../../record/index.js';
import { ciReport, drawnEvidence, everyVerdict } from '../testing/ci-report.js';
import { checkRecord, expectationRecord, runRecord } from '../testing/record-builder.js';
import { makeHostileRun } from '../testing/safety.js';
import { hostileComparison, sampleComparison } from '../testing/sample-pages.js';
import { sampleRun } from '../testing/sample-run.js';
import { byteLength } from './fit.js';
import { maxSummary, renderSummary } from './summary.js';

const deviating = (id: string, fields: Parameters<typeof checkRecord>[2] = {}) =>
  checkRecord(id, 'it answers', {
    verdict: 'deviates',
    reason: 'expected: an answer; seen: none',
    expectations: [expectationRecord('an answer', 'none', { held: false })],
    ...fields,
  });

test('verdict, cell, link, failed checks with expected and seen, and rules in a fold, in this order', (t) => {
  const summary = renderSummary(everyVerdict({ artifact: 'https://example.net/a' }));
  const parts = [
    '## docknet: Of 8 checks on engine 20.10.24+dfsg1, kernel 6.1.0-31-amd64: 1 deviates, ',
    '[Report and recordings](<https://example.net/a>)',
    '| 20.10.24+dfsg1 | 6.1.0-31-amd64 | iptables, iptables nf\\_tables | none | 8 | 1 | 2 | 1 | 1 | 1 | 1 | 1 | 1 |',
    '#### deviates: `a/deviates`',
    '- expected: web answers\n- seen: no answer',
    'Recording: `evidence/a.deviates/recording.pcapng`',
    '#### unexpected pass: `b/pass`',
    '#### inconclusive: `b/unproven`',
    '<details><summary>Rules: 2 not as documented',
  ];
  const places = parts.map((part) => summary.indexOf(part));
  t.false(places.includes(-1), JSON.stringify(places));
  t.deepEqual(
    places,
    places.toSorted((one, other) => one - other),
  );
});

test('what changed against the baseline, with before and after', async (t) => {
  const comparison = await sampleComparison();
  const { record } = comparison.candidate;
  const summary = renderSummary(
    ciReport({ record, evidence: new Map(), comparison: { comparison, baseline: '20.10.24', requested: true } }),
  );
  t.regex(summary, /\n### Against 20\.10\.24\n\n1 regression, 1 fix/);
  t.regex(
    summary,
    /\n- \*\*regression\*\* `publish\/lost`: [^]*\n {4}base: {6}client\.eth0[^\n]*\n {4}candidate: not seen\n/,
  );
});

test('a deviation has its packets: points, rewrites on the arrow, the rule as a note, a drop as a cross', (t) => {
  const record = runRecord([deviating('a/drop')]);
  const summary = renderSummary(ciReport({ record, evidence: new Map([['a/drop', drawnEvidence()]]) }));
  const diagram = /```mermaid\n([^]*?)\n```/.exec(summary)?.[1]?.split('\n') ?? [];
  t.is(diagram[0], 'sequenceDiagram');
  t.true(diagram.includes('  participant p0 as client.eth0'), diagram.join('\n'));
  t.true(diagram.includes('  p0->>p1: 1. TCP SYN<br/>198.51.100.12#58;50122 → 198.51.100.1#58;8080'));
  t.true(diagram.includes('  p1-xp1: 1.<br/>DROP by filter DOCKER-USER 1'));
  t.true(diagram.includes('  Note over p1: filter#58; -A DOCKER-USER -i uplink -p tcp -j<br/>DROP'));
});

test('rewrites stand on the arrow between the two points', (t) => {
  const expectations = [expectationRecord('an answer', 'none', { held: false, frames: [0] })];
  const { journeys, ...rest } = drawnEvidence();
  const evidence = { ...rest, journeys: journeys.filter(({ end }) => end === undefined) };
  const record = runRecord([deviating('a/ping', { expectations })]);
  const summary = renderSummary(ciReport({ record, evidence: new Map([['a/ping', evidence]]) }));
  t.regex(
    summary,
    /\n {2}p1->>p2: 1\.<br\/>source 172\.17\.0\.2 → 198\.51\.100\.1\n {2}Note over p1,p2: nat#58; -A POSTROUTING/,
  );
});

/** A line of a diagram, without entities and breaks. */
const diagramLine = new RegExp(
  [
    '^sequenceDiagram$',
    '^  participant p\\d+ as [^:;#<`%"]+$',
    '^  p\\d+(->>|-x)p\\d+: [^:;#<`%"]*$',
    '^  Note over p\\d+(,p\\d+)?: [^:;#<`%"]*$',
  ].join('|'),
);

/** The lines of a summary outside of code blocks. */
function proseOf(summary: string): string[] {
  let inCode = false;
  return summary.split('\n').filter((line) => {
    const isFence = /^ *```/.test(line);
    if (isFence) inCode = !inCode;
    return !isFence && !inCode;
  });
}

test('foreign text becomes no markup, no mention, no diagram syntax and no line of its own', async (t) => {
  const evil =
    '@everyone `x` <img src=x> | $x$ [l](http://e.net) www.e.net\n::set-output name=a::b\n```\n# end; %%{init}%%';
  const { record, evidence } = makeHostileRun(sampleRun(evil));
  const failed: RunRecord = {
    ...record,
    checks: record.checks.map((check) => ({
      ...check,
      verdict: 'deviates',
      reason: check.reason + evil,
      title: evil + check.title,
    })),
  };
  const comparison = { comparison: await hostileComparison(), baseline: evil, requested: true };
  const summary = renderSummary(ciReport({ record: failed, evidence, comparison, name: evil }));
  const prose = proseOf(summary).map((line) => line.replaceAll(/(`+)[^]*?[^`]\1(?!`)/g, 'CODE'));
  for (const line of prose) {
    t.notRegex(
      line.replaceAll(/\\./g, '').replaceAll(/<\/?(details|summary)>/g, ''),
      /[<`$[\]]|@\w|:\/\/|\bwww\./,
      line,
    );
    t.notRegex(line, /^(::|##\[)/);
  }
  const diagrams = [...summary.matchAll(/```mermaid\n([^]*?)\n```/g)].map(([, diagram = '']) => diagram.split('\n'));
  t.true(diagrams.length > 3);
  for (const line of diagrams.flat()) {
    const plain = line.replaceAll(/#\d+;/g, '').replaceAll('<br/>', '');
    t.regex(plain, diagramLine);
  }
  // eslint-disable-next-line no-control-regex
  t.is(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/u.exec(summary), null);
});

test('at most 1 MiB; what is left out is counted, the most important kept', (t) => {
  const long = { claim: { document: 'notes', section: 'x', text: 'ö'.repeat(5000) } };
  const checks = Array.from({ length: 1000 }, (_, n) => deviating(`a/n${n}`, long));
  const error = checkRecord('a/error', 'x', { verdict: 'error', reason: 'y' });
  const summary = renderSummary(ciReport({ record: runRecord([...checks, error]), evidence: new Map() }));
  t.true(byteLength(summary) <= maxSummary);
  t.true(byteLength(summary) > maxSummary * 0.95);
  t.true(summary.includes('`a/n0`'));
  const [, left = ''] = /Left out[^\n]*: (\d+) deviations, 1 error\. The report has all/.exec(summary) ?? [];
  t.is(summary.split('#### ').length - 1 + Number(left), 1000);
});

test('a run without a record, and an interrupted one, say so', (t) => {
  const problems = [{ kind: 'interrupted', text: 'Interrupted: some did not run.' }] as const;
  t.regex(renderSummary(ciReport({ record: null }, { problems })), /^## docknet: No check was run: Interrupted/);
  t.regex(renderSummary(ciReport({}, { problems })), /\n> Interrupted: some did not run\.\n/);
});
