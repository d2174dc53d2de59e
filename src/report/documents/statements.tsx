import type { VNode } from 'preact';
import type { CheckRecord, Verdict } from '../../record/index.js';
import type { ArrangedDocument, ArrangedSection } from './arrange.js';
import { describeFinding, type Finding } from '../finding.js';
import { runPage } from '../page-files.js';
import { verdictClass } from '../verdict.js';
import { countOutcomes, Tally } from '../page/tally.js';
import { Chip } from '../page/text.js';
import { linkToId, pluralize } from '../text.js';

/** The first screen: every document with its tally, each a link to its statements. */
export function Contents({
  arranged,
  engine,
}: {
  readonly arranged: readonly ArrangedDocument[];
  readonly engine: string;
}): VNode {
  return (
    <section class="contents" aria-labelledby="contents">
      <h2 id="contents">What the documents say, and whether it holds on engine {engine}</h2>
      <ul>
        {arranged.map((document) => (
          <li key={document.name}>
            <a href={linkToId(anchorOf(document))}>{document.title}</a>
            <Tally checks={checksOf(document)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const choices: readonly {
  readonly id: string;
  readonly name: string;
  readonly outcomes: readonly Finding['outcome'][];
}[] = [
  {
    id: 'show-all',
    name: 'All statements',
    outcomes: ['holds', 'does not hold', 'not tried', 'inconclusive', 'error'],
  },
  { id: 'show-fails', name: 'What does not hold', outcomes: ['does not hold'] },
  { id: 'show-untried', name: 'Not tried, inconclusive or error', outcomes: ['not tried', 'inconclusive', 'error'] },
];

/** Narrows the page to what a reader asks for. The style alone does it, so it works without a script. */
export function Shown({ checks }: { readonly checks: readonly CheckRecord[] }): VNode {
  const counts = countOutcomes(checks);
  return (
    <fieldset class="shown">
      <legend class="unseen-text">Which statements to show</legend>
      {choices.map(({ id, name, outcomes }, position) => {
        const count = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
        return (
          <label key={id}>
            <input type="radio" name="show" id={id} checked={position === 0} disabled={count === 0 && position > 0} />{' '}
            {name} <b>{count}</b>
          </label>
        );
      })}
    </fieldset>
  );
}

/** One document: its title, its tally, and its sections in order with their statements. */
export function DocumentStatements({ document }: { readonly document: ArrangedDocument }): VNode {
  const anchor = anchorOf(document);
  return (
    <article class="document" id={anchor} aria-labelledby={`${anchor}-title`}>
      <header>
        <h2 id={`${anchor}-title`}>{document.title}</h2>
        <p class="note">
          {document.file === null ? null : (
            <>
              <code>{document.file}</code>,{' '}
            </>
          )}
          {pluralize(checksOf(document).length, 'statement')}
        </p>
        <Tally checks={checksOf(document)} />
      </header>
      {document.sections.map((section) => (
        <SectionStatements key={section.heading} section={section} />
      ))}
    </article>
  );
}

function SectionStatements({ section: { heading, printed, checks } }: { readonly section: ArrangedSection }): VNode {
  return (
    <section class={`section${checks.length === 0 ? ' bare' : ''}`}>
      <h3>
        {heading}
        {printed === null ? null : <small>printed as “{printed}”</small>}
      </h3>
      {checks.length === 0 ? (
        <p class="none">nothing checked in this run</p>
      ) : (
        <ul>
          {checks.map((check) => (
            <Statement key={check.id} check={check} />
          ))}
        </ul>
      )}
    </section>
  );
}

const outcomeClass: Readonly<Record<Finding['outcome'], string>> = {
  holds: 'holds',
  'does not hold': 'fails',
  'not tried': 'untried',
  inconclusive: 'untried',
  error: 'untried',
};

function Statement({ check }: { readonly check: CheckRecord }): VNode {
  const { verdict } = check;
  const { outcome, why } = describeFinding(check);
  return (
    <li class={`statement ${verdictClass(verdict)} ${outcomeClass[outcome]}`} id={check.id}>
      <Chip verdict={verdict} />
      <div>
        <p class="says">{check.claim.text}</p>
        <p class="why">
          <span class={verdict === 'conforms' ? 'unseen-text' : 'outcome'}>
            {outcomeWords(outcome, verdict)}
            {why === '' ? '' : ': '}
          </span>
          {why}
        </p>
      </div>
      <a href={`${runPage}${linkToId(check.id)}`} aria-label={`Evidence: ${check.id}`}>
        {check.id}
      </a>
    </li>
  );
}

/** `holds`, `does not hold (known deviation)`, `not tried`: the outcome, and the verdict where that says more. */
function outcomeWords(outcome: Finding['outcome'], verdict: Verdict): string {
  return verdict === 'conforms' || verdict === 'not applicable' || outcome === verdict
    ? outcome
    : `${outcome} (${verdict === 'deviates' ? 'new deviation' : verdict})`;
}

function anchorOf({ name }: ArrangedDocument): string {
  return `document-${name}`;
}

function checksOf({ sections }: ArrangedDocument): readonly CheckRecord[] {
  return sections.flatMap(({ checks }) => checks);
}
