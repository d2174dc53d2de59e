import type { FaultsInput, FaultTrialInput } from '../../report/index.js';
import { colorsFor, countOf, escapeLine, type OutputStream } from './style.js';

/** Checks that are named for each fault; the page names all. */
const named = 4;

/** Lists the faults with the checks that noticed them, the unnoticed ones last, then the count. */
export function summarizeFaults({ engine, trials, blind }: FaultsInput, stream: OutputStream): string {
  const colors = colorsFor(stream);
  const noticed = trials.filter(({ result }) => result === 'noticed');
  const format = ({ id, what, result, ran, noticedBy, rulesNoticedBy, unsettled, unfit }: FaultTrialInput) => {
    const word = (result === 'noticed' ? colors.green : colors.red)(result.padEnd(14));
    const parts = [
      `${noticedBy.length} of ${countOf(ran.length, 'check')}${listIds(noticedBy)}`,
      ...(rulesNoticedBy.length === 0 ? [] : [`${rulesNoticedBy.length} by rules alone`]),
      ...(unsettled.length === 0 ? [] : [`${unsettled.length} not judged`]),
      ...(unfit === null ? [] : [`the engine did not come up: ${escapeLine(unfit)}`]),
    ];
    return `${word}  ${colors.bold(id)}: ${what}\n    ${parts.join('; ')}`;
  };
  return [
    ...noticed.map(format),
    ...trials.filter(({ result }) => result !== 'noticed').map(format),
    '',
    ...(blind.length === 0 ? [] : [colors.dim(`noticed nothing: ${blind.join(', ')}`)]),
    `${noticed.length} of ${countOf(trials.length, 'fault')} noticed on engine ${engine}; ` +
      `${countOf(blind.length, 'check')} noticed nothing`,
  ].join('\n');
}

const listIds = (ids: readonly string[]): string =>
  ids.length === 0 ? '' : ` (${ids.slice(0, named).join(', ')}${ids.length > named ? ', …' : ''})`;
