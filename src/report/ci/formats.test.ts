import { validate } from 'ctrf';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import test from 'ava';
import { ciReport, everyVerdict } from '../testing/ci-report.js';
import { makeHostile } from '../testing/safety.js';
import { sampleRun } from '../testing/sample-run.js';
import { renderCtrf } from './ctrf.js';
import { renderJunit } from './junit.js';
import { renderTap } from './tap.js';
import type { CiReport } from './types.js';

const problems = [
  { kind: 'environment', text: 'no engine started: exit status 1' },
  { kind: 'interrupted', text: 'Interrupted.' },
] as const;

const hostile = (): CiReport => {
  const { record } = makeHostile({ record: sampleRun().record });
  const text = 'a ]]> \u0000 \ud800 \ufffe & < > " \' ::error:: \n##[group]';
  return ciReport(
    { record: { ...record, checks: record.checks.map((check) => ({ ...check, reason: check.reason + text })) } },
    { problems: [{ kind: 'environment', text }] },
  );
};

/** An element: attributes, and children by name. */
interface Element {
  readonly [name: string]: string | Element | readonly Element[];
}

const parse = (xml: string): Element => {
  requireWellFormed(xml);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    isArray: (name, path) => typeof path === 'string' && path !== 'testsuites' && !name.startsWith('@'),
  });
  return (parser.parse(xml) as { readonly testsuites: Element }).testsuites;
};

function requireWellFormed(xml: string): void {
  const result = XMLValidator.validate(xml);
  if (result !== true) throw new Error(JSON.stringify(result.err));
}

const childrenOf = (element: Element, name: string) => (element[name] ?? []) as readonly Element[];

const textOf = (element: Element | undefined) => element?.['#text'] as string;

/** What junit-10.xsd, Jenkins' schema, allows: attributes, those that are required, and children. */
const schema: Readonly<Record<string, readonly [all: string, required: string, children: string]>> = {
  testsuites: ['name time tests failures errors', '', 'testsuite'],
  testsuite: [
    'name tests failures errors group time skipped timestamp hostname id package file log url',
    'name tests failures errors',
    'testsuite properties testcase system-out system-err',
  ],
  properties: ['', '', 'property'],
  property: ['name value', 'name value', ''],
  testcase: ['name time classname group', 'name', 'skipped error failure system-out system-err'],
  skipped: ['type message', '', '#text'],
  error: ['type message', '', '#text'],
  failure: ['type message', '', '#text'],
};

/** Lists what an element and its children have that the schema does not allow. */
function findViolations(name: string, element: Element | string): string[] {
  if (typeof element === 'string') return [];
  const [all = '', required = '', children = ''] = schema[name] ?? [];
  const names = Object.keys(element);
  const attributes = names.filter((key) => key.startsWith('@')).map((key) => key.slice(1));
  const time = element['@time'];
  return [
    ...attributes.filter((key) => !all.split(' ').includes(key)).map((key) => `${name} has ${key}`),
    ...required
      .split(' ')
      .filter((key) => key !== '' && !attributes.includes(key))
      .map((key) => `${name} lacks ${key}`),
    ...(typeof time === 'string' && !/^\d{1,}\.\d{3}$/.test(time) ? [`${name} has time ${time}`] : []),
    ...names
      .filter((key) => !key.startsWith('@') && !children.split(' ').includes(key))
      .map((key) => `${name} contains ${key}`),
    ...names
      .filter((key) => !key.startsWith('@') && key !== '#text')
      .flatMap((key) => childrenOf(element, key).flatMap((child) => findViolations(key, child))),
  ];
}

test('JUnit has what Jenkins’ schema allows, for every verdict, a hostile run and a run that is not whole', (t) => {
  for (const report of [everyVerdict(), everyVerdict({ problems, strictRules: true }), ciReport(), hostile()])
    t.deepEqual(findViolations('testsuites', parse(renderJunit(report))), []);
});

