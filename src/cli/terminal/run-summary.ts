import {
  displayTitle,
  isUnturned,
  summarise,
  type CheckRecord,
  type RunRecord,
  type Verdict,
} from '../../record/index.js';
import { formatDuration } from '../../text/index.js';
import { oneLine, paintFor, type Terminal } from './style.js';

/** Lists every check that is not a plain "conforms", with its reason, then the counts. */
export function findings(record: RunRecord, stream: Terminal): string {
  const paint = paintFor(stream);
  const of = (verdict: Verdict) => record.checks.filter((check) => check.verdict === verdict);
  const entry = (word: string) => (check: CheckRecord) =>
    `${word}  ${paint.bold(check.id)}: ${oneLine(displayTitle(check))}\n    ${oneLine(check.reason)}`;
  const short = (check: CheckRecord) => `${paint.dim(check.verdict)}  ${check.id}: ${oneLine(check.reason)}`;
  const unsettled = [
    ...of('error').map(entry(paint.red('error'))),
    ...of('inconclusive').map(entry(paint.red('inconclusive'))),
  ];
  const blocks = record.run.sabotaged
    ? [
        ...record.checks
          .filter(isUnturned)
          .map(
            (check) =>
              `${paint.red('unturned')}  ${paint.bold(check.id)}: ${check.verdict} under its sabotage\n    ${oneLine(check.sabotage ?? '')}`,
          ),
        ...unsettled,
      ]
    : [
        ...of('deviates').map(entry(paint.red('deviates'))),
        ...unsettled,
        ...of('unexpected pass').map(entry(paint.yellow('unexpected pass'))),
        ...of('known deviation').map(short),
        ...of('not applicable').map(short),
      ];
  return [...blocks, ...(blocks.length === 0 ? [] : ['']), summaryLine(record)].join('\n');
}

/** The run in one line: counts by verdict, the engine, the time. */
export function summaryLine(record: RunRecord): string {
  const { verdicts, unturned, checks } = summarise(record);
  const { cell, run } = record;
  const where = `engine ${oneLine(cell.engine.version)}, kernel ${oneLine(cell.kernel.release)}${cell.firewall.backend === 'legacy' ? ', legacy iptables' : ''}, ${formatDuration(run.milliseconds)}`;
  const stopped = run.interrupted ? '; interrupted' : '';
  const some = (verdict: Verdict, one: string, several: string) =>
    verdicts[verdict] === 0 ? [] : [`${verdicts[verdict]} ${verdicts[verdict] === 1 ? one : several}`];
  const unsettled = [...some('error', 'error', 'errors'), ...some('inconclusive', 'inconclusive', 'inconclusive')];
  if (run.sabotaged) {
    const counted = checks - verdicts.error - verdicts.inconclusive - verdicts['not applicable'];
    return `${[`${counted - unturned} of ${counted} checks turned under their sabotage`, ...unsettled].join(', ')}${stopped} (${where})`;
  }
  const parts = [
    `${verdicts.conforms} ${verdicts.conforms === 1 ? 'conforms' : 'conform'}`,
    ...some('deviates', 'deviates', 'deviate'),
    ...some('known deviation', 'known deviation', 'known deviations'),
    ...some('unexpected pass', 'unexpected pass', 'unexpected passes'),
    ...unsettled,
    ...some('not applicable', 'not applicable', 'not applicable'),
  ];
  return `${parts.join(', ')}${stopped} (${where})`;
}
