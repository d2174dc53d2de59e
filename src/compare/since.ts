import { claimHeld, type CheckRecord } from '../record/index.js';
import { compareChecks } from './change.js';
import type { Change, ChangeKind, ComparedRun, RunPair, RunsBetween, Since } from './types.js';

/** A check in one of the runs. */
export interface Sample {
  readonly run: ComparedRun;
  readonly check: CheckRecord;
}

/** Kinds of changes that are dated. */
export type DatedKind = Extract<ChangeKind, 'regression' | 'fix' | 'changed'>;

/** Returns whether a kind of change is one of behaviour, which runs between can date. */
export const isDated = (kind: ChangeKind): kind is DatedKind =>
  kind === 'regression' || kind === 'fix' || kind === 'changed';

/**
 * Dates a change by the runs between base and candidate. Skips runs that lack the check, did not judge it, or for a
 * changed behaviour have no packets.
 *
 * @returns null if no run is left, or they disagree with base and candidate.
 */
export function dateChange(
  { kind, id, base, candidate }: Pick<Change, 'kind' | 'id' | 'base' | 'candidate'>,
  runs: RunPair,
  between: RunsBetween,
): Since | null {
  if (!isDated(kind) || base === null || candidate === null) return null;
  const [first, last] = [
    { run: runs.base, check: base },
    { run: runs.candidate, check: candidate },
  ];
  const middle = between.runs.flatMap((run): Sample[] => {
    const check = run.record.checks.find((one) => one.id === id);
    return check === undefined || claimHeld(check.verdict) === null ? [] : [{ run, check }];
  });
  const samples = [first, ...middle, last].filter(({ run }) => kind !== 'changed' || run.behaviours.has(id));
  if (samples.length < 3 || samples[0] !== first || samples.at(-1) !== last) return null;
  const name = ({ run }: Sample) => nameVersion(run, between.of);
  const turns = samples.slice(1).flatMap((now, n) => {
    const before = samples[n]!;
    return differs(kind, before, now) ? [{ before, now }] : [];
  });
  const [turn, ...more] = turns;
  if (turn === undefined) return null;
  const spans = turns.map(({ before, now }) => ({ after: name(before), by: name(now) }));
  if (more.length > 0) {
    const listed = spans.map(({ after, by }) => `from ${after} to ${by}`).join(', ');
    return { of: between.of, spans, text: `changed more than once: ${listed}` };
  }
  const clauses = [
    turn.before === first ? null : `not yet so on ${name(turn.before)}`,
    turn.now === last ? null : describeEarlier(name(turn.now), turn.now, last, first),
  ].filter((clause) => clause !== null);
  return clauses.length === 0 ? null : { of: between.of, spans, text: clauses.join(', ') };
}

const nameVersion = ({ record: { cell } }: ComparedRun, of: RunsBetween['of']): string =>
  of === 'engine' ? cell.engine.version : `kernel ${cell.kernel.release}`;

/** Returns whether the check turned between two runs; for a regression or a fix the verdict must turn too. */
export function differs(kind: DatedKind, before: Sample, now: Sample): boolean {
  const change = compareChecks({ base: before.run, candidate: now.run }, before.check, now.check)?.kind;
  return change === 'regression' || change === 'fix' || (kind === 'changed' && change === 'changed');
}

/** Describes what an earlier run shares with the candidate: all of the change, or the verdict alone. */
function describeEarlier(name: string, earlier: Sample, candidate: Sample, base: Sample): string | null {
  const hasPackets = earlier.run.behaviours.has(earlier.check.id) && candidate.run.behaviours.has(candidate.check.id);
  const later = compareChecks({ base: earlier.run, candidate: candidate.run }, earlier.check, candidate.check);
  if (hasPackets && (later === null || later.kind === 'rules')) return `already so on ${name}`;
  const held = claimHeld(candidate.check.verdict);
  if (claimHeld(base.check.verdict) === held) return null;
  return `the claim already ${held === true ? 'holds' : 'fails'} on ${name}${hasPackets ? ', with other packets' : ''}`;
}
