import type { VNode } from 'preact';
import type { Comparison } from '../../compare/index.js';
import { pluralize } from '../text.js';

/** Lists what the engine left behind in the candidate alone, each thing with its checks; nothing if there is none. */
export function NewLeftovers({ leftovers }: Pick<Comparison, 'leftovers'>): VNode | null {
  if (leftovers.length === 0) return null;
  return (
    <section class="changes" aria-labelledby="leftovers/title">
      <h2 id="leftovers/title">
        Left behind in the candidate, and not in the base{' '}
        <small>by the engine, when containers and networks were removed</small>
      </h2>
      <ul class="plain-list">
        {leftovers.map(({ what, checks }) => (
          <li key={what}>
            {what} <span class="note">{`(${pluralize(checks.length, 'check')}: ${checks.join(', ')})`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
