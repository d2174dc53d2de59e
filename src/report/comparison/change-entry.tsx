import type { VNode } from 'preact';
import type { Change, Comparison } from '../../compare/index.js';
import type { CheckRecord } from '../../record/index.js';
import { Chip } from '../page/text.js';
import { ChainDifference } from './chain-difference.js';
import type { ComparisonInput } from './input.js';
import { KindChip } from './overview.js';
import { Ways } from './differences.js';
import { linkToId } from '../text.js';

/** One check that changed: closed its sentence, open what it stands on. */
export function ChangeEntry({
  change,
  comparison,
  pages,
}: {
  readonly change: Change;
  readonly comparison: Comparison;
  readonly pages: ComparisonInput['pages'];
}): VNode {
  const { kind, id, sentence, journeys, chains } = change;
  const [base, candidate] = [comparison.base.name, comparison.candidate.name];
  return (
    <details class="change" id={id} open={kind === 'regression'}>
      <summary>
        <KindChip kind={kind} />
        <h3>{id}</h3>
        <p>{sentence}</p>
      </summary>
      <div class="body">
        <p class="title">{change.title}</p>
        <dl class="sides">
          <Verdict name={base} check={change.base} page={pages.base} />
          <Verdict name={candidate} check={change.candidate} page={pages.candidate} />
        </dl>
        <Lines title={`What came of the traffic on ${base} alone`} lines={change.outcomes.base} />
        <Lines title={`What came of the traffic on ${candidate} alone`} lines={change.outcomes.candidate} />
        <Lines title="No longer holds" lines={change.lost} />
        <Lines title="Holds now" lines={change.gained} />
        {journeys.map((pair) => (
          <Ways key={JSON.stringify([pair.base, pair.candidate])} pair={pair} base={base} candidate={candidate} />
        ))}
        {chains.length === 0 ? null : (
          <details class="chains">
            <summary>{chains.length === 1 ? '1 chain differs' : `${chains.length} chains differ`}</summary>
            {chains.map((pair) => (
              <ChainDifference key={pair.name} pair={pair} base={base} candidate={candidate} />
            ))}
          </details>
        )}
      </div>
    </details>
  );
}

function Verdict({
  name,
  check,
  page,
}: {
  readonly name: string;
  readonly check: CheckRecord | null;
  readonly page: string | null;
}): VNode {
  if (check === null)
    return (
      <div>
        <dt>{name}</dt>
        <dd class="note">has no such check</dd>
      </div>
    );
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Chip verdict={check.verdict} /> {check.verdict}
        {page === null ? null : (
          <>
            {' '}
            <a href={`${page}${linkToId(check.id)}`}>its frames</a>
          </>
        )}
      </dd>
      {check.reason === '' ? null : <dd class="note">{check.reason}</dd>}
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
