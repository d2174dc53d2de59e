import type { VNode } from 'preact';
import { ruleLines, type ChainPair } from '../../compare/index.js';

const words = { both: 'on both: ', base: 'gone: ', candidate: 'new: ' } as const;
const signs = { both: ' ', base: '−', candidate: '+' } as const;

/** A chain's rules on both sides in one list, in their order: what is gone, what is new, and what stayed around it. */
export function ChainDifference({
  pair,
  base,
  candidate,
}: {
  readonly pair: ChainPair;
  readonly base: string;
  readonly candidate: string;
}): VNode {
  return (
    <figure class="chain">
      <figcaption>
        <code>{pair.name}</code>{' '}
        <span class="note">
          − on {base} alone, + on {candidate} alone
        </span>
      </figcaption>
      <ol tabIndex={0} aria-label={`Rules of ${pair.name}`}>
        {ruleLines(pair.base ?? [], pair.candidate ?? []).map(({ side, text }, index) => (
          <li key={index} class={side}>
            <span aria-hidden="true">{signs[side]} </span>
            <span class="unseen-text">{words[side]}</span>
            <code>{text}</code>
          </li>
        ))}
      </ol>
    </figure>
  );
}
