import { labelCells, type ComparedRun } from '../../compare/index.js';
import {
  describeEngine,
  displayTitle,
  groupLeftovers,
  groupRules,
  isRulesDeviation,
  isUnturned,
  summarise,
  type CheckRecord,
  type RunRecord,
  type Verdict,
} from '../../record/index.js';
import { compareCells, describeDifference } from '../../report/index.js';
import { formatDuration } from '../../text/index.js';
import { colorsFor, countOf, escapeLine, type Colors, type OutputStream } from './style.js';

/** Lists the checks of a run that do not conform, with their reasons, then the counts. */
export function summarizeRun(record: RunRecord, stream: OutputStream): string {
  const colors = colorsFor(stream);
  const select = (verdict: Verdict) =>
    record.checks.filter((check) => check.verdict === verdict && !isRulesDeviation(check));
  const list = (...verdicts: readonly Verdict[]) =>
    verdicts.flatMap((verdict) => select(verdict).map((check) => formatCheck(check, colors)));
  const listBriefly = (verdict: Verdict) =>
    select(verdict).map(({ id, reason }) => `${colors.dim(verdict)}  ${id}: ${escapeLine(reason)}`);
  const blocks = record.run.sabotaged
    ? [
        ...record.checks.filter(isUnturned).map((check) => formatUnturned(check, colors)),
        ...list('error', 'inconclusive'),
      ]
    : [
        ...list('deviates', 'error', 'inconclusive', 'unexpected pass'),
        ...listBriefly('known deviation'),
        ...listBriefly('not applicable'),
        ...listRules(record.checks, colors),
        ...listLeftovers(record.checks, colors),
      ];
  return [...blocks, ...(blocks.length === 0 ? [] : ['']), countChecks(record)].join('\n');
}

/** A cell of a matrix. */
interface CellRun {
  readonly name: string;
  /** null if no engine came up. */
  readonly record: RunRecord | null;
  /** True if it ran only the checks that differ between the others. */
  readonly explains?: boolean | undefined;
  readonly run?: ComparedRun | undefined;
}

/**
 * Lists the failed checks of every cell and the checks whose verdicts differ between cells, then the counts of each
 * cell.
 */
export function summarizeMatrix(cells: readonly CellRun[], stream: OutputStream): string {
  const colors = colorsFor(stream);
  const recorded = cells.flatMap((cell) => (cell.record === null ? [] : [{ ...cell, record: cell.record }]));
  const labels = labelCells(recorded.map(({ record }) => record.cell)).map((label) => escapeLine(label));
  const failed = recorded.flatMap(({ name, record }, n) =>
    record.checks
      .filter((check) => !['conforms', 'known deviation', 'not applicable'].includes(check.verdict))
      .filter((check) => !isRulesDeviation(check))
      .map((check) => formatCheck(check, colors, `${labels[n] ?? ''} (${escapeLine(name)})  `)),
  );
  const differing = compareCells(recorded).flatMap((row) => {
    const { id, cells: checks } = row;
    const difference = describeDifference(row);
    if (difference === null) return [];
    const verdicts = recorded.flatMap(({ explains }, n) => {
      const verdict = checks[n]?.verdict ?? 'not run';
      return explains === true && verdict === 'not run' ? [] : [`${labels[n] ?? ''} ${verdict}`];
    });
    return [`${colors.dim('differs')}  ${id}: ${escapeLine(difference)} (${verdicts.join(', ')})`];
  });
  const rules = recorded.flatMap(({ name, record }, n) =>
    [listRules, listLeftovers].flatMap((list) =>
      list(record.checks, colors, `${labels[n] ?? ''} (${escapeLine(name)})  `),
    ),
  );
  const blocks = [...failed, ...differing, ...rules];
  const counts = cells.map(
    ({ name, record }) => `${escapeLine(name)}: ${record === null ? 'not run' : countChecks(record)}`,
  );
  return [...blocks, ...(blocks.length === 0 ? [] : ['']), ...counts].join('\n');
}

