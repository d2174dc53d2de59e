import { claimHeld } from '../record/index.js';
import { omitSender, senderOf } from './journey-difference.js';
import { effectOf, splitRule } from './rule-text.js';
import { selectOutcome, splitOutcome } from './outcomes.js';
import type { CanonicalHop, CanonicalJourney, Change, ChainPair, ComparedRun, JourneyPair, RunPair } from './types.js';

type UndescribedChange = Omit<Change, 'sentence'>;

/**
 * Describes a change in one sentence for an operator, without the check's id.
 *
 * @param drops Rules that dropped something in the candidate: a single one is named as the cause if the trace names
 *   none.
 */
export function describeChange(change: UndescribedChange, runs: RunPair, drops: readonly string[]): string {
  const { base, candidate, kind, id, since, attribution } = change;
  // An open question is one note for all changes.
  const cause = attribution === null || attribution.kind === 'open' ? null : attribution.text;
  const happened = () => [describeEffect(change, drops), since?.text ?? null, cause];
  switch (kind) {
    case 'regression':
      return joinClauses(
        ...happened(),
        candidate?.verdict === 'known deviation'
          ? `known of ${describeEngines(runs.candidate, id)}: ${trim(candidate.reason)}`
          : null,
      );
    case 'fix':
      return joinClauses(
        ...happened(),
        base?.verdict === 'known deviation'
          ? `the base deviated, as known of ${describeEngines(runs.base, id)}: ${trim(base.reason)}`
          : null,
      );
    case 'changed':
      return joinClauses(
        ...happened(),
        candidate !== null && claimHeld(candidate.verdict) === false ? 'neither run follows the document' : null,
      );
    case 'rules':
      return joinClauses(
        'the packets are the same',
        describeRulesClaim(change),
        ...listChainClauses(change.chains),
        since?.text ?? null,
      );
    case 'undecided':
      return joinClauses(
        'cannot be compared',
        describeUnjudged('base', base),
        describeUnjudged('candidate', candidate),
      );
    case 'incomparable':
      return joinClauses(
        describeNotApplicable('base', base) ??
          describeNotApplicable('candidate', candidate) ??
          `both runs have the verdict "${candidate?.verdict ?? ''}", but ${describeUpgrades(runs)}`,
      );
    case 'added':
      return `only the candidate has this check: ${candidate?.verdict ?? ''}.`;
    case 'vanished':
      return `only the base has this check: ${base?.verdict ?? ''}.`;
  }
}

function describeUpgrades({ base, candidate }: RunPair): string {
  const [from, to] = [versionOf(base), versionOf(candidate)];
  return from === to
    ? 'upgraded through different engines, or the check itself changed'
    : `upgraded from different engines: base from ${from}, candidate from ${to}`;
}

/** Describes the changed outcome, then where the first packet diverges; the lines of the claim if neither differs. */
function describeEffect(change: UndescribedChange, drops: readonly string[]): string {
  const [first, ...others] = change.journeys;
  const clauses = [describeOutcome(change), first === undefined ? null : describeDivergence(first, drops)].filter(
    (clause) => clause !== null,
  );
  if (clauses.length === 0) clauses.push(describeClaim(change));
  const more =
    others.length === 0
      ? ''
      : ` (and ${others.length} more ${others.length === 1 ? 'packet differs' : 'packets differ'})`;
  return `${clauses.join(': ')}${more}`;
}

function describeOutcome({ outcomes }: UndescribedChange): string | null {
  const line = selectOutcome(outcomes);
  if (line === undefined) return null;
  const [subject, result] = splitOutcome(line);
  const before = outcomes.base.map(splitOutcome).find(([other]) => other === subject)?.[1];
  const [predicate, ...seenAs] = toPredicate(subject, result).split(', seen as ');
  const tail = seenAs.length === 0 ? '' : `, seen as ${seenAs.join('')}`;
  const comparison = before === undefined ? '' : ` (base: ${before})`;
  return `${subject.replace(/^[\w.]+: /, '')} ${predicate ?? ''} in the candidate${tail}${comparison}`;
}

/** Returns a result as a predicate: `is refused`, `times out`, `gets no answer`. */
function toPredicate(subject: string, result: string): string {
  if (result === 'timed out') return 'times out';
  return result === 'no answer' || / asks for /.test(subject) ? `gets ${result}` : `is ${result}`;
}

/**
 * Describes where a packet's paths diverge: `the TCP SYN client → host:8080 is last seen at host.uplink in the
 * candidate (base: goes on to docker0); the candidate drops it by "-A PREROUTING … -j DROP" in raw`.
 */
function describeDivergence({ base, candidate, divergesAt }: JourneyPair, drops: readonly string[]): string {
  if (candidate === null)
    return `the ${base?.packet ?? ''} is seen nowhere in the candidate (base: at ${formatPoints(base?.hops ?? [])})`;
  if (base === null)
    return `the ${candidate.packet} is seen in the candidate at ${formatPoints(candidate.hops)} (base: nowhere)`;
  if (candidate.packet !== base.packet) {
    const from = ({ packet, hops }: typeof base) => `from ${senderOf(packet)} (${formatPoints(hops)})`;
    return `the ${omitSender(candidate.packet)} comes ${from(candidate)} in the candidate (base: ${from(base)})`;
  }
  const [path, basePath] = describePaths(base, candidate, divergesAt);
  const clause = `the ${candidate.packet} ${path} in the candidate (base: ${basePath})`;
  if (candidate.hops.length > divergesAt) return clause;
  const cause = describeCause(candidate.end ?? (drops.length === 1 ? drops[0]! : null));
  return cause === null ? clause : `${clause}; ${cause}`;
}

