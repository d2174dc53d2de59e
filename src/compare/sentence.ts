import { claimHeld } from '../record/index.js';
import { partingClause } from './parting-clause.js';
import { halves, tellingOutcome } from './reach.js';
import type { Change, ChainPair, Side } from './types.js';

type Told = Omit<Change, 'sentence'>;
interface Sides {
  readonly base: Side;
  readonly candidate: Side;
}

/**
 * The change in one sentence for an operator, without the check's id.
 *
 * @param drops Rules that dropped something on the candidate: named as the cause where there is but one and no better attribution.
 */
export function sentenceOf(change: Told, sides: Sides, drops: readonly string[]): string {
  const { base, candidate } = sides;
  const since = change.since?.words ?? null;
  switch (change.kind) {
    case 'regression':
      return `${withCause(withCause(whatHappened(change, sides, drops), since), change.candidate?.verdict === 'known deviation' ? `known of ${engines(candidate, change.id)}: ${trimmed(change.candidate.reason)}` : null)}.`;
    case 'fix':
      return `${withCause(withCause(whatHappened(change, sides, drops), since), change.base?.verdict === 'known deviation' ? `known of ${engines(base, change.id)}, which did not: ${trimmed(change.base.reason)}` : null)}.`;
    case 'changed':
      return `${withCause(whatHappened(change, sides, drops), since)}${change.candidate !== null && claimHeld(change.candidate.verdict) === false ? '; the document is not followed by either' : ''}.`;
    case 'rules':
      return `the packets are the same; ${rulesClause(change.chains)}.`;
    case 'undecided':
      return `cannot be compared: ${[verdictClause(base, change.base), verdictClause(candidate, change.candidate)].filter((clause) => clause !== null).join('; ')}.`;
    case 'incomparable':
      return `${[notApplicableClause(base, change.base), notApplicableClause(candidate, change.candidate)].find((clause) => clause !== null) ?? `${change.base?.verdict ?? ''} on both, but the packets are those of different upgrades: one from ${base.record.cell.engine.version}, one from ${candidate.record.cell.engine.version}`}.`;
    case 'added':
      return `${candidate.name} has this check and ${base.name} has not: ${change.candidate?.verdict ?? ''}.`;
    case 'vanished':
      return `${base.name} has this check (${change.base?.verdict ?? ''}) and ${candidate.name} has not.`;
  }
}

/** What came of the traffic, then where its first packet went otherwise; the lines of the claim where neither differs. */
function whatHappened(change: Told, sides: Sides, drops: readonly string[]): string {
  const [first, ...others] = change.journeys;
  const clauses = [
    outcomeClause(change, sides),
    first === undefined ? null : partingClause(first, sides, drops),
  ].filter((clause) => clause !== null);
  if (clauses.length === 0) clauses.push(claimClause(change, sides));
  const more =
    others.length === 0
      ? ''
      : ` (and ${others.length} more ${others.length === 1 ? 'packet differs' : 'packets differ'})`;
  return `${clauses.join(': ')}${more}`;
}

function outcomeClause({ outcomes }: Told, { base, candidate }: Sides): string | null {
  const now = tellingOutcome(outcomes);
  if (now === undefined) return null;
  const [subject, result] = halves(now);
  const was = outcomes.base.map(halves).find(([other]) => other === subject)?.[1];
  return `${subject.replace(/^[\w.]+: /, '')} ${verb(subject, result)} on ${candidate.name}${was === undefined ? '' : ` (${was} on ${base.name})`}`;
}

/** What came of something as a predicate: `is refused`, `times out`, `gets no answer`. */
function verb(subject: string, result: string): string {
  if (result === 'timed out') return 'times out';
  return result === 'no answer' || / asks for /.test(subject) ? `gets ${result}` : `is ${result}`;
}

/** Of which engines docknet knows a deviation: where the range is known in words, else this one by its name. */
function engines({ name, knownOn }: Side, id: string): string {
  const range = knownOn?.get(id);
  if (range === undefined) return name;
  if (range === '*') return 'every engine';
  const [, bound, version] = /^(>=|<)([\d.]+)$/.exec(range) ?? [];
  return bound === undefined || version === undefined
    ? `engines ${range}`
    : `engines ${bound === '<' ? 'before' : 'from'} ${version}${bound === '<' ? '' : ' on'}`;
}

function claimClause({ lost, gained, candidate, outcomes }: Told, sides: Sides): string {
  if (lost[0] !== undefined) return `on ${sides.candidate.name} it no longer holds that ${lost[0]}`;
  if (gained[0] !== undefined) return `on ${sides.candidate.name} it now holds that ${gained[0]}`;
  if (outcomes.base[0] !== undefined)
    return `nothing on ${sides.candidate.name} is like this on ${sides.base.name}: ${outcomes.base[0]}`;
  const seen = candidate?.expectations.find(({ held }) => !held);
  if (seen !== undefined) return `on ${sides.candidate.name} it does not hold that ${seen.expected}: ${seen.seen}`;
  return `the claim is met by ${sides.candidate.name} and was not by ${sides.base.name}`;
}

function rulesClause(chains: readonly ChainPair[]): string {
  const names = (of: readonly ChainPair[]) => of.map(({ name }) => name).join(', ');
  const [fresh, gone, other] = [
    chains.filter(({ base }) => base === null),
    chains.filter(({ candidate }) => candidate === null),
    chains.filter(({ base, candidate }) => base !== null && candidate !== null),
  ];
  return [
    ...(other.length === 0 ? [] : [`other rules in ${names(other)}`]),
    ...(fresh.length === 0 ? [] : [`new: ${names(fresh)}`]),
    ...(gone.length === 0 ? [] : [`gone: ${names(gone)}`]),
  ].join('; ');
}

function verdictClause({ name }: Side, check: Change['base']): string | null {
  return check === null || claimHeld(check.verdict) !== null
    ? null
    : `${check.verdict} on ${name}${check.reason === '' ? '' : ` (${trimmed(check.reason)})`}`;
}

/** The reason's first sentence: what follows says how to have the check run all the same. */
const notApplicableClause = ({ name }: Side, check: Change['base']): string | null =>
  check?.verdict === 'not applicable'
    ? `not applicable on ${name}${check.reason === '' ? '' : `: ${trimmed(check.reason.replace(/\.\s.*$/s, ''))}`}`
    : null;

const withCause = (sentence: string, cause: string | null): string =>
  cause === null ? sentence : `${sentence}; ${cause}`;
const trimmed = (reason: string): string => reason.replace(/\.$/, '');
