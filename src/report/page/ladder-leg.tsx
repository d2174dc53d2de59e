import type { VNode } from 'preact';
import type { Leg } from '../ladder/legs.js';
import { formatEndpoint } from '../packet-summary.js';

/** The addresses that a packet has on a leg, over the leg; what differs from the leg before is marked. */
export function LegLabel({
  leg: { ends, left, right, changed },
  names,
}: {
  readonly leg: Leg;
  readonly names: ReadonlyMap<string, string>;
}): VNode {
  return (
    <li class={`leg f${left} t${right}`}>
      <End address={ends.source} port={ends.sourcePort} changed={changed.source} names={names} />{' '}
      <span class="end">
        → <End address={ends.destination} port={ends.destinationPort} changed={changed.destination} names={names} />
      </span>
    </li>
  );
}

/** An address and its port, after what it is called. */
export function End({
  address,
  port,
  changed,
  names,
  narrow = false,
}: {
  readonly address: string;
  readonly port: number | null;
  readonly changed: boolean;
  readonly names: ReadonlyMap<string, string>;
  /** Where there may be no room for both, the port can go on a line of its own. */
  readonly narrow?: boolean;
}): VNode {
  const name = names.get(address);
  const whole = formatEndpoint(address, port);
  const cut = port === null || !narrow ? whole.length : whole.lastIndexOf(':');
  const end = (
    <>
      {name === undefined ? null : (
        <>
          <i>{name}</i>{' '}
        </>
      )}
      {whole.slice(0, cut)}
      {cut === whole.length ? null : (
        <>
          <wbr />
          {whole.slice(cut)}
        </>
      )}
    </>
  );
  return changed ? <mark>{end}</mark> : end;
}
