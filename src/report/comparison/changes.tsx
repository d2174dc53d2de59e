import type { VNode } from 'preact';
import {
  groupAlike,
  groupIncomparable,
  kindLabels,
  groupChains,
  type Change,
  type ChangeKind,
  type Comparison,
} from '../../compare/index.js';
import type { CheckRecord } from '../../record/index.js';
import { capitalize, linkToId, pluralize } from '../text.js';
import type { ComparisonInput } from '../types.js';
import { VerdictChip } from '../verdict.js';
import { ChainDifference, PathTable } from './differences.js';
import { KindChip, kindId } from './overview.js';

type Pages = ComparisonInput['pages'];

/** All changes of one kind; nothing if there are none. */
export function Changes({
  kind,
  comparison,
  pages,
}: {
  readonly kind: ChangeKind;
  readonly comparison: Comparison;
  readonly pages: Pages;
}): VNode | null {
  const changes = comparison.changes.filter((change) => change.kind === kind);
  if (changes.length === 0) return null;
  const { one, several, meaning } = kindLabels[kind];
  const { groups, single } = groupAlike(changes);
  return (
    <section class="changes" id={kindId(kind)} aria-labelledby={`${kindId(kind)}title`}>
      <h2 id={`${kindId(kind)}title`}>
        {changes.length} {changes.length === 1 ? one : several} <small>{meaning}</small>
      </h2>
      {kind === 'rules' ? (
        <details class="fold">
          <summary>Chains that differ, each with its checks</summary>
          <LostRules changes={changes} />
          <RuleChanges changes={changes} />
        </details>
      ) : kind === 'added' || kind === 'vanished' ? (
        <UnpairedChecks changes={changes} />
      ) : kind === 'incomparable' ? (
        <IncomparableChecks changes={changes} />
      ) : (
        <>
          {single.map((change) => (
            <ChangeItem
              key={change.id}
              change={change}
              pages={pages}
              isOpen={kind === 'regression' && changes.length === 1}
            />
          ))}
          {groups.map(({ sentence, changes: alike }) => (
            <details key={sentence} class="fold">
              <summary>
                {alike.length} checks alike: {sentence}
              </summary>
              {alike.map((change) => (
                <ChangeItem key={change.id} change={change} pages={pages} isOpen={false} />
              ))}
            </details>
          ))}
        </>
      )}
    </section>
  );
}

/** Shows each difference of a chain once, with its checks: most rules of an engine are the same in every lab. */
function RuleChanges({ changes }: { readonly changes: readonly Change[] }): VNode {
  return (
    <>
      {groupChains(changes).map((group, index) => (
        <details key={`${group.name} ${index}`} class="change">
          <summary>
            <h3>
              <code>{group.name}</code>
            </h3>
            <p>
              {group.base === null ? 'new chain' : group.candidate === null ? 'deleted chain' : 'different rules'},{' '}
              {group.checks.length <= 3
                ? `in ${group.checks.join(', ')}`
                : `the same in ${pluralize(group.checks.length, 'check')}`}
            </p>
          </summary>
          <div class="body">
            <ChainDifference pair={group} />
            <p class="note">{group.checks.join(', ')}</p>
          </div>
        </details>
      ))}
    </>
  );
}

/** Lists the claims about rules that no longer hold, or hold now. */
function LostRules({ changes }: { readonly changes: readonly Change[] }): VNode | null {
  const claims = changes.filter(
    ({ base, candidate, rules }) => base?.verdict !== candidate?.verdict || rules.lost.length > 0,
  );
  if (claims.length === 0) return null;
  return (
    <ul class="plain-list">
      {claims.map(({ id, sentence }) => (
        <li key={id}>
          <b>{id}</b> {sentence}
        </li>
      ))}
    </ul>
  );
}

/** Lists checks that only one run has. */
function UnpairedChecks({ changes }: { readonly changes: readonly Change[] }): VNode {
  return (
    <ul class="plain-list">
      {changes.map(({ id, title, base, candidate }) => (
        <li key={id}>
          <b>{id}</b> {title} <span class="note">({(base ?? candidate)?.verdict})</span>
        </li>
      ))}
    </ul>
  );
}

/** Lists checks that cannot be compared, by reason. */
function IncomparableChecks({ changes }: { readonly changes: readonly Change[] }): VNode {
  return (
    <ul class="plain-list">
      {groupIncomparable(changes).map(({ sentence, ids }) => (
        <li key={sentence}>
          <b>{ids.join(', ')}</b>
          <p class="note">{capitalize(sentence)}</p>
        </li>
      ))}
    </ul>
  );
}

/**
 * One check that changed: its sentence when closed, so that several fit the first screen; the evidence when open. A
 * change of reach is described at the top of the page, and has its title here.
 */
function ChangeItem({
  change,
  pages,
  isOpen,
}: {
  readonly change: Change;
  readonly pages: Pages;
  readonly isOpen: boolean;
}): VNode {
  const { kind, id, sentence, title, base, candidate, outcomes, lost, gained, journeys, chains, reach } = change;
  const isShownAbove = reach !== null;
  return (
    <details class="change" id={id} open={isOpen}>
      <summary>
        <KindChip kind={kind} />
        <h3>{id}</h3>
        <p>{isShownAbove ? capitalize(title) : sentence}</p>
      </summary>
      <div class="body">
        <p class="title">{isShownAbove ? sentence : title}</p>
        <dl class="verdict-pair">
          <RunVerdict run="Base" check={base} page={pages.base} />
          <RunVerdict run="Candidate" check={candidate} page={pages.candidate} />
        </dl>
        <Lines title="Outcomes only in the base" lines={outcomes.base} />
        <Lines title="Outcomes only in the candidate" lines={outcomes.candidate} />
        <Lines title="No longer holds" lines={lost} />
        <Lines title="Holds now" lines={gained} />
        {journeys.map((pair) => (
          <PathTable key={JSON.stringify([pair.base, pair.candidate])} pair={pair} />
        ))}
        {chains.length === 0 ? null : (
          <details class="chains">
            <summary>{chains.length === 1 ? '1 chain differs' : `${chains.length} chains differ`}</summary>
            {chains.map((pair) => (
              <ChainDifference key={pair.name} pair={pair} />
            ))}
          </details>
        )}
      </div>
    </details>
  );
}

function RunVerdict({
  run,
  check,
  page,
}: {
  readonly run: 'Base' | 'Candidate';
  readonly check: CheckRecord | null;
  readonly page: string | null;
}): VNode {
  if (check === null)
    return (
      <div>
        <dt>{run}</dt>
        <dd class="note">does not have this check</dd>
      </div>
    );
  const { id, verdict, reason } = check;
  return (
    <div>
      <dt>{run}</dt>
      <dd>
        <VerdictChip verdict={verdict} /> {verdict}
        {page === null ? null : (
          <>
            {' '}
            <a href={`${page}${linkToId(id)}`} aria-label={`Frames of ${id}, ${run.toLowerCase()}`}>
              frames
            </a>
          </>
        )}
      </dd>
      {reason === '' ? null : <dd class="note">{reason}</dd>}
    </div>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): VNode | null {
  if (lines.length === 0) return null;
  return (
    <div class="lines">
      <h4>{title}</h4>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
