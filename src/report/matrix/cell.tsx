import type { VNode } from 'preact';
import type { CheckRecord, ExpectationRecord, RuleReference } from '../../record/index.js';
import { Chip } from '../page/text.js';
import type { Cell } from './input.js';
import { Packets } from './packets.js';
import { linkToFile, linkToId, pluralize } from '../text.js';

/** One check in one cell: its verdict, what was expected and seen, its packets and the rules it stands on. */
export function Side({
  cell,
  check,
  id,
}: {
  readonly cell: Cell;
  readonly check: CheckRecord | null;
  readonly id: string;
}): VNode {
  const evidence = cell.evidence.get(id);
  return (
    <article class="side">
      <h4>
        {check === null ? null : <Chip verdict={check.verdict} />} {cell.record.cell.engine.version}{' '}
        <small>{cell.name}</small>
      </h4>
      {check === null ? (
        <p class="none">Not run in this cell.</p>
      ) : (
        <>
          <p class="where">
            {check.verdict}
            {cell.directory === null ? null : (
              <>
                :{' '}
                <a
                  href={`${linkToFile(cell.directory)}/index.html${linkToId(id)}`}
                  aria-label={`open in its run: ${id} on ${cell.record.cell.engine.version}`}
                >
                  open in its run
                </a>
              </>
            )}
          </p>
          {check.reason === '' ? null : <p class="because">{check.reason}</p>}
          <Lines lines={check.expectations} />
          {check.instead.length === 0 ? null : (
            <>
              <h5>Instead</h5>
              <Lines lines={check.instead} />
            </>
          )}
          {evidence === undefined ? null : (
            <Packets
              journeys={evidence.journeys}
              settling={new Set([...check.expectations, ...check.instead].flatMap(({ frames }) => frames))}
            />
          )}
          <Rules rules={[...check.expectations, ...check.instead].flatMap(({ rules }) => rules)} />
        </>
      )}
    </article>
  );
}

function Lines({ lines }: { readonly lines: readonly ExpectationRecord[] }): VNode | null {
  if (lines.length === 0) return null;
  return (
    <ul class="lines">
      {lines.map(({ expected, seen, held, inconclusive }, n) => (
        <li key={n} class={inconclusive ? 'inconclusive' : held ? 'held' : 'failed'}>
          <span class="mark">
            {inconclusive ? '∅' : held ? '✓' : '✗'}
            <span class="unseen-text"> {inconclusive ? 'inconclusive' : held ? 'held' : 'failed'}</span>
          </span>
          <div>
            <p>{expected}</p>
            <p class="seen">{seen}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Rules({ rules }: { readonly rules: readonly RuleReference[] }): VNode | null {
  if (rules.length === 0) return null;
  const once = new Map(rules.map((rule) => [`${rule.table} ${rule.text}`, rule]));
  return (
    <ul class="ruled">
      {[...once.values()].map(({ table, text, packets }) => (
        <li key={`${table} ${text}`}>
          <code>
            {table} {text}
          </code>{' '}
          <span class="note">{pluralize(packets, 'packet')}</span>
        </li>
      ))}
    </ul>
  );
}
