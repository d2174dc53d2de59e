import type { VNode } from 'preact';
import { describeEngine, groupLeftovers, type CheckRecord, type RunRecord } from '../../record/index.js';
import { pluralize } from '../text.js';
import { CheckGroups } from './check-groups.js';

/** Lists, folded, what the engine left behind, each thing with its checks; nothing if it left nothing. */
export function Leftovers({ record: { checks, cell } }: { readonly record: RunRecord }): VNode | null {
  const groups = groupLeftovers(checks).filter(({ by }) => by === 'engine');
  if (groups.length === 0) return null;
  const ids = new Set(groups.flatMap((group) => group.checks));
  return (
    <details class="other-rules">
      <summary>
        <h2>{pluralize(ids.size, 'check')} after which something was left</h2>{' '}
        <small>by engine {describeEngine(cell)}, when its containers and networks were removed</small>
      </summary>
      <CheckGroups groups={groups} />
    </details>
  );
}

/** Lists what was left behind after one check, and by whom. */
export function LeftoverList({ leftovers }: { readonly leftovers: NonNullable<CheckRecord['leftovers']> }): VNode {
  return (
    <ul class="leftovers">
      {leftovers.map(({ change, by, kind, text }, position) => (
        <li key={position}>
          {change === 'left' ? 'Left behind' : 'Taken away'} by the {by === 'engine' ? 'engine' : 'check'}: {kind}{' '}
          <code>{text}</code>
        </li>
      ))}
    </ul>
  );
}
