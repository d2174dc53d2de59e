import type { VNode } from 'preact';
import {
  incomparableGroups,
  kindWords,
  ruleGroups,
  type Change,
  type ChangeKind,
  type Comparison,
} from '../../compare/index.js';
import { ChainDifference } from './chain-difference.js';
import { ChangeEntry } from './change-entry.js';
import type { ComparisonInput } from './input.js';
import { kindAnchor } from './overview.js';
import { capitalize } from '../text.js';

/** All changes of one kind; nothing where there are none. */
export function Section({
  kind,
  comparison,
  pages,
}: {
  readonly kind: ChangeKind;
  readonly comparison: Comparison;
  readonly pages: ComparisonInput['pages'];
}): VNode | null {
  const changes = comparison.changes.filter((change) => change.kind === kind);
  if (changes.length === 0) return null;
  const { one, several, meaning } = kindWords[kind];
  return (
    <section class="changes" id={kindAnchor(kind)} aria-labelledby={`${kindAnchor(kind)}title`}>
      <h2 id={`${kindAnchor(kind)}title`}>
        {changes.length} {changes.length === 1 ? one : several} <small>{meaning}</small>
      </h2>
      {kind === 'rules' ? (
        <Rules changes={changes} comparison={comparison} />
      ) : kind === 'added' || kind === 'vanished' ? (
        <Lone changes={changes} />
      ) : kind === 'incomparable' ? (
        <Incomparable changes={changes} />
      ) : (
        changes.map((change) => <ChangeEntry key={change.id} change={change} comparison={comparison} pages={pages} />)
      )}
    </section>
  );
}

/** Each way in which a chain differs, once, with the checks that have it: most rules of an engine are the same in every lab. */
function Rules({
  changes,
  comparison,
}: {
  readonly changes: readonly Change[];
  readonly comparison: Comparison;
}): VNode {
  return (
    <>
      {ruleGroups(changes).map((group, index) => (
        <details key={`${group.name} ${index}`} class="change">
          <summary>
            <h3>
              <code>{group.name}</code>
            </h3>
            <p>
              {group.base === null ? 'a new chain' : group.candidate === null ? 'a chain that is gone' : 'other rules'},{' '}
              {group.checks.length <= 3 ? `in ${group.checks.join(', ')}` : `alike in ${group.checks.length} checks`}
            </p>
          </summary>
          <div class="body">
            <ChainDifference pair={group} base={comparison.base.name} candidate={comparison.candidate.name} />
            <p class="note">{group.checks.join(', ')}</p>
          </div>
        </details>
      ))}
    </>
  );
}

/** Checks that one side alone has: there is nothing to open. */
function Lone({ changes }: { readonly changes: readonly Change[] }): VNode {
  return (
    <ul class="lone">
      {changes.map(({ id, title, base, candidate }) => (
        <li key={id}>
          <b>{id}</b> {title} <span class="note">({(base ?? candidate)?.verdict})</span>
        </li>
      ))}
    </ul>
  );
}

/** Why there is nothing to compare, each reason once. */
function Incomparable({ changes }: { readonly changes: readonly Change[] }): VNode {
  return (
    <ul class="lone">
      {incomparableGroups(changes).map(({ sentence, ids }) => (
        <li key={sentence}>
          <b>{ids.join(', ')}</b>
          <p class="note">{capitalize(sentence)}</p>
        </li>
      ))}
    </ul>
  );
}
