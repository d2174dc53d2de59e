import type { VNode } from 'preact';
import type { CanonicalHop, CanonicalJourney, JourneyPair } from '../../compare/index.js';

/** One packet's way on both sides next to each other, hop by hop, with the first hop where they part marked. */
export function Ways({
  pair,
  base,
  candidate,
}: {
  readonly pair: JourneyPair;
  readonly base: string;
  readonly candidate: string;
}): VNode {
  const { parts } = pair;
  const hops = Math.max(pair.base?.hops.length ?? 0, pair.candidate?.hops.length ?? 0);
  const packets = [
    ...new Set([pair.base, pair.candidate].flatMap((journey) => (journey === null ? [] : [journey.packet]))),
  ];
  const rows = Array.from({ length: hops }, (_, index) => index);
  return (
    <table class="ways">
      <caption>{packets.join(', and on ' + candidate + ' ')}</caption>
      <thead>
        <tr>
          <th scope="col">{base}</th>
          <th scope="col">{candidate}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((index) => (
          <tr key={index} class={index === parts ? 'parting' : index > parts ? 'after' : ''}>
            <Way journey={pair.base} index={index} parting={index === parts} />
            <Way journey={pair.candidate} index={index} parting={index === parts} />
          </tr>
        ))}
        {(pair.base?.end ?? pair.candidate?.end) == null ? null : (
          <tr class="ends">
            <End journey={pair.base} />
            <End journey={pair.candidate} />
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Way({
  journey,
  index,
  parting,
}: {
  readonly journey: CanonicalJourney | null;
  readonly index: number;
  readonly parting: boolean;
}): VNode {
  const hop = journey?.hops[index];
  if (hop === undefined)
    return <td class="absent">{parting ? (journey === null ? 'no such packet' : 'not seen from here on') : ''}</td>;
  return (
    <td>
      {parting ? <span class="unseen-text">from here on otherwise: </span> : null}
      <Hop hop={hop} />
    </td>
  );
}

function Hop({ hop }: { readonly hop: CanonicalHop }): VNode {
  return (
    <>
      <code>{hop.point}</code>
      {hop.changes.map((change) => (
        <span key={change} class="step">
          {change}
        </span>
      ))}
    </>
  );
}

/** The rule that ended it, where one is known. */
function End({ journey }: { readonly journey: CanonicalJourney | null }): VNode {
  return (
    <td>
      {journey?.end == null ? (
        ''
      ) : (
        <>
          dropped by <code>{journey.end}</code>
        </>
      )}
    </td>
  );
}
