import type { Journey } from '../../journey/index.js';
import { isLinkChatter, selectRelevant, type BisectionEnd } from '../../report/index.js';
import { formatDuration } from '../../text/index.js';
import type { Trial } from '../bisect/bisection.js';
import { countColumns, paintJourney, timeColumns } from './journey.js';
import { colorsFor, countOf, escapeLine, type OutputStream } from './style.js';

const resultWords = { good: 'good', bad: 'bad', unsettled: 'stepped over' } as const;

/** Formats one trial: `bad           29.7.2    known deviation  2.1 s  (/srv/engine)`. */
export function formatTrial({ engine, result, check, stored, error }: Trial, stream: OutputStream): string {
  const { green, red, yellow, bold, dim } = colorsFor(stream);
  const color = { good: green, bad: red, unsettled: yellow }[result];
  const took = stored === null ? '' : `  ${formatDuration(stored.record.run.milliseconds)}`;
  const reason = result === 'unsettled' ? `: ${escapeLine(check?.reason ?? error ?? '')}` : '';
  return (
    `${color(resultWords[result].padEnd(12))}  ${bold(engine.version.padEnd(8))}  ` +
    `${(check?.verdict ?? 'no record').padEnd(15)}${took}  ${dim(`(${escapeLine(engine.name)})`)}${reason}`
  );
}

/** Journeys of one end at most; the page has all. */
const maxJourneys = 12;
const indent = ' '.repeat(timeColumns);

/** Formats the packets that the check's outcome on one version depends on, in time order. */
export function formatEnd(
  { version, check, evidence, differing }: BisectionEnd,
  what: string,
  stream: OutputStream,
): string {
  const colors = colorsFor(stream);
  const settling = [...check.expectations, ...check.instead].flatMap(({ frames }) => frames);
  const relevant = selectRelevant(evidence.journeys, new Set([...settling, ...differing]));
  const isShown = (journey: Journey) => (relevant.size === 0 ? !isLinkChatter(journey) : relevant.has(journey));
  const journeys = evidence.journeys.filter(isShown);
  const origin = evidence.journeys[0]?.hops[0]?.time ?? 0n;
  const names = evidence.names ?? new Map<string, string>();
  const view = { columns: countColumns(stream), colors };
  const left = journeys.length - maxJourneys;
  return [
    `${colors.bold(`${version}, the ${what} version`)}: ${check.verdict}\n`,
    ...journeys.slice(0, maxJourneys).map((journey) => paintJourney(journey, origin, names, view)),
    ...(journeys.length === 0 ? [`${indent}no packets\n`] : []),
    ...(left > 0 ? [`${indent}and ${countOf(left, 'packet')} more: see the page\n`] : []),
  ].join('');
}
