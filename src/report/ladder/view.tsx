import type { VNode } from 'preact';
import type { Region } from '../../journey/index.js';
import type { Column, Ladder } from './types.js';
import { LadderRow } from './row.js';
import type { LadderSurroundings } from '../page/ladder-surroundings.js';
import { linkToFile, pluralize } from '../text.js';

/** Packets from which a filter is worth its room. */
const siftedFrom = 6;

/**
 * The packets of a recording on their way: a column per point in path order, time downward, an arrow from point to
 * point. In the document it is a list that reads without the drawing; style alone makes it a ladder.
 */
export function LadderView({
  ladder,
  total,
  pointsInAll,
  recording,
  surroundings,
}: {
  readonly ladder: Ladder;
  /** Frames in the recording; null where it was not read. */
  readonly total: number | null;
  /** Points of the recording, where not all of them are in the ladder. */
  readonly pointsInAll?: number;
  /** The recording's path, for what is not shown; null where there is none. */
  readonly recording: string | null;
  readonly surroundings: LadderSurroundings;
}): VNode {
  const { columns, packets, silent, leftOut } = ladder;
  const { name } = surroundings;
  if (total === null) return <p class="none">The recording was not read for this check.</p>;
  if (packets.length === 0)
    return (
      <p class="none">
        No packet was seen at{' '}
        {columns.length + silent.length === 1 ? 'the one point' : `any of ${columns.length + silent.length} points`},
        docknet’s own markers aside.
      </p>
    );
  const shown = packets.filter(({ matters }) => matters).length;
  const told = columns.length + silent.length;
  return (
    <div class={`ladder n${columns.length}`}>
      <div class="ladder-head">
        {shown === packets.length ? null : (
          <Which name={name} {...surroundings.mattering} some={shown} all={packets.length} />
        )}
        {packets.length < siftedFrom ? null : (
          <>
            <input
              class="sift scripted"
              type="search"
              aria-label={`Filter the packets of ${name}`}
              placeholder="Filter packets"
              spellcheck={false}
            />
            <output class="sifted scripted" />
          </>
        )}
        <p class="note">
          {pluralize(total, 'frame')} at {pluralize(pointsInAll ?? told, 'point')}
          {pointsInAll === undefined || pointsInAll === told ? '' : `, ${told} of them drawn`}
          {silent.length === 0 ? '' : `, none at ${silent.map((point) => point.name).join(', ')}`}.{' '}
          <span class="scripted">Point at a dot for the packet there; choose it for every point.</span>
        </p>
      </div>
      <div
        class={packets.length > 6 ? 'rungs long' : 'rungs'}
        tabIndex={0}
        role="region"
        aria-label={`Packets of ${name}`}
      >
        <Points columns={columns} />
        <div class="drawing">
          <div class="lifelines" aria-hidden="true">
            {columns.map(({ point }, column) => (
              <i key={point.name} class={`f${column}`} />
            ))}
          </div>
          <ol class="packets">
            {packets.map((packet) => (
              <LadderRow key={packet.number} packet={packet} ladder={ladder} surroundings={surroundings} />
            ))}
          </ol>
        </div>
      </div>
      {leftOut === 0 ? null : (
        <p class="note">
          {pluralize(leftOut, 'further packet')} {leftOut === 1 ? 'is' : 'are'} not shown here
          {recording === null ? (
            '.'
          ) : (
            <>
              ; <a href={linkToFile(recording)}>the recording</a> has them all.
            </>
          )}
        </p>
      )}
    </div>
  );
}

/** Returns the CSS variables of the columns: the page's policy forbids style attributes, so classes place the items. */
export function ladderColumns(widest: number): string {
  return Array.from(
    { length: widest + 1 },
    (_, column) => `.n${column}{--n:${column}}.f${column}{--f:${column}}.t${column}{--t:${column}}`,
  ).join('');
}

/** The switch between the packets that matter and all. The style alone follows it, so it works without a script. */
function Which({
  name,
  called,
  alone,
  some,
  all,
}: {
  readonly name: string;
  readonly called: string;
  readonly alone: boolean;
  readonly some: number;
  readonly all: number;
}): VNode {
  const group = `${name}/shown`;
  return (
    <fieldset class="which">
      <legend class="unseen-text">Which packets to show</legend>
      <label>
        <input type="radio" name={group} checked={alone} /> {called} <b>{some}</b>
      </label>
      <label>
        <input type="radio" name={group} class="every" checked={!alone} /> All <b>{all}</b>
      </label>
    </fieldset>
  );
}

const regions: Readonly<Record<Region, string>> = { container: 'container', host: 'docker host', lan: 'LAN' };

/** The heads of the columns, with a band above them for what they belong to. */
function Points({ columns }: { readonly columns: readonly Column[] }): VNode {
  return (
    <div class="points">
      {bands(columns).map(({ region, first, last }) => (
        <p key={first} class={`band ${region} f${first} t${last}`}>
          {regions[region]}
        </p>
      ))}
      {columns.map(({ point }, column) => (
        <p key={point.name} class={`point f${column} t${column}${point.frames === 0 ? ' unheard' : ''}`}>
          <b>{point.name}</b>
          <small>
            {point.interface === '' || point.interface === point.name ? null : <>{point.interface}, </>}
            {pluralize(point.frames, 'frame')}
            {point.dropped > 0 ? `, ${point.dropped} lost` : ''}
          </small>
        </p>
      ))}
    </div>
  );
}

function bands(
  columns: readonly Column[],
): readonly { readonly region: Region; readonly first: number; readonly last: number }[] {
  const found: { region: Region; first: number; last: number }[] = [];
  columns.forEach(({ point: { region } }, column) => {
    const band = found.at(-1);
    if (band?.region === region) band.last = column;
    else found.push({ region, first: column, last: column });
  });
  return found;
}
