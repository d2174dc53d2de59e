import type { VNode } from 'preact';
import {
  countChanges,
  changeKinds,
  kindLabels,
  groupReach,
  type ChangeKind,
  type Comparison,
} from '../../compare/index.js';
import { capitalize, linkToId, pluralize } from '../text.js';

/** One character for each kind, so that colour is never the only carrier. */
const signs: Readonly<Record<ChangeKind, string>> = {
  regression: 'R',
  fix: 'F',
  changed: 'C',
  undecided: '?',
  rules: '≈',
  added: '+',
  vanished: '−',
  incomparable: '·',
};

/** Shows a kind of change as a small square. */
export function KindChip({ kind }: { readonly kind: ChangeKind }): VNode {
  return (
    <span class={`chip kind-${kind}`} aria-hidden="true">
      {signs[kind]}
    </span>
  );
}

/** Returns the id of a kind's section. Checks' ids have one slash, so no check has this id. */
export const kindId = (kind: ChangeKind): string => `kinds/${kind}/`;

/** The outcome in one sentence, and how many changes of each kind there are. */
export function ChangeCounts({ comparison }: { readonly comparison: Comparison }): VNode {
  const counts = countChanges(comparison);
  const { regression, fix, changed } = counts;
  return (
    <section aria-labelledby="kinds">
      <h2 id="kinds">
        {regression > 0
          ? pluralize(regression, 'regression')
          : fix + changed > 0
            ? 'No regression'
            : 'No change of behaviour'}
      </h2>
      <ul class="kinds">
        {changeKinds.map((kind) => {
          const name = counts[kind] === 1 ? kindLabels[kind].one : kindLabels[kind].several;
          return (
            <li key={kind} class={counts[kind] === 0 ? 'empty' : ''}>
              <KindChip kind={kind} />
              <b>{counts[kind]}</b>
              <span class="name">{counts[kind] === 0 ? name : <a href={linkToId(kindId(kind))}>{name}</a>}</span>
              <span class="meaning">{kindLabels[kind].meaning}</span>
            </li>
          );
        })}
        <li class={comparison.same === 0 ? 'empty' : ''}>
          <span class="chip not-applicable" aria-hidden="true">
            =
          </span>
          <b>{comparison.same}</b>
          <span class="name">the same</span>
          <span class="meaning">verdict, packets, outcomes and rules</span>
        </li>
      </ul>
    </section>
  );
}

/** Lists who is no longer answered, and who is answered only now: what an upgrade cuts off and lets in. */
export function ReachChanges({ comparison }: { readonly comparison: Comparison }): VNode {
  return (
    <>
      {groupReach(comparison).map(({ reach, title, changes }) => (
        <section class="reach" key={reach} aria-labelledby={`reach/${reach}/title`}>
          <h2 id={`reach/${reach}/title`}>
            {capitalize(title)} <small>whether or not a claim requires it</small>
          </h2>
          <ul>
            {changes.map(({ id, kind, sentence }) => (
              <li key={id}>
                <KindChip kind={kind} />
                <a href={linkToId(id)}>{id}</a>
                <p>{sentence}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
