import { describeEngine } from '../../record/index.js';
import { toLine } from '../markdown-text.js';
import { pluralize } from '../text.js';
import { listTests, type Test } from './outcome.js';
import type { CiCell, CiReport } from './types.js';

/** Describes a cell in one line: `engine 20.10.24, kernel 6.1.0-30-amd64`; its name if no engine came up. */
export function describeCell({ name, record }: CiCell): string {
  if (record === null) return toLine(name);
  return toLine(`engine ${describeEngine(record.cell)}, kernel ${record.cell.kernel.release}`);
}

/** Describes the verdict on some of a run's cells in one line: `Of 150 checks on engine 28.5.2, …: 2 deviate`. */
export function describeVerdict(report: CiReport, cells: readonly CiCell[] = report.cells): string {
  const recorded = cells.filter(({ record }) => record !== null);
  const [only, ...more] = recorded;
  if (only === undefined) return `No check was run: ${toLine(report.problems[0]?.text ?? 'no engine came up')}`;
  const tests = listTests(report).filter(({ cell }) => cells.includes(cell));
  const where = more.length === 0 ? describeCell(only) : pluralize(recorded.length, 'engine');
  const alarms = countAlarms(tests);
  const whole = report.problems.length === 0 ? '' : '; the run is not whole';
  return alarms.length === 0
    ? `No new deviation in ${pluralize(tests.length, 'check')} on ${where}${whole}`
    : `Of ${pluralize(tests.length, 'check')} on ${where}: ${alarms.join(', ')}${whole}`;
}

/** What to say of tests of a type, for one and for several. */
const alarmWords: readonly (readonly [type: string, one: string, several: string])[] = [
  ['regression', '1 regression', 'regressions'],
  ['deviates', '1 deviates', 'deviate'],
  ['unexpected pass', '1 unexpected pass', 'unexpected passes'],
  ['rules deviation', '1 rules deviation', 'rules deviations'],
  ['other rules', '1 behaves under other rules', 'behave under other rules'],
  ['unturned', '1 not turned by its sabotage', 'not turned by their sabotage'],
  ['error', '1 error', 'errors'],
  ['inconclusive', '1 inconclusive', 'inconclusive'],
];

function countAlarms(tests: readonly Test[]): string[] {
  return alarmWords.flatMap(([type, one, several]) => {
    const count = tests.filter((test) => test.type === type && ['failed', 'error'].includes(test.status)).length;
    return count === 0 ? [] : [count === 1 ? one : `${count} ${several}`];
  });
}