/** Describes the two paths from the hop where they diverge, as predicates. */
function describePaths(
  base: CanonicalJourney,
  candidate: CanonicalJourney,
  divergesAt: number,
): readonly [candidate: string, base: string] {
  const [before, now] = [base.hops[divergesAt], candidate.hops[divergesAt]];
  const last = candidate.hops[divergesAt - 1]?.point;
  const rest = ({ hops }: CanonicalJourney) => formatPoints(hops.slice(divergesAt));
  if (now === undefined) return [`is last seen at ${last ?? ''}`, `goes on to ${rest(base)}`];
  if (before === undefined) return [`goes on from ${last ?? ''} to ${rest(candidate)}`, `last seen at ${last ?? ''}`];
  if (before.point === now.point)
    return [`passes ${now.point} with ${formatChanges(now)}`, `with ${formatChanges(before)}`];
  return [`goes ${last === undefined ? 'first' : `from ${last}`} to ${now.point}`, `to ${before.point}`];
}

const formatPoints = (hops: readonly CanonicalHop[]): string => hops.map(({ point }) => point).join(', ');
const formatChanges = ({ changes }: CanonicalHop): string => (changes.length === 0 ? 'no change' : changes.join(', '));

/** Names the rule with its table at the end, as an operator looks for it. */
function describeCause(rule: string | null): string | null {
  const parts = rule === null ? null : splitRule(rule);
  return parts === null ? null : `the candidate ${effectOf(parts.text)} it by "${parts.text}" in ${parts.table}`;
}

function describeClaim({ lost, gained, candidate, outcomes }: UndescribedChange): string {
  if (lost[0] !== undefined) return `the candidate no longer meets: ${lost[0]}`;
  if (gained[0] !== undefined) return `the candidate now meets: ${gained[0]}`;
  if (outcomes.base[0] !== undefined) return `the candidate has no outcome like the base's: ${outcomes.base[0]}`;
  const failed = candidate?.expectations.find(({ held }) => !held);
  if (failed !== undefined) return `the candidate does not meet: ${failed.expected}; seen: ${failed.seen}`;
  // A baseline has no lines of expectations.
  return candidate !== null && claimHeld(candidate.verdict) === true
    ? 'the candidate meets the claim, and the base did not'
    : 'the candidate no longer meets the claim';
}

/** Describes a claim about rules, or a line about them, that holds in one run alone; null if there is none. */
function describeRulesClaim({ base, candidate, rules }: UndescribedChange): string | null {
  if (rules.lost[0] !== undefined) return `the candidate no longer meets: ${rules.lost[0]}`;
  if (rules.gained[0] !== undefined) return `the candidate now meets: ${rules.gained[0]}`;
  if (base === null || candidate === null || claimHeld(base.verdict) === claimHeld(candidate.verdict)) return null;
  return `the claim about rules ${claimHeld(candidate.verdict) === true ? 'now' : 'no longer'} holds`;
}

function listChainClauses(chains: readonly ChainPair[]): (string | null)[] {
  const clause = (label: string, selected: readonly ChainPair[]) =>
    selected.length === 0 ? null : `${label}${selected.map(({ name }) => name).join(', ')}`;
  return [
    clause(
      'other rules in ',
      chains.filter(({ base, candidate }) => base !== null && candidate !== null),
    ),
    clause(
      'new: ',
      chains.filter(({ base }) => base === null),
    ),
    clause(
      'gone: ',
      chains.filter(({ candidate }) => candidate === null),
    ),
  ];
}

function describeUnjudged(run: keyof RunPair, check: Change['base']): string | null {
  if (check === null || claimHeld(check.verdict) !== null) return null;
  return `${run}: ${check.verdict}${check.reason === '' ? '' : ` (${trim(check.reason)})`}`;
}

/** Takes the first sentence of the reason; the next says how to run the check after all. */
function describeNotApplicable(run: keyof RunPair, check: Change['base']): string | null {
  if (check?.verdict !== 'not applicable') return null;
  const reason = trim(check.reason.replace(/\.\s.*$/s, ''));
  return `not applicable to the ${run}${reason === '' ? '' : `: ${reason}`}`;
}

/** Describes the engines with a known deviation: a range if there is one, else the run's own. */
function describeEngines(run: ComparedRun, id: string): string {
  const range = run.knownOn?.get(id);
  if (range === undefined) return `engine ${versionOf(run)}`;
  if (range === '*') return 'every engine';
  const [, operator, version] = /^(>=|<)([\d.]+)$/.exec(range) ?? [];
  if (operator === undefined || version === undefined) return `engines ${range}`;
  return operator === '<' ? `engines before ${version}` : `engines from ${version} on`;
}

const versionOf = ({ record }: ComparedRun): string => record.cell.engine.version;
const joinClauses = (...clauses: readonly (string | null)[]): string =>
  `${clauses.filter((clause) => clause !== null).join('; ')}.`;
const trim = (reason: string): string => reason.replace(/\.$/, '');
