import type { VNode } from 'preact';
import { formatOffset } from '../../text/index.js';
import { legsOf } from './legs.js';
import type { Ladder, LadderPacket, Run } from './types.js';
import { StationDot } from './dot.js';
import { LegLabel } from '../page/ladder-leg.js';
import { Before, StopMark, StretchArrow } from './arrow.js';
import type { LadderSurroundings } from '../page/ladder-surroundings.js';
import { summarizePacket } from '../packet-summary.js';

/** Columns that can be seen at once; of more a packet's own may be out of sight, and its row says between whom it is. */
const seenAtOnce = 7;

/** One packet: what it is and when, and its way over the points. */
export function LadderRow({
  packet,
  ladder,
  surroundings,
}: {
  readonly packet: LadderPacket;
  readonly ladder: Ladder;
  readonly surroundings: LadderSurroundings;
}): VNode | null {
  const { number, journey, matters, runs, relatives, rules, before, stop } = packet;
  const first = journey.hops[0];
  if (first === undefined) return null;
  const { kind, detail, source, destination } = summarizePacket(first.packet);
  // Loopback is the place's own.
  const name = (address: string): string =>
    surroundings.names.get(address) ??
    (address === '127.0.0.1' ? first.point.slice(0, first.point.lastIndexOf('.')) : address);
  const kept = rules.map((rule) => `${rule.afterHop}:${surroundings.packets.addRule(rule)}`).join(' ');
  return (
    <li class={matters ? 'packet' : 'packet aside'} {...(kept === '' ? {} : { 'data-rules': kept })}>
      <div class="what">
        <p>
          <span class="number">{number}</span>
          <b>{kind}</b>
          {detail === '' ? null : (
            <>
              {' '}
              <span class="detail">{detail}</span>
            </>
          )}
        </p>
        {ladder.columns.length <= seenAtOnce ? null : (
          <p class="detail">
            {name(source)} → {name(destination)}
          </p>
        )}
        <p class="when">
          {formatOffset(ladder.origin, first.time)}
          {relatives.map((relative) => (
            <span key={relative.kind} class="relative" data-to={relative.number}>
              {relative.kind} {relative.number}
            </span>
          ))}
        </p>
        {journey.caveat === undefined ? null : <p class="doubt">{journey.caveat}</p>}
      </div>
      <div class="ways">
        {runs.map((run, position) => (
          <ol class={run.inward ? 'run in' : 'run'} key={position}>
            {steps(run, ladder, surroundings)}
            {position === 0 && before.length > 0 ? (
              <Before rules={before} column={run.stations[0]?.column ?? 0} outermost={ladder.columns.length - 1} />
            ) : null}
            {position === runs.length - 1 && stop !== null ? (
              <StopMark stop={stop} outermost={ladder.columns.length - 1} />
            ) : null}
          </ol>
        ))}
      </div>
    </li>
  );
}

/** The run's list items in order of travel: a leg's addresses, its stations, and the arrows between them. */
function steps(run: Run, ladder: Ladder, surroundings: LadderSurroundings): VNode[] {
  const legs = new Map(legsOf(run).map((leg) => [leg.station, leg]));
  const alone = run.stations.length === 1;
  return run.stations.flatMap((station, position) => {
    const items: VNode[] = [];
    const [leg, next, stretch] = [legs.get(position), run.stations[position + 1], run.stretches[position]];
    if (leg !== undefined) items.push(<LegLabel key={`leg ${position}`} leg={leg} names={surroundings.names} />);
    const point = ladder.columns[station.column]?.point;
    items.push(
      <StationDot
        key={`at ${position}`}
        station={station}
        point={point?.name ?? ''}
        loops={alone && point?.interface === 'lo'}
        surroundings={surroundings}
      />,
    );
    if (next !== undefined && stretch !== undefined)
      items.push(
        <StretchArrow
          key={`to ${position}`}
          stretch={stretch}
          from={station.column}
          to={next.column}
          outermost={ladder.columns.length - 1}
          names={surroundings.names}
        />,
      );
    return items;
  });
}
