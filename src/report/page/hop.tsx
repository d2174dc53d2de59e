import type { VNode } from 'preact';
import type { Hop, Translation } from '../../journey/types.js';
import { since } from '../duration.js';
import { essentialsOf, withPort } from '../essentials.js';

/** A line of expectations that a frame settles. */
export interface Settled {
  /** Its number on the page, counted from 1. */
  readonly line: number;
  readonly held: boolean;
}

/** A frame's number as Wireshark and tshark show it: counted from 1, where the record counts from 0. */
export function frameNumber(index: number): number {
  return index + 1;
}

/** The id of a frame's element, for links to it. */
export function frameAnchor(check: string, index: number): string {
  return `${check}/frame-${index}`;
}

/** One packet at one point: its addresses and TTL, with what changed since the point before marked. */
export function HopButton({ check, hop, step, packet, origin, settles }: {
  readonly check: string;
  readonly hop: Hop;
  /** Position in its journey, counted from 0. */
  readonly step: number;
  /** Its number in the page's packet store. */
  readonly packet: number;
  /** When the packet was first seen, nanoseconds: a step's time is told from there, for a router takes microseconds. */
  readonly origin: bigint;
  readonly settles: readonly Settled[];
}): VNode {
  const { source, sourcePort, destination, destinationPort, ttl } = essentialsOf(hop.packet);
  const { changes } = hop;
  return (
    <button class="hop" id={frameAnchor(check, hop.index)} data-packet={packet} data-step={step}>
      <span class="ends"><End address={source} port={sourcePort} changes={changes} side="source" /></span>
      <span class="ends">→ <End address={destination} port={destinationPort} changes={changes} side="destination" /></span>
      <span class="line">
        {since(origin, hop.time)}{ttl === null ? null : <> ·{'\u00a0'}ttl{'\u00a0'}<Ttl ttl={ttl} changes={changes} /></>} ·{'\u00a0'}#{frameNumber(hop.index)}
        {settles.map(({ line, held }) => (
          <span key={line} class={held ? 'badge' : 'badge failed'} title={`settles line ${line} of what was expected`}><span class="unseen-text">settles line </span>{held ? '✓' : '✗'} {line}</span>
        ))}
      </span>
      {formerly(changes).map((text) => <span class="was" key={text}>{text}</span>)}
    </button>
  );
}

function End({ address, port, changes, side }: {
  readonly address: string; readonly port: number | null; readonly changes: readonly Translation[]; readonly side: 'source' | 'destination';
}): VNode {
  const addressChanged = changes.some(({ field }) => field === side);
  const portChanged = changes.some(({ field }) => field === `${side} port`);
  const whole = withPort(address, port);
  if (addressChanged === portChanged) return addressChanged ? <mark>{whole}</mark> : <>{whole}</>;
  const cut = port === null ? whole.length : whole.lastIndexOf(':');
  return addressChanged ? <><mark>{whole.slice(0, cut)}</mark>{whole.slice(cut)}</> : <>{whole.slice(0, cut)}<mark>{whole.slice(cut)}</mark></>;
}

/** What changed, as it was: an address and its port in one line; the TTL is told where it stands. */
function formerly(changes: readonly Translation[]): readonly string[] {
  const former = (field: Translation['field']): string | undefined => changes.find((change) => change.field === field)?.from;
  const sides = (['source', 'destination'] as const).flatMap((side) => {
    const address = former(side);
    const port = former(`${side} port`);
    if (address === undefined) return port === undefined ? [] : [`${side} port was ${port}`];
    return [`${side} was ${withPort(address, port === undefined ? null : Number(port))}`];
  });
  const id = former('ICMP id');
  return id === undefined ? sides : [...sides, `ICMP id was ${id}`];
}

function Ttl({ ttl, changes }: { readonly ttl: number; readonly changes: readonly Translation[] }): VNode {
  const change = changes.find(({ field }) => field === 'TTL');
  return change === undefined ? <>{ttl}</> : <mark>{change.from}→{ttl}</mark>;
}
