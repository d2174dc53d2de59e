import { standingOf } from '../../report/standing.js';
import { summarise, type CheckRecord, type RunRecord } from '../../record/index.js';
import { formatDuration } from '../../text/index.js';
import { oneLine, paintFor, type Terminal } from './paint.js';

/** What a person is told when a run is over: every deviation and broken check in a sentence, then the counts. */
export function findings(record: RunRecord, stream: Terminal): string {
  const paint = paintFor(stream);
  const of = (standing: ReturnType<typeof standingOf>) =>
    record.checks.filter((check) => standingOf(check) === standing);
  const entry = (word: string) => (check: CheckRecord) =>
    `${word}  ${paint.bold(check.id)}: ${oneLine(check.title)}\n    ${oneLine(check.reason)}`;
  const blocks = record.run.sabotaged
    ? [
        ...record.checks
          .filter(unturned)
          .map(
            (check) =>
              `${paint.red('unturned')}  ${paint.bold(check.id)}: ${check.verdict} under its sabotage\n    ${oneLine(check.sabotage ?? '')}`,
          ),
        ...of('broken').map(entry(paint.red('broken'))),
      ]
    : [
        ...of('new').map(entry(paint.red('deviates'))),
        ...of('broken').map(entry(paint.red('broken'))),
        ...of('news').map(entry(paint.yellow('news'))),
        ...of('known').map((check) => `${paint.dim('known')}  ${check.id}: ${oneLine(check.reason)}`),
        ...of('inapplicable').map((check) => `${paint.dim('inapplicable')}  ${check.id}: ${oneLine(check.reason)}`),
      ];
  return [...blocks, ...(blocks.length === 0 ? [] : ['']), summaryLine(record)].join('\n');
}

/** The run in one line: counts by verdict, the engine, the time. */
export function summaryLine(record: RunRecord): string {
  const { verdicts, known, unexpected, news, unturned: left, checks } = summarise(record);
  const { cell, run } = record;
  const where = `engine ${oneLine(cell.engine.version)}, kernel ${oneLine(cell.kernel.release)}${cell.firewall.backend === 'legacy' ? ', legacy iptables' : ''}, ${formatDuration(run.milliseconds)}`;
  const stopped = run.interrupted ? '; interrupted' : '';
  if (run.sabotaged) {
    const counted = checks - verdicts.broken - verdicts.inapplicable;
    return `${counted - left} of ${counted} checks turned under their sabotage${verdicts.broken === 0 ? '' : `, ${verdicts.broken} broken`}${stopped} (${where})`;
  }
  const parts = [
    `${verdicts.conforms} ${verdicts.conforms === 1 ? 'conforms' : 'conform'}`,
    ...(unexpected > 0 ? [`${unexpected} new ${unexpected === 1 ? 'deviation' : 'deviations'}`] : []),
    ...(known > 0 ? [`${known} known ${known === 1 ? 'deviation' : 'deviations'}`] : []),
    ...(news > 0 ? [`${news} news`] : []),
    ...(verdicts.broken > 0 ? [`${verdicts.broken} broken`] : []),
    ...(verdicts.inapplicable > 0 ? [`${verdicts.inapplicable} inapplicable`] : []),
  ];
  return `${parts.join(', ')}${stopped} (${where})`;
}

/** A check that its sabotage left as it was. */
const unturned = (check: CheckRecord) =>
  (check.verdict === 'conforms' && !check.news) || (check.verdict === 'deviates' && check.known);
