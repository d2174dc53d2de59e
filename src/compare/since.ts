import { changeOf } from './change.js';
import { claimHeld, type CheckRecord } from '../record/index.js';
import type { Between, Change, ChangeKind, Since, Side } from './types.js';

/** One run that can say something of a check. */
interface Witness {
  readonly side: Side;
  readonly check: CheckRecord;
}

/** Kinds of which it is told since when. */
type Dated = Extract<ChangeKind, 'regression' | 'fix' | 'changed'>;

const dated = (kind: ChangeKind): kind is Dated => kind === 'regression' || kind === 'fix' || kind === 'changed';

/**
 * Since when a change is so, by the runs between the two that are compared. Those that lack the check, could not judge it, or of a
 * changed behaviour have no packets, are passed over; null where none is left, or where they do not agree with the two ends.
 */
export function sinceOf(
  { kind, id, base, candidate }: Pick<Change, 'kind' | 'id' | 'base' | 'candidate'>,
  ends: { readonly base: Side; readonly candidate: Side },
  between: Between,
): Since | null {
  if (!dated(kind) || base === null || candidate === null) return null;
  const [first, last] = [
    { side: ends.base, check: base },
    { side: ends.candidate, check: candidate },
  ];
  const middle = between.sides.flatMap((side): Witness[] => {
    const check = side.record.checks.find((one) => one.id === id);
    return check === undefined || !isJudged(check) ? [] : [{ side, check }];
  });
  const witnesses =
    kind === 'changed'
      ? [first, ...middle, last].filter(({ side }) => side.behaviours.has(id))
      : [first, ...middle, last];
  if (witnesses.length < 3 || witnesses[0] !== first || witnesses.at(-1) !== last) return null;
  const name = ({
    side: {
      record: { cell },
    },
  }: Witness) => (between.of === 'engine' ? cell.engine.version : `kernel ${cell.kernel.release}`);
  const turns = witnesses.slice(1).flatMap((is, n) => {
    const was = witnesses[n]!;
    return differ(kind, was, is) ? [{ was, is }] : [];
  });
  const [turn, ...more] = turns;
  if (turn === undefined) return null;
  const spans = turns.map(({ was, is }) => ({ after: name(was), by: name(is) }));
  if (more.length > 0)
    return {
      of: between.of,
      spans,
      words: `changed more than once: ${spans.map(({ after, by }) => `from ${after} to ${by}`).join(', ')}`,
    };
  const words = [
    turn.was === first ? null : `not yet so on ${name(turn.was)}`,
    turn.is === last ? null : alreadyOn(name(turn.is), turn.is, last, first),
  ].filter((clause) => clause !== null);
  return words.length === 0 ? null : { of: between.of, spans, words: words.join(', ') };
}

/** Whether the check turned from one run to the next; for a regression or a fix the verdict has to have turned, not the packets alone. */
function differ(kind: Dated, was: Witness, is: Witness): boolean {
  const change = changeOf({ base: was.side, candidate: is.side }, was.check, is.check)?.kind;
  return change === 'regression' || change === 'fix' || (kind === 'changed' && change === 'changed');
}

/** What is so on a run between already: all that is said of the candidate, or where packets are others or are not kept, the verdict alone. */
function alreadyOn(name: string, between: Witness, candidate: Witness, base: Witness): string | null {
  const kept = between.side.behaviours.has(between.check.id) && candidate.side.behaviours.has(candidate.check.id);
  const later = changeOf({ base: between.side, candidate: candidate.side }, between.check, candidate.check);
  if (kept && (later === null || later.kind === 'rules')) return `already so on ${name}`;
  return claimHeld(base.check.verdict) === claimHeld(candidate.check.verdict)
    ? null
    : `the claim ${claimHeld(candidate.check.verdict) === true ? 'holds' : 'fails'} already on ${name}${kept ? ', with other packets' : ''}`;
}

const isJudged = ({ verdict }: CheckRecord): boolean => claimHeld(verdict) !== null;
