import type { VNode } from 'preact';
import type { Region } from '../../journey/index.js';
import type { PointRecord } from '../../record/index.js';
import { isLinkChatter } from '../select-journeys.js';
import { PageLink } from '../files.js';
import { linkToFile, pluralize } from '../text.js';
import type { LadderContext } from './dot.js';
import { LadderRow } from './row.js';
import type { Ladder } from './types.js';

/** With fewer packets a filter is not worth its room. */
const minFilteredPackets = 6;

/**
 * Draws the packets of a recording on their paths: a column for each point, time downward, an arrow from point to
 * point. The HTML is a list that reads without the drawing; the style alone makes it a ladder.
 */
export function LadderView({
  ladder,
  totalFrames,
  totalPoints,
  recording,
  context,
}: {
  readonly ladder: Ladder;
  /** Frames in the recording; null if it was not read. */
  readonly totalFrames: number | null;
  /** Points of the recording, if the ladder does not have all. */
  readonly totalPoints?: number;
  /** The recording's path; null without one. */
  readonly recording: string | null;
  readonly context: LadderContext;
}): VNode {
  const { columns, packets, silent, omitted } = ladder;
  if (totalFrames === null) return <p class="none">The recording was not read for this check.</p>;
  const drawnPoints = columns.length + silent.length;
  if (packets.length === 0)
    return <p class="none">No packets at {pluralize(drawnPoints, 'point')}, apart from docknet’s own markers.</p>;
  return (
    <div class={`ladder n${columns.length}`}>
      <div class="ladder-head">
        <PacketChoice ladder={ladder} context={context} />
        {packets.length < minFilteredPackets ? null : (
          <>
            <input
              class="packet-filter scripted"
              type="search"
              aria-label={`Filter the packets of ${context.name}`}
              placeholder="Filter packets"
              spellcheck={false}
            />
            <output class="packet-count scripted" />
          </>
        )}
        <p class="note">
          {pluralize(totalFrames, 'frame')} at {pluralize(totalPoints ?? drawnPoints, 'point')}
          {totalPoints === undefined || totalPoints === drawnPoints ? '' : `, ${drawnPoints} of them drawn`}
          {silent.length === 0 ? '' : `, none at ${silent.map((point) => point.name).join(', ')}`}.{' '}
          <span class="scripted">Hover a dot to see the packet; click it to compare the packet at every point.</span>
        </p>
      </div>
      <div
        class={packets.length > 6 ? 'ladder-body long' : 'ladder-body'}
        tabIndex={0}
        role="region"
        aria-label={`Packets of ${context.name}`}
      >
        <PointHeads columns={columns} />
        <div class="drawing">
          <div class="lifelines" aria-hidden="true">
            {columns.map((point, column) => (
              <i key={point.name} class={`f${column}`} />
            ))}
          </div>
          <ol class="packets">
            {packets.map((packet) => (
              <LadderRow key={packet.number} packet={packet} ladder={ladder} context={context} />
            ))}
          </ol>
        </div>
      </div>
      {omitted === 0 ? null : (
        <p class="note">
          {pluralize(omitted, 'further packet')} {omitted === 1 ? 'is' : 'are'} not drawn
          {recording === null ? (
            '.'
          ) : (
            <>
              : see <PageLink href={linkToFile(recording)}>the recording</PageLink>.
            </>
          )}
        </p>
      )}
    </div>
  );
}

/** Lets the reader choose which packets to show. The style alone applies the choice, so it works without a script. */
function PacketChoice({
  ladder: { packets },
  context: { name, relevant, foldsChatter },
}: {
  readonly ladder: Ladder;
  readonly context: LadderContext;
}): VNode | null {
  const relevantCount = packets.filter(({ isRelevant }) => isRelevant).length;
  const chatterCount = packets.filter(({ journey }) => isLinkChatter(journey)).length;
  const choices = [
    ...(relevantCount === packets.length
      ? []
      : [{ key: 'only-relevant', label: relevant.label, count: relevantCount, isDefault: relevant.isDefault }]),
    ...(!foldsChatter || chatterCount === 0 || chatterCount === packets.length
      ? []
      : [{ key: 'no-chatter', label: 'Without link chatter', count: packets.length - chatterCount, isDefault: true }]),
    { key: 'all-packets', label: 'All', count: packets.length, isDefault: false },
  ];
  if (choices.length === 1) return null;
  const checked = choices.find(({ isDefault }) => isDefault)?.key ?? 'all-packets';
  return (
    <fieldset class="packet-choice">
      <legend class="unseen-text">Which packets to show</legend>
      {choices.map(({ key, label, count }) => (
        <label key={key} title={key === 'no-chatter' ? chatterNames : undefined}>
          <input type="radio" name={`${name}/shown`} class={key} checked={key === checked} /> {label} <b>{count}</b>
        </label>
      ))}
    </fieldset>
  );
}

const chatterNames = 'Hides ARP, neighbour and router discovery, MLD and IGMP';

const bands: Readonly<Record<Region, string>> = { container: 'container', host: 'docker host', lan: 'LAN' };

/** Shows the heads of the columns, under a band for each region. */
function PointHeads({ columns }: { readonly columns: readonly PointRecord[] }): VNode {
  return (
    <div class="points">
      {groupByRegion(columns).map(({ region, first, last }) => (
        <p key={first} class={`band ${region} f${first} t${last}`}>
          {bands[region]}
        </p>
      ))}
      {columns.map((point, column) => (
        <p key={point.name} class={`point f${column} t${column}${point.frames === 0 ? ' silent' : ''}`}>
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

function groupByRegion(
  columns: readonly PointRecord[],
): readonly { readonly region: Region; readonly first: number; readonly last: number }[] {
  const groups: { region: Region; first: number; last: number }[] = [];
  columns.forEach(({ region }, column) => {
    const group = groups.at(-1);
    if (group?.region === region) group.last = column;
    else groups.push({ region, first: column, last: column });
  });
  return groups;
}

/** Returns the CSS variables of up to `widest` columns: the page's policy forbids style attributes. */
export function renderColumnStyle(widest: number): string {
  return Array.from(
    { length: widest + 1 },
    (_, column) => `.n${column}{--n:${column}}.f${column}{--f:${column}}.t${column}{--t:${column}}`,
  ).join('');
}
