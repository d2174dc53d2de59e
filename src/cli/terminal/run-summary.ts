import {
  describeEngine,
  displayTitle,
  isUnturned,
  summarise,
  type CheckRecord,
  type RunRecord,
  type Verdict,
} from '../../record/index.js';
import { compareCells } from '../../report/index.js';
import { formatDuration } from '../../text/index.js';
import { colorsFor, escapeLine, type Colors, type OutputStream } from './style.js';

/** Lists the checks of a run that do not conform, with their reasons, then the counts. */
export function summarizeRun(record: RunRecord, stream: OutputStream): string {
  const colors = colorsFor(stream);
  const select = (verdict: Verdict) => record.checks.filter((check) => check.verdict === verdict);
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
      ];
  return [...blocks, ...(blocks.length === 0 ? [] : ['']), countChecks(record)].join('\n');
}

/** A cell of a matrix. */
interface CellRun {
  readonly name: string;
  /** null if no engine came up. */
  readonly record: RunRecord | null;
}

/**
 * Lists the failed checks of every cell and the checks whose verdicts differ between cells, then the counts of each
 * cell.
 */
export function summarizeMatrix(cells: readonly CellRun[], stream: OutputStream): string {
  const colors = colorsFor(stream);
  const failed = cells.flatMap(({ name, record }) =>
    (record?.checks ?? [])
      .filter(({ verdict }) => !['conforms', 'known deviation', 'not applicable'].includes(verdict))
      .map((check) => formatCheck(check, colors, `${describeColumn(record)} (${escapeLine(name)})  `)),
  );
  const records = cells.flatMap(({ record }) => record ?? []);
  const differing = compareCells(records)
    .filter(({ differs }) => differs)
    .map(({ id, explainedBy, cells: checks }) => {
      const cause = explainedBy.length === 0 ? '' : ` (follows the ${explainedBy.join(' or the ')})`;
      const verdicts = checks.map(
        (check, n) => `${describeColumn(records[n])} ${check === null ? 'not run' : check.verdict}`,
      );
      return `${colors.dim('differs')}  ${id}${cause}: ${verdicts.join(', ')}`;
    });
  const blocks = [...failed, ...differing];
  const counts = cells.map(
    ({ name, record }) => `${escapeLine(name)}: ${record === null ? 'not run' : countChecks(record)}`,
  );
  return [...blocks, ...(blocks.length === 0 ? [] : ['']), ...counts].join('\n');
}

const describeColumn = (record: RunRecord | null | undefined) =>
  record == null ? '' : escapeLine(describeEngine(record.cell));

function formatCheck(check: CheckRecord, colors: Colors, cell = ''): string {
  const { id, reason, verdict } = check;
  const word = (verdict === 'unexpected pass' ? colors.yellow : colors.red)(verdict);
  return `${word}  ${cell}${colors.bold(id)}: ${escapeLine(displayTitle(check))}\n    ${escapeLine(reason)}`;
}

function formatUnturned({ id, verdict, sabotage }: CheckRecord, colors: Colors): string {
  const start = `${colors.red('unturned')}  ${colors.bold(id)}: ${verdict} under its sabotage`;
  return `${start}\n    ${escapeLine(sabotage ?? '')}`;
}

/** Counts a run's checks by verdict in one line, with engine, kernel and time. */
function countChecks(record: RunRecord): string {
  const { verdicts, unturned, checks } = summarise(record);
  const { cell, run } = record;
  const count = (verdict: Verdict, singular: string, plural = singular) =>
    verdicts[verdict] === 0 ? [] : [`${verdicts[verdict]} ${verdicts[verdict] === 1 ? singular : plural}`];
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
      ];
  const environment = [
    `engine ${escapeLine(describeEngine(cell))}`,
    `kernel ${escapeLine(cell.kernel.release)}`,
    ...(cell.firewall.program === 'legacy' ? ['legacy iptables'] : []),
    formatDuration(run.milliseconds),
  ];
  return `${counts.join(', ')}${run.interrupted ? '; interrupted' : ''} (${environment.join(', ')})`;
}
