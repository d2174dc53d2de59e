import type { VNode } from 'preact';
import type { Hop, Journey } from '../../journey/index.js';
import { formatEndpoint, summarizePacket } from '../packet-summary.js';

/** Packets that one cell shows at most; its run's own page has them all. */
const shownAtMost = 24;

/** A check's packets in one cell, a line each: what it is, from where to where, and the points it passed with what changed there. */
export function Packets({
  journeys,
  settling,
}: {
  readonly journeys: readonly Journey[];
  /** Frames that an expectation stands on. */
  readonly settling: ReadonlySet<number>;
}): VNode | null {
  const travelled = journeys.filter(
    (journey) => journey.hops.length > 0 && (settles(journey, settling) || !isChatter(journey)),
  );
  const left = journeys.length - travelled.length;
  // Where there are too many, those that settle something come before those that do not; what is shown is in time order.
  const chosen = new Set(
    [...travelled]
      .sort((one, other) => Number(settles(other, settling)) - Number(settles(one, settling)))
      .slice(0, shownAtMost),
  );
  if (journeys.length === 0) return null;
  return (
    <>
      <ol class="packets">
        {travelled
          .filter((journey) => chosen.has(journey))
          .map((journey) => (
            <Line key={journey.id} journey={journey} strong={settles(journey, settling)} />
          ))}
      </ol>
      {travelled.length > chosen.size ? <p class="note">and {travelled.length - chosen.size} more</p> : null}
      {left > 0 ? <p class="note">{left} of ARP, neighbour discovery and group membership left out</p> : null}
    </>
  );
}

/** What hosts say to their neighbours of themselves, whether or not there is traffic. */
const isChatter = ({ hops: [first] }: Journey) =>
  first !== undefined &&
  (first.packet.arp !== null ||
    first.packet.ip?.protocol === 2 ||
    (first.packet.icmp?.version === 6 && first.packet.icmp.id === null && first.packet.icmp.quoted === null));

const settles = ({ hops }: Journey, settling: ReadonlySet<number>) => hops.some(({ index }) => settling.has(index));

function Line({ journey: { hops, end }, strong }: { readonly journey: Journey; readonly strong: boolean }): VNode {
  const [first] = hops;
  const { kind, detail, ...ends } = summarizePacket((first as Hop).packet);
  return (
    <li class={strong ? 'settling' : undefined}>
      <span class="kind">
        {kind}
        {detail === '' ? '' : ` ${detail}`}
      </span>{' '}
      <code>{flow(ends)}</code>
      <span class="way">
        {hops.map((hop, n) => (
          <span key={hop.index}>
            {n === 0 ? '' : ' › '}
            {hop.point}
            <Changed hop={hop} />
          </span>
        ))}
        {end === undefined ? null : (
          <span class="ended"> ✗ {end.rule === null ? 'went no further' : end.rule.text}</span>
        )}
      </span>
    </li>
  );
}

/** Its addresses from here on, where the step to this point changed them. */
function Changed({ hop }: { readonly hop: Hop }): VNode | null {
  if (!hop.changes.some(({ field }) => /^(source|destination)( port)?$/.test(field))) return null;
  return (
    <>
      {' '}
      <mark>{flow(summarizePacket(hop.packet))}</mark>
    </>
  );
}

function flow({
  source,
  sourcePort,
  destination,
  destinationPort,
}: Omit<ReturnType<typeof summarizePacket>, 'kind' | 'detail'>): string {
  return `${formatEndpoint(source, sourcePort)} → ${formatEndpoint(destination, destinationPort)}`;
}
