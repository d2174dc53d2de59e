import type { VNode } from 'preact';
import { countVerdicts, documentGroups, type CheckRecord, type Verdict } from '../../record/index.js';
import { runPage } from '../page.js';
import { linkToId, pluralize } from '../text.js';
import { describeFinding, verdictClass, VerdictChip, verdictSigns, type Finding } from '../verdict.js';
import type { ArrangedDocument, ArrangedSection } from './arrange.js';

type Outcome = Finding['outcome'];

/** The documents by group: those with checks as a link and a tally, then the titles of the others. */
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
      {[...documentGroups, null].map((group) => (
        <ContentsGroup key={group} name={group} documents={arranged.filter((document) => document.group === group)} />
      ))}
    </section>
  );
}

function ContentsGroup({
  name,
  documents,
}: {
  readonly name: string | null;
  readonly documents: readonly ArrangedDocument[];
}): VNode | null {
  if (documents.length === 0) return null;
  const checked = documents.filter(isChecked);
  const unchecked = documents.filter((document) => !isChecked(document));
  return (
    <>
      <h3>{name ?? 'Other documents'}</h3>
      {checked.length === 0 ? null : (
        <ul>
          {checked.map((document) => (
            <li key={document.name}>
              <a href={linkToId(documentId(document))}>{document.title}</a>
              <Tally checks={listChecks(document)} />
            </li>
          ))}
        </ul>
      )}
      {unchecked.length === 0 ? null : (
        <p class="note">Nothing checked in this run: {unchecked.map(({ title }) => title).join(', ')}</p>
      )}
    </>
  );
}

/** Shows how many statements hold, do not hold, were not tried, each with the verdicts they are from. */
function Tally({ checks }: { readonly checks: readonly CheckRecord[] }): VNode {
  const counts = countOutcomes(checks);
  const failing = counts['does not hold'];
  const unknown = countVerdicts(checks).deviates;
  const news = unknown === 0 ? '' : unknown === failing ? ', new' : `, ${unknown} of them new`;
  const parts: readonly { readonly outcome: Outcome; readonly words: string; readonly isAlways: boolean }[] = [
    { outcome: 'holds', words: counts.holds === 1 ? 'holds' : 'hold', isAlways: true },
    { outcome: 'does not hold', words: `${failing === 1 ? 'does' : 'do'} not hold${news}`, isAlways: true },
    { outcome: 'not tried', words: 'not tried', isAlways: true },
    { outcome: 'inconclusive', words: 'inconclusive', isAlways: false },
    { outcome: 'error', words: counts.error === 1 ? 'error' : 'errors', isAlways: false },
  ];
  return (
    <ul class="tally">
      {parts
        .filter(({ outcome, isAlways }) => isAlways || counts[outcome] > 0)
        .map(({ outcome, words }) => (
          <li key={outcome} class={counts[outcome] === 0 ? 'zero' : ''}>
            {listVerdicts(checks, outcome).map((verdict) => (
              <VerdictChip key={verdict} verdict={verdict} />
            ))}
            <span>
              <b>{counts[outcome]}</b> {words}
            </span>
          </li>
        ))}
    </ul>
  );
}

function countOutcomes(checks: readonly CheckRecord[]): Readonly<Record<Outcome, number>> {
  const counts = { holds: 0, 'does not hold': 0, 'not tried': 0, inconclusive: 0, error: 0 };
  for (const check of checks) counts[describeFinding(check).outcome] += 1;
  return counts;
}

/** Lists the verdicts of checks with this outcome, in the order of `verdictSigns`. */
function listVerdicts(checks: readonly CheckRecord[], outcome: Outcome): readonly Verdict[] {
  const found = checks.filter((check) => describeFinding(check).outcome === outcome).map(({ verdict }) => verdict);
  return verdictSigns.map(({ verdict }) => verdict).filter((verdict) => found.includes(verdict));
}

const choices: readonly { readonly id: string; readonly name: string; readonly outcomes: readonly Outcome[] }[] = [
  {
    id: 'show-all',
    name: 'All statements',
    outcomes: ['holds', 'does not hold', 'not tried', 'inconclusive', 'error'],
  },
  { id: 'show-fails', name: 'What does not hold', outcomes: ['does not hold'] },
  { id: 'show-untried', name: 'Not tried, inconclusive or error', outcomes: ['not tried', 'inconclusive', 'error'] },
];

/**
 * Lets the reader choose which statements to show. The style alone applies the choice, so it works without a script.
 */
export function StatementChoice({ checks }: { readonly checks: readonly CheckRecord[] }): VNode {
  const counts = countOutcomes(checks);
  return (
    <fieldset class="statement-choice">
      <legend class="unseen-text">Which statements to show</legend>
      {choices.map(({ id, name, outcomes }, position) => {
        const count = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
        return (
          <label key={id}>
            <input type="radio" name="show" id={id} checked={position === 0} disabled={count === 0 && position > 0} />
            <span>
              {name} <b>{count}</b>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

/** One document: its title, its tally, and its sections in order with their statements. */
export function DocumentStatements({ document }: { readonly document: ArrangedDocument }): VNode {
  const id = documentId(document);
  const checks = listChecks(document);
  return (
    <article class="document" id={id} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{document.title}</h2>
        <p class="note">
          {document.source === null ? null : (
            <>
              <code>{document.source}</code>,{' '}
            </>
          )}
          {pluralize(checks.length, 'statement')}
        </p>
        <Tally checks={checks} />
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

const outcomeClasses: Readonly<Record<Outcome, string>> = {
  holds: 'holds',
  'does not hold': 'fails',
  'not tried': 'untried',
  inconclusive: 'untried',
  error: 'untried',
};

function Statement({ check }: { readonly check: CheckRecord }): VNode {
  const { id, verdict, claim } = check;
  const { outcome, reason } = describeFinding(check);
  return (
    <li class={`statement ${verdictClass(verdict)} ${outcomeClasses[outcome]}`} id={id}>
      <VerdictChip verdict={verdict} />
      <div>
        <p>{claim.text}</p>
        <p class="finding">
          <span class={verdict === 'conforms' ? 'unseen-text' : 'outcome'}>
            {describeOutcome(outcome, verdict)}
            {reason === '' ? '' : ': '}
          </span>
          {reason}
        </p>
      </div>
      <a href={`${runPage}${linkToId(id)}`} aria-label={`Evidence: ${id}`}>
        {id}
      </a>
    </li>
  );
}

/** Returns the outcome, with the verdict where it says more: `does not hold (known deviation)`. */
function describeOutcome(outcome: Outcome, verdict: Verdict): string {
  return verdict === 'known deviation' || verdict === 'deviates' || verdict === 'unexpected pass'
    ? `${outcome} (${verdict === 'deviates' ? 'new deviation' : verdict})`
    : outcome;
}

function documentId({ name }: ArrangedDocument): string {
  return `document-${name}`;
}

/** Returns whether the run has a check of a document. */
export function isChecked(document: ArrangedDocument): boolean {
  return listChecks(document).length > 0;
}

function listChecks({ sections }: ArrangedDocument): readonly CheckRecord[] {
  return sections.flatMap(({ checks }) => checks);
}
