import type { VNode } from 'preact';
import { changeCounts, changeKinds, kindWords, type ChangeKind, type Comparison } from '../../compare/index.js';
import { linkToId } from '../text.js';

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

/** The small square that stands for a kind of change. */
export function KindChip({ kind }: { readonly kind: ChangeKind }): VNode {
  return (
    <span class={`chip kind-${kind}`} aria-hidden="true">
      {signs[kind]}
    </span>
  );
}

/** The id of a kind's section; no check's id, which all have one slash. */
export const kindAnchor = (kind: ChangeKind): string => `kinds/${kind}/`;

/** The outcome in one sentence, and the counts that lead to the sections. */
export function Kinds({ comparison }: { readonly comparison: Comparison }): VNode {
  const counts = changeCounts(comparison);
  const { regression, fix, changed } = counts;
  return (
    <section aria-labelledby="kinds">
      <h2 id="kinds">
        {regression > 0
          ? `${regression} ${regression === 1 ? 'regression' : 'regressions'}`
          : fix + changed > 0
            ? 'No regression'
            : 'No change of behaviour'}
      </h2>
      <ul class="kinds">
        {changeKinds.map((kind) => (
          <li key={kind} class={counts[kind] === 0 ? 'empty' : ''}>
            <KindChip kind={kind} />
            <b>{counts[kind]}</b>
            <span class="name">
              {counts[kind] === 0 ? (
                kindWords[kind].several
              ) : (
                <a href={linkToId(kindAnchor(kind))}>
                  {counts[kind] === 1 ? kindWords[kind].one : kindWords[kind].several}
                </a>
              )}
            </span>
            <span class="meaning">{kindWords[kind].meaning}</span>
          </li>
        ))}
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
