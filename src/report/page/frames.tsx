import type { VNode } from 'preact';
import type { CheckRecord } from '../../record/types.js';
import { evidencePath } from '../evidence-path.js';
import { since } from '../duration.js';
import { essentialsOf } from '../essentials.js';
import type { FrameRow, FrameTable } from '../frame-table.js';
import type { PacketStore } from '../packet-store.js';
import { HopButton, type Settled } from './hop.js';
import { counted } from './text.js';

/** The frames of a check: a column per point in path order, a row per packet, time downward. */
export function Frames({ check, table, total, settles, packets }: {
  readonly check: CheckRecord;
  readonly table: FrameTable;
  /** Frames in the recording; null where it was not read. */
  readonly total: number | null;
  /** Lines of expectations by the frame that settles them. */
  readonly settles: ReadonlyMap<number, readonly Settled[]>;
  readonly packets: PacketStore;
}): VNode {
  if (total === null) return <p class="none">The recording was not read for this check.</p>;
  return (
    <>
      <p class="note">
        {counted(total, 'frame')} at {counted(table.columns.length, 'point')}, one row per packet, one column per point from the container outward.
        A packet’s time counts from the first frame, a cell’s from the packet’s own first sighting; # is the frame’s number in the recording; <mark>what changed since the point before</mark> is marked. <span class="scripted">Choose a frame to see the whole packet, layer by layer, at every point it passed.</span>
      </p>
      {table.rows.length === 0 ? <p class="none">No packet was seen at any point, docknet’s own markers aside.</p> : (
        <div class={table.rows.length > 12 ? 'frames long' : 'frames'} tabIndex={0} role="region" aria-label={`Frames of ${check.id}`}>
          <table>
            <thead>
              <tr>
                <th scope="col" class="packet">Packet</th>
                {table.columns.map((point) => (
                  <th scope="col" key={point.name} class={emptyColumn(table, point.name) ? 'silent' : ''}>
                    {point.name}
                    <small>{point.interface === '' || point.interface === point.name ? null : <>{point.interface}, </>}{counted(point.frames, 'frame')}{point.dropped > 0 ? `, ${point.dropped} lost` : ''}</small>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => <Row key={row.journey.id} check={check.id} row={row} origin={table.origin} settles={settles} packets={packets} />)}
            </tbody>
          </table>
        </div>
      )}
      {table.leftOut === 0 ? null : (
        <p class="note">{counted(table.leftOut, 'further packet')} {table.leftOut === 1 ? 'is' : 'are'} not shown here{check.evidence.recording === null ? '.' : <>; <a href={evidencePath(check.evidence.recording)}>the recording</a> has them all.</>}</p>
      )}
    </>
  );
}

function Row({ check, row, origin, settles, packets }: {
  readonly check: string; readonly row: FrameRow; readonly origin: bigint; readonly settles: ReadonlyMap<number, readonly Settled[]>; readonly packets: PacketStore;
}): VNode | null {
  const first = row.journey.hops[0];
  if (first === undefined) return null;
  const { kind, detail } = essentialsOf(first.packet);
  return (
    <tr class="journey">
      <th scope="row" class="packet">
        <span class="kind">{kind}</span>
        {detail === '' ? null : <span class="detail">{detail}</span>}
        <span class="heading"><span class="time">{since(origin, first.time)}</span>, {row.direction === 'out' ? 'outward →' : row.direction === 'in' ? 'inward ←' : 'at one point'}</span>
      </th>
      {row.cells.map((hops, column) => hops.length === 0
        ? <td key={column} class="unseen"><span class="unseen-text">not seen</span></td>
        : <td key={column}>{hops.map((hop) => (
            <HopButton key={hop.index} check={check} hop={hop} step={row.journey.hops.indexOf(hop)} packet={packets.keep(hop.packet)} origin={first.time} settles={settles.get(hop.index) ?? []} />
          ))}</td>)}
    </tr>
  );
}

function emptyColumn(table: FrameTable, point: string): boolean {
  return table.rows.every(({ journey }) => journey.hops.every((hop) => hop.point !== point));
}
