import { describeTest, listTests, type Test } from './outcome.js';
import { toLine } from '../markdown-text.js';
import type { CiReport } from './types.js';

/** Renders a run as TAP version 14. A run that is not whole bails out (testanything.org). */
export function renderTap(report: CiReport): string {
  const tests = listTests(report);
  return [
    'TAP version 14',
    `1..${tests.length}${tests.length === 0 ? ' # SKIP no check was run' : ''}`,
    ...tests.flatMap(renderTest),
    ...report.problems.map(({ text }) => `Bail out! ${toLine(text)}`),
    '',
  ].join('\n');
}

function renderTest(test: Test, position: number): string[] {
  const { status, type, message, check, label } = test;
  const point = `${position + 1} - ${escapeDescription(label === '' ? check.id : `${check.id} on ${label}`)}`;
  if (status === 'passed') return [`ok ${point}`];
  if (status === 'skipped') return [`ok ${point} # SKIP ${escapeDescription(`${type}: ${message}`)}`];
  // A JSON string is a YAML string, too.
  return [
    `not ok ${point}`,
    '  ---',
    `  severity: ${status === 'error' ? 'comment' : 'fail'}`,
    `  type: ${JSON.stringify(type)}`,
    `  message: ${JSON.stringify(message)}`,
    '  details:',
    ...describeTest(test).map((line) => `    - ${JSON.stringify(line)}`),
    '  ...',
  ];
}

/** Escapes what begins a directive. */
const escapeDescription = (text: string): string => toLine(text).replaceAll(/[\\#]/g, '\\$&');
