import type { FaultsInput, FaultTrialInput } from '../../report/index.js';
import { colorsFor, countOf, escapeLine, type OutputStream } from './style.js';

/** Checks that are named for each fault; the page names all. */
const named = 4;

/** Lists the faults with the checks that noticed them, the unnoticed ones last, then the counts. */
export function summarizeFaults({ engine, trials, blind, left }: FaultsInput, stream: OutputStream): string {
  const colors = colorsFor(stream);
  const select = (wanted: FaultTrialInput['result']) => trials.filter(({ result }) => result === wanted);
  const paint = { noticed: colors.green, 'by rules alone': colors.red, unnoticed: colors.red } as const;
  const width = Math.max(...trials.map(({ id }) => id.length), 0);
  const format = ({ id, what, result, ran, noticedBy, rulesNoticedBy, unsettled, unfit }: FaultTrialInput) => {
    const name = id.padEnd(width);
    if (result === 'without effect') return colors.dim(`without effect  ${name}`);
    const parts = [
      `${noticedBy.length} of ${countOf(ran.length, 'check')}${listIds(noticedBy)}`,
      ...(rulesNoticedBy.length === 0 ? [] : [`${rulesNoticedBy.length} by rules alone${listIds(rulesNoticedBy)}`]),
      ...(unsettled.length === 0 ? [] : [`${unsettled.length} not judged`]),
      ...(unfit === null ? [] : [`the engine did not come up: ${escapeLine(unfit)}`]),
    ];
    const line = `${paint[result](result.padEnd(14))}  ${colors.bold(name)}  ${parts.join('; ')}`;
    return result === 'noticed' ? line : `${line}\n    ${what}`;
  };
  const rest = left === 0 ? '' : `; ${countOf(left, 'fault')} not tried yet`;
  const noticed = select('noticed');
  const without = select('without effect');
  return [
    ...[...without, ...noticed, ...select('by rules alone'), ...select('unnoticed')].map(format),
    '',
    ...(blind.length === 0 ? [] : [colors.dim(`noticed nothing: ${blind.join(', ')}`)]),
    `${noticed.length} of ${countOf(trials.length - without.length, 'fault')} noticed on engine ${engine}; ` +
      `${countOf(blind.length, 'check')} noticed nothing${rest}`,
  ].join('\n');
}

const listIds = (ids: readonly string[]): string =>
  ids.length === 0 ? '' : ` (${ids.slice(0, named).join(', ')}${ids.length > named ? ', …' : ''})`;
