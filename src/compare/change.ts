import { displayTitle } from '../record/index.js';
import type { CheckRecord } from '../record/types.js';
import { chainPairs } from './chain-pairs.js';
import { journeyPairs } from './journey-pairs.js';
import { kindOfVerdicts } from './kind.js';
import { reachOf } from './reach.js';
import { sentenceOf } from './sentence.js';
import type { Change, ChangeKind, CheckBehaviour, Side, Since } from './types.js';

interface Sides {
  readonly base: Side;
  readonly candidate: Side;
}
type Undated = Omit<Change, 'sentence' | 'since'>;
type Difference = Pick<Change, 'journeys' | 'lost' | 'gained' | 'outcomes' | 'reach' | 'chains'>;

const alike: Difference = {
  journeys: [],
  lost: [],
  gained: [],
  outcomes: { base: [], candidate: [] },
  reach: null,
  chains: [],
};

/**
 * What changed for a check that both sides have; null where nothing did.
 *
 * @param dated Since when a change is so, where somebody knows.
 */
export function changeOf(
  sides: Sides,
  base: CheckRecord,
  candidate: CheckRecord,
  dated: (change: Undated) => Since | null = () => null,
): Change | null {
  const [was, is] = [sides.base.behaviours.get(base.id), sides.candidate.behaviours.get(candidate.id)];
  const difference =
    was === undefined || is === undefined
      ? byRecord(base, candidate)
      : byBehaviour(was, is, commonPoints(base, candidate));
  const ofVerdicts = kindOfVerdicts(base, candidate);
  if (ofVerdicts === null && base.verdict !== 'not applicable' && otherUpgrades(sides, base.id, was, is))
    return otherwiseDone(sides, base, candidate);
  const kind = ofVerdicts ?? kindOfDifference(difference);
  if (kind === null) return null;
  const undated = { kind, id: candidate.id, title: displayTitle(candidate), base, candidate, ...difference };
  const change = { ...undated, since: dated(undated) };
  return { ...change, sentence: sentenceOf(change, sides, is?.drops ?? []) };
}

/** Whether it is a check of upgrades, and these began with another engine or went through others: then its packets are others as well. */
function otherUpgrades(
  { base, candidate }: Sides,
  id: string,
  was: CheckBehaviour | undefined,
  is: CheckBehaviour | undefined,
): boolean {
  if (candidate.upgrading?.has(id) !== true) return false;
  return (
    base.record.cell.engine.version !== candidate.record.cell.engine.version ||
    was?.expectations.length !== is?.expectations.length
  );
}

function otherwiseDone(sides: Sides, base: CheckRecord, candidate: CheckRecord): Change {
  const change = {
    kind: 'incomparable',
    id: candidate.id,
    title: displayTitle(candidate),
    base,
    candidate,
    ...alike,
    since: null,
  } as const;
  return { ...change, sentence: sentenceOf(change, sides, []) };
}

/** A check that one side alone has. */
export function loneChange(kind: 'added' | 'vanished', check: CheckRecord, sides: Sides): Change {
  const change = {
    kind,
    id: check.id,
    title: displayTitle(check),
    base: kind === 'added' ? null : check,
    candidate: kind === 'added' ? check : null,
    ...alike,
    since: null,
  };
  return { ...change, sentence: sentenceOf(change, sides, []) };
}

function kindOfDifference({ journeys, lost, gained, outcomes, chains }: Difference): ChangeKind | null {
  if (journeys.length + lost.length + gained.length + outcomes.base.length + outcomes.candidate.length > 0)
    return 'changed';
  return chains.length > 0 ? 'rules' : null;
}

function byBehaviour(base: CheckBehaviour, candidate: CheckBehaviour, points: ReadonlySet<string>): Difference {
  const outcomes = {
    base: base.outcome.filter((line) => !candidate.outcome.includes(line)),
    candidate: candidate.outcome.filter((line) => !base.outcome.includes(line)),
  };
  return {
    journeys: journeyPairs(base, candidate, points),
    ...lines(base.expectations, candidate.expectations),
    outcomes,
    reach: reachOf(outcomes),
    chains: chainPairs(base, candidate),
  };
}

/** Without evidence on one side: which lines of the claim held, with no roles to compare them by, so only those that are alike in every word. */
function byRecord(base: CheckRecord, candidate: CheckRecord): Difference {
  const told = ({ expectations }: CheckRecord) => expectations.map(({ expected, held }) => ({ text: expected, held }));
  return { ...alike, ...lines(told(base), told(candidate)) };
}

/**
 * Expectations that held on one side alone. A check may expect the same of two moments: the k-th is compared with the
 * k-th. One that only one side has comes from a check that was rewritten, or that expects other things of other engines.
 */
function lines(
  base: CheckBehaviour['expectations'],
  candidate: CheckBehaviour['expectations'],
): Pick<Difference, 'lost' | 'gained'> {
  const before = new Map(numbered(base));
  const differing = numbered(candidate)
    .filter(([key, { held }]) => before.has(key) && before.get(key)?.held !== held)
    .map(([, line]) => line);
  const texts = (held: boolean) => differing.filter((line) => line.held === held).map(({ text }) => text);
  return { lost: texts(false), gained: texts(true) };
}

function numbered(expectations: CheckBehaviour['expectations']): [string, CheckBehaviour['expectations'][number]][] {
  const times = new Map<string, number>();
  return expectations.map((line) => {
    const nth = (times.get(line.text) ?? 0) + 1;
    times.set(line.text, nth);
    return [`${nth} ${line.text}`, line];
  });
}

function commonPoints(base: CheckRecord, candidate: CheckRecord): Set<string> {
  const names = new Set(base.points.map(({ name }) => name));
  return new Set(candidate.points.map(({ name }) => name).filter((name) => names.has(name)));
}