test('JUnit: a suite for each area, with counts, cell and recordings; each outcome as its element', (t) => {
  const suites = childrenOf(parse(renderJunit(everyVerdict())), 'testsuite');
  t.deepEqual(
    suites.map((suite) => ['@name', '@tests', '@failures', '@errors'].map((name) => suite[name])),
    [
      ['a', '3', '1', '0'],
      ['b', '5', '1', '2'],
    ],
  );
  const cases = suites.flatMap((suite) => childrenOf(suite, 'testcase'));
  const kinds = cases.map((one) => ['failure', 'error', 'skipped'].filter((kind) => kind in one).join());
  t.deepEqual(kinds, ['', 'failure', 'skipped', 'failure', 'skipped', 'error', 'error', 'skipped']);
  t.is(childrenOf(cases[2]!, 'skipped')[0]?.['@message'], 'known deviation: the document is outdated');
  t.regex(textOf(childrenOf(cases[1]!, 'failure')[0]), /Expected: web answers\nSeen:/);
  const properties = childrenOf(suites[0]!, 'properties').flatMap((list) => childrenOf(list, 'property'));
  const valueOf = (name: string) => properties.find((one) => one['@name'] === name)?.['@value'];
  t.is(valueOf('engine'), '20.10.24+dfsg1');
  t.is(valueOf('recording a/deviates'), 'evidence/a.deviates/recording.pcapng');
});

test('JUnit of a run without a record is an error test case with the reason', (t) => {
  const root = parse(renderJunit(ciReport({ record: null }, { problems })));
  t.is(root['@errors'], '2');
  const cases = childrenOf(root, 'testsuite').flatMap((suite) => childrenOf(suite, 'testcase'));
  t.deepEqual(
    cases.map((one) => [one['@name'], childrenOf(one, 'error')[0]?.['@message']]),
    [
      ['environment', 'no engine started: exit status 1'],
      ['interrupted 2', 'Interrupted.'],
    ],
  );
});

test('JUnit keeps markup and drops what XML forbids', (t) => {
  const xml = renderJunit(hostile());
  // eslint-disable-next-line no-control-regex
  t.is(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.exec(xml), null);
  const root = parse(xml);
  const [problem] = childrenOf(childrenOf(root, 'testsuite')[0]!, 'testcase');
  t.is(textOf(childrenOf(problem!, 'error')[0]), 'a ]]> ␀ \\u{d800}  & < > " \' ::error:: \n##[group]');
});

test('CTRF is valid by its schema', (t) => {
  const none = ciReport({ record: null }, { problems });
  for (const report of [everyVerdict(), everyVerdict({ problems }), ciReport(), hostile(), none])
    t.deepEqual(validate(JSON.parse(renderCtrf(report))), { valid: true, errors: [] });
  const { results } = JSON.parse(renderCtrf(everyVerdict({ problems: problems.slice(0, 1) }))) as {
    readonly results: { readonly summary: Record<string, number>; readonly tests: readonly Record<string, unknown>[] };
  };
  t.like(results.summary, { tests: 9, passed: 1, failed: 3, skipped: 3, other: 2, pending: 0, duration: 22_707 });
  t.like(results.tests[0], { name: 'environment', status: 'failed' });
  t.like(results.tests[7], { name: 'b/error', status: 'other', rawStatus: 'error' });
});

test('TAP 14 skips with a reason, escapes its signs, and bails out of a run that is not whole', (t) => {
  const tap = renderTap(everyVerdict({ problems: [{ kind: 'interrupted', text: 'Interrupted:\nno more' }] }));
  const lines = tap.split('\n');
  t.deepEqual(lines.slice(0, 3), ['TAP version 14', '1..8', 'ok 1 - a/conforms']);
  t.true(lines.includes('ok 3 - a/known # SKIP known deviation: the document is outdated'));
  t.true(lines.includes('not ok 2 - a/deviates'));
  t.is(lines.at(-2), 'Bail out! Interrupted: no more');
  for (const line of renderTap(hostile()).split('\n'))
    t.regex(line, /^(TAP version 14|1\.\.\d+|(not )?ok \d+ - .*|Bail out! .*| {2}.*|)$/);
});
