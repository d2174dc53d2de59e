import type { VNode } from 'preact';
import {
  diffRules,
  type CanonicalHop,
  type CanonicalJourney,
  type ChainPair,
  type JourneyPair,
} from '../../compare/index.js';

/** Shows one packet's path in both runs, hop by hop, with the first hop that differs marked. */
export function PathTable({ pair }: { readonly pair: JourneyPair }): VNode {
  const { base, candidate, divergesAt: firstDifference } = pair;
  const length = Math.max(base?.hops.length ?? 0, candidate?.hops.length ?? 0);
  const packets = [...new Set([base, candidate].flatMap((journey) => (journey === null ? [] : [journey.packet])))];
  return (
    <table class="paths">
      <caption>{packets.join(', in the candidate ')}</caption>
      <thead>
        <tr>
          <th scope="col">Base</th>
          <th scope="col">Candidate</th>
        </tr>
      </thead>
      <tbody>
        {Array.from({ length }, (_, index) => (
          <tr
            key={index}
            class={index === firstDifference ? 'first-difference' : index > firstDifference ? 'after' : ''}
          >
            <HopCell journey={base} index={index} isDifference={index === firstDifference} />
            <HopCell journey={candidate} index={index} isDifference={index === firstDifference} />
          </tr>
        ))}
        {(base?.end ?? candidate?.end) == null ? null : (
          <tr class="stops">
            <StopCell journey={base} />
            <StopCell journey={candidate} />
          </tr>
        )}
      </tbody>
    </table>
  );
}

function HopCell({
  journey,
  index,
  isDifference,
}: {
  readonly journey: CanonicalJourney | null;
  readonly index: number;
  readonly isDifference: boolean;
}): VNode {
  const hop = journey?.hops[index];
  if (hop === undefined)
    return <td class="absent">{isDifference ? (journey === null ? 'no such packet' : 'not seen again') : ''}</td>;
  return (
    <td>
      {isDifference ? <span class="unseen-text">differs from here on: </span> : null}
      <Hop hop={hop} />
    </td>
  );
}

function Hop({ hop: { point, changes } }: { readonly hop: CanonicalHop }): VNode {
  return (
    <>
      <code>{point}</code>
      {changes.map((change) => (
        <span key={change} class="step">
          {change}
        </span>
      ))}
    </>
  );
}

/** Shows the rule that dropped the packet; empty if none is known. */
function StopCell({ journey }: { readonly journey: CanonicalJourney | null }): VNode {
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

const lineWords = { both: 'in both: ', base: 'deleted: ', candidate: 'new: ' } as const;
const lineSigns = { both: ' ', base: '−', candidate: '+' } as const;

/** Shows the rules of a chain in both runs as one list, like a diff. */
export function ChainDifference({ pair: { name, base, candidate } }: { readonly pair: ChainPair }): VNode {
  return (
    <figure class="chain">
      <figcaption>
        <code>{name}</code> <span class="note">− only in the base, + only in the candidate</span>
      </figcaption>
      <ol tabIndex={0} aria-label={`Rules of ${name}`}>
        {diffRules(base ?? [], candidate ?? []).map(({ in: runs, text }, index) => (
          <li key={index} class={runs}>
            <span aria-hidden="true">{lineSigns[runs]} </span>
            <span class="unseen-text">{lineWords[runs]}</span>
            <code>{text}</code>
          </li>
        ))}
      </ol>
    </figure>
  );
}
