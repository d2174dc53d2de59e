import { escapeControls } from '../../text/index.js';
import { toLine } from '../markdown-text.js';
import { describeCell, describeVerdict } from './headline.js';
import { isRegression, listTests, type Test } from './outcome.js';
import type { CiReport } from './types.js';

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
}

/** GitHub shows this many annotations of a level for each step. */
const maxOfLevel = 10;

/**
 * Renders a run's annotations as GitHub's workflow commands, one a line: problems, regressions, deviations, errors,
 * then warnings. Of each level the first ten; a notice counts the rest.
 */
export function renderAnnotations(report: CiReport): string {
  const all = listAnnotations(report);
  const lines = (['error', 'warning'] as const).flatMap((level) => {
    const annotations = all.filter((annotation) => annotation.level === level);
    const left = annotations.length - maxOfLevel;
    const rest = {
      level: 'notice',
      title: 'docknet',
      message: `${left} more ${level}${left === 1 ? '' : 's'}: see the job summary or the report.`,
    } as const;
    return [...annotations.slice(0, maxOfLevel), ...(left > 0 ? [rest] : [])];
  });
  return [...lines, ...all.filter(({ level }) => level === 'notice').slice(0, maxOfLevel - 2)]
    .map((annotation) => `${formatCommand(annotation)}\n`)
    .join('');
}

function listAnnotations(report: CiReport): readonly Annotation[] {
  const tests = listTests(report);
  const isNewRegression = ({ cell, change }: Test) => isRegression(cell, change, report.strictRules);
  const failed = tests.filter(({ status }) => status === 'failed');
  const regressed = tests.filter(isNewRegression);
  const isDeviation = (test: Test) => test.status === 'failed' && !regressed.includes(test);
  return [
    ...report.problems.map(({ kind, text }) => ({ level: 'error' as const, title: `docknet: ${kind}`, message: text })),
    ...regressed.map((test) => annotate(failed.includes(test) ? 'error' : 'warning', test, 'regression')),
    ...tests.filter(isDeviation).map((test) => annotate('error', test, test.type)),
    ...tests
      .filter(({ status, type }) => status === 'error' && type === 'error')
      .map((test) => annotate('error', test, test.type)),
    ...tests
      .filter(({ status, type }) => status === 'error' && type === 'inconclusive')
      .map((test) => annotate('warning', test, test.type)),
    ...report.cells.map((cell) => ({
      level: 'notice' as const,
      title: `docknet: ${describeCell(cell)}`,
      message: describeVerdict(report, [cell]),
    })),
  ];
}

function annotate(level: Level, { check, label, change, message }: Test, type: string): Annotation {
  return {
    level,
    title: `${type}: ${check.id}${label === '' ? '' : ` on ${label}`}`,
    message: [check.title, type === 'regression' && change !== null ? change.sentence : message].join('\n'),
  };
}

/** Formats a workflow command as `@actions/core` does. */
const formatCommand = ({ level, title, message }: Annotation): string =>
  `::${level} title=${escapeProperty(toLine(title))}::${escapeData(escapeControls(message))}`;

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