function formatCheck(check: CheckRecord, colors: Colors, cell = ''): string {
  const { id, reason, verdict } = check;
  const word = (verdict === 'unexpected pass' ? colors.yellow : colors.red)(verdict);
  return `${word}  ${cell}${colors.bold(id)}: ${escapeLine(displayTitle(check))}\n    ${escapeLine(reason)}`;
}

/** Lists what the firewall has otherwise than documented, each with its checks. */
function listRules(checks: readonly CheckRecord[], { dim }: Colors, cell = ''): string[] {
  return groupRules(checks).map(
    ({ what, checks: ids }) =>
      `${dim('rules')}  ${cell}${escapeLine(what)}: ${countOf(ids.length, 'check')} (${escapeLine(ids.join(', '))})`,
  );
}

/** Lists what the engine left behind, each with its checks. What a check left is that check's error. */
function listLeftovers(checks: readonly CheckRecord[], { dim }: Colors, cell = ''): string[] {
  return groupLeftovers(checks)
    .filter(({ by }) => by === 'engine')
    .map(
      ({ what, checks: ids }) =>
        `${dim('engine')}  ${cell}${escapeLine(what)}: ${countOf(ids.length, 'check')} (${escapeLine(ids.join(', '))})`,
    );
}

function formatUnturned({ id, verdict, sabotage }: CheckRecord, colors: Colors): string {
  const start = `${colors.red('unturned')}  ${colors.bold(id)}: ${verdict} under its sabotage`;
  return `${start}\n    ${escapeLine(sabotage ?? '')}`;
}

const countOr = (number: number, singular: string, plural: string): string[] =>
  number === 0 ? [] : [`${number} ${number === 1 ? singular : plural}`];

const describeEnd = ({ interrupted, unfit }: RunRecord['run']): string =>
  interrupted ? `; ${unfit === undefined ? 'interrupted' : 'ended early'}` : '';

/** Counts a run's checks by verdict in one line, with engine, kernel and time. */
function countChecks(record: RunRecord): string {
  const { verdicts, unturned, checks, rulesDeviations, otherRules, leftBehind } = summarise(record);
  const ofRules = (verdict: Verdict) =>
    record.checks.filter((check) => check.verdict === verdict && isRulesDeviation(check)).length;
  const { cell, run } = record;
  const count = (verdict: Verdict, singular: string, plural = singular) =>
    countOr(run.sabotaged ? verdicts[verdict] : verdicts[verdict] - ofRules(verdict), singular, plural);
  const unsettled = [...count('error', 'error', 'errors'), ...count('inconclusive', 'inconclusive')];
  const judged = checks - verdicts.error - verdicts.inconclusive - verdicts['not applicable'];
  const counts = run.sabotaged
    ? [`${judged - unturned} of ${judged} checks turned under their sabotage`, ...unsettled]
    : [
        `${verdicts.conforms} ${verdicts.conforms === 1 ? 'conforms' : 'conform'}`,
        ...count('deviates', 'deviates', 'deviate'),
        ...count('known deviation', 'known deviation', 'known deviations'),
        ...count('unexpected pass', 'unexpected pass', 'unexpected passes'),
        ...unsettled,
        ...count('not applicable', 'not applicable'),
        ...countOr(rulesDeviations, 'rules deviation', 'rules deviations'),
        ...countOr(otherRules, 'behaves under other rules', 'behave under other rules'),
        ...countOr(leftBehind, 'left something behind', 'left something behind'),
      ];
  const environment = [
    `engine ${escapeLine(describeEngine(cell))}`,
    `kernel ${escapeLine(cell.kernel.release)}`,
    ...(cell.firewall.program === 'legacy' ? ['legacy iptables'] : []),
    ...(cell.machine === undefined ? [] : [cell.machine.accelerator === 'kvm' ? 'KVM' : 'emulated']),
    formatDuration(run.milliseconds),
  ];
  return `${counts.join(', ')}${describeEnd(run)} (${environment.join(', ')})`;
}
