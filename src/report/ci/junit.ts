import XmlBuilder from 'fast-xml-builder';
import { areaOf, escapeControls } from '../../text/index.js';
import { listCellFacts } from './cell-facts.js';
import { describeTest, labelCells, listTests, type Test } from './outcome.js';
import type { CiCell, CiReport, Problem } from './types.js';

/** Attributes begin with `@`; `#` is an element's text. */
type Element = Readonly<Record<string, unknown>>;

/**
 * Renders a run as JUnit XML, as Jenkins' schema (junit-10.xsd) and dorny/test-reporter accept it: a suite for each
 * area of each cell, with the cell and the paths of the recordings as properties. Known deviations, rules deviations
 * and what is not applicable are skipped; checks without a verdict, and what kept the run from being whole, are errors.
 */
export function renderJunit(report: CiReport): string {
  const tests = listTests(report);
  const problems = report.problems.length === 0 ? [] : [renderProblems(report)];
  const labels = labelCells(report.cells);
  const suites = report.cells.flatMap((cell, n) => renderSuites(cell, labels[n] ?? '', tests));
  const builder = new XmlBuilder({
    attributeNamePrefix: '@',
    textNodeName: '#',
    ignoreAttributes: false,
    suppressEmptyNode: true,
    format: true,
    indentBy: ' ',
  });
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'docknet',
      '@tests': String(tests.length + report.problems.length),
      '@failures': String(tests.filter(({ status }) => status === 'failed').length),
      '@errors': String(tests.filter(({ status }) => status === 'error').length + report.problems.length),
      '@time': formatSeconds(report.cells.reduce((sum, { record }) => sum + (record?.run.milliseconds ?? 0), 0)),
      testsuite: [...problems, ...suites],
    },
  };
  return builder.build(makeLegal(document));
}

function renderSuites(cell: CiCell, label: string, all: readonly Test[]): Element[] {
  const { record } = cell;
  if (record === null) return [];
  const tests = all.filter((test) => test.cell === cell);
  const areas = [...new Set(tests.map(({ check }) => areaOf(check.id)))];
  return areas.map((area) => {
    const members = tests.filter(({ check }) => areaOf(check.id) === area);
    const name = label === '' ? area : `${label} ${area}`;
    return {
      '@name': name,
      '@tests': String(members.length),
      '@failures': String(members.filter(({ status }) => status === 'failed').length),
      '@errors': String(members.filter(({ status }) => status === 'error').length),
      '@time': formatSeconds(members.reduce((sum, { check }) => sum + check.milliseconds, 0)),
      '@timestamp': record.run.started.replace(/(\.\d+)?Z$/, ''),
      properties: {
        property: listProperties(cell, members).map(([key, value]) => ({ '@name': key, '@value': value })),
      },
      testcase: members.map((test) => renderTest(test, name)),
    };
  });
}

function listProperties({ record, directory }: CiCell, tests: readonly Test[]): (readonly [string, string])[] {
  const recordings = tests.flatMap(({ check: { id, evidence } }) =>
    evidence.recording === null ? [] : [[`recording ${id}`, directory + evidence.recording] as const],
  );
  return [...(record === null ? [] : listCellFacts(record)), ...recordings];
}

/** A test's class is its suite: Jenkins reads the part before a class's last dot as a package. */
function renderTest(test: Test, suite: string): Element {
  const { status, type, message, check } = test;
  const about = { '@message': message, '@type': type };
  const details = { ...about, '#': describeTest(test).join('\n') };
  return {
    '@name': check.id,
    '@classname': suite.replaceAll('.', '_'),
    '@time': formatSeconds(check.milliseconds),
    ...(status === 'failed' ? { failure: details } : {}),
    ...(status === 'error' ? { error: details } : {}),
    ...(status === 'skipped' ? { skipped: { ...about, '@message': `${type}: ${message}` } } : {}),
  };
}

function renderProblems({ problems, started }: CiReport): Element {
  return {
    '@name': 'docknet',
    '@tests': String(problems.length),
    '@failures': '0',
    '@errors': String(problems.length),
    '@time': '0.000',
    '@timestamp': started.replace(/(\.\d+)?Z$/, ''),
    testcase: problems.map(({ kind, text }: Problem, n) => ({
      '@name': n === 0 ? kind : `${kind} ${n + 1}`,
      '@classname': 'docknet',
      '@time': '0.000',
      error: { '@message': text.replaceAll('\n', ' '), '@type': kind, '#': text },
    })),
  };
}

/** Formats milliseconds as seconds without a thousands separator: `24.512`. */
const formatSeconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/** Makes control characters visible, and removes what XML 1.0 forbids (Char, section 2.2), in every string. */
function makeLegal<T>(value: T): T {
  if (typeof value === 'string') return escapeControls(value).replace(forbidden, '') as T;
  if (Array.isArray(value)) return value.map((member: unknown) => makeLegal(member)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, makeLegal<unknown>(member)])) as T;
}

const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
