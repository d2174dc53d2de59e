import { claimHeld, displayTitle, type CheckRecord, type Verdict } from '../record/index.js';
import { pairChains } from './chain-difference.js';
import { pairJourneys } from './journey-difference.js';
import { compareReach } from './outcomes.js';
import { describeChange } from './sentence.js';
import type { Change, ChangeKind, CheckBehaviour, RunPair } from './types.js';

/** What runs around base and candidate tell of a change. */
export type Origin = Pick<Change, 'since' | 'attribution'>;
type UndatedChange = Omit<Change, 'sentence' | keyof Origin>;
type Difference = Pick<Change, 'journeys' | 'lost' | 'gained' | 'rules' | 'outcomes' | 'reach' | 'chains'>;

const unknownOrigin: Origin = { since: null, attribution: null };

const noDifference: Difference = {
  journeys: [],
  lost: [],
  gained: [],
  rules: { lost: [], gained: [] },
  outcomes: { base: [], candidate: [] },
  reach: null,
  chains: [],
};

/**
 * Compares a check that both runs have. Returns null if nothing changed.
 *
 * @param findOrigin Finds when a change came, and what it follows.
 */
export function compareChecks(
  runs: RunPair,
  base: CheckRecord,
  candidate: CheckRecord,
  findOrigin: (change: UndatedChange) => Origin = () => unknownOrigin,
): Change | null {
  const before = runs.base.behaviours.get(base.id);
  const now = runs.candidate.behaviours.get(candidate.id);
  const difference =
    before === undefined || now === undefined
      ? compareRecords(base, candidate)
      : compareBehaviours(before, now, selectCommonPoints(base, candidate));
  const ofVerdicts = compareVerdicts(base, candidate);
  if (ofVerdicts === null && base.verdict !== 'not applicable' && isOtherUpgrade(runs, base.id, before, now))
    return describe(runs, { ...noDifference, ...identify(candidate), kind: 'incomparable', base, candidate });
  const kind = chooseKind(ofVerdicts, base, candidate, difference);
  if (kind === null) return null;
  const change = { ...difference, ...identify(candidate), kind, base, candidate };
  return describe(runs, change, findOrigin(change), now?.drops ?? []);
}

/** Describes a check that one run alone has. */
export function describeLoneCheck(kind: 'added' | 'vanished', check: CheckRecord, runs: RunPair): Change {
  const [base, candidate] = kind === 'added' ? [null, check] : [check, null];
  return describe(runs, { ...noDifference, ...identify(check), kind, base, candidate });
}

const identify = (check: CheckRecord) => ({ id: check.id, title: displayTitle(check) });

function describe(
  runs: RunPair,
  undated: UndatedChange,
  origin: Origin = unknownOrigin,
  drops: readonly string[] = [],
): Change {
  const change = { ...undated, ...origin };
  return { ...change, sentence: describeChange(change, runs, drops) };
}

/**
 * Returns the kind of a change; null if there is none. A claim about rules that holds in one run alone is a change of
 * rules, unless packets or outcomes changed too.
 */
function chooseKind(
  ofVerdicts: ChangeKind | null,
  base: CheckRecord,
  candidate: CheckRecord,
  difference: Difference,
): ChangeKind | null {
  const ofDifference = kindOfDifference(difference);
  const isRules = base.about === 'rules' && candidate.about === 'rules';
  if (isRules && (ofVerdicts === 'regression' || ofVerdicts === 'fix')) return ofDifference ?? 'rules';
  return ofVerdicts ?? ofDifference;
}

/** Returns what two verdicts on one check say; null if they agree and the behaviour decides. */
function compareVerdicts(base: CheckRecord, candidate: CheckRecord): ChangeKind | null {
  if (isUnsettled(base.verdict) || isUnsettled(candidate.verdict)) return 'undecided';
  if (base.verdict === 'not applicable' || candidate.verdict === 'not applicable')
    return base.verdict === candidate.verdict ? null : 'incomparable';
  if (claimHeld(base.verdict) !== claimHeld(candidate.verdict))
    return claimHeld(candidate.verdict) === true ? 'fix' : 'regression';
  // No check expects another deviation than the known one.
  if (base.verdict === 'known deviation' && candidate.verdict === 'deviates') return 'regression';
  return null;
}

const isUnsettled = (verdict: Verdict): boolean => verdict === 'error' || verdict === 'inconclusive';

/**
 * Returns whether a check upgraded from another engine or through others, so that its packets differ for that reason.
 */
function isOtherUpgrade(
  { base, candidate }: RunPair,
  id: string,
  before: CheckBehaviour | undefined,
  now: CheckBehaviour | undefined,
): boolean {
  if (candidate.upgrading?.has(id) !== true) return false;
  return (
    base.record.cell.engine.version !== candidate.record.cell.engine.version ||
    before?.expectations.length !== now?.expectations.length
  );
}

function kindOfDifference({ journeys, lost, gained, rules, outcomes, chains }: Difference): ChangeKind | null {
  if (journeys.length + lost.length + gained.length + outcomes.base.length + outcomes.candidate.length > 0)
    return 'changed';
  return chains.length + rules.lost.length + rules.gained.length > 0 ? 'rules' : null;
}

function compareBehaviours(base: CheckBehaviour, candidate: CheckBehaviour, points: ReadonlySet<string>): Difference {
  const outcomes = {
    base: base.outcome.filter((line) => !candidate.outcome.includes(line)),
    candidate: candidate.outcome.filter((line) => !base.outcome.includes(line)),
  };
  return {
    journeys: pairJourneys(base, candidate, points),
    ...compareExpectations(base.expectations, candidate.expectations),
    outcomes,
    reach: compareReach(outcomes),
    chains: pairChains(base, candidate),
  };
}

/** Compares checks without evidence by their expectations, which match only if equal in every word. */
function compareRecords(base: CheckRecord, candidate: CheckRecord): Difference {
  const lines = ({ expectations }: CheckRecord) =>
    expectations
      .filter(({ undocumented }) => !undocumented)
      .map(({ expected, held, about }) => ({ text: expected, held, about }));
  return { ...noDifference, ...compareExpectations(lines(base), lines(candidate)) };
}

/**
 * Finds the expectations that held in one run alone. A check may expect the same at two moments, so the k-th is
 * compared with the k-th. An expectation of one run alone comes from a rewritten check, or one that expects other
 * things of other engines.
 */
function compareExpectations(
  base: CheckBehaviour['expectations'],
  candidate: CheckBehaviour['expectations'],
): Pick<Difference, 'lost' | 'gained' | 'rules'> {
  const before = new Map(number(base));
  const different = number(candidate)
    .filter(([key, { held }]) => before.has(key) && before.get(key)?.held !== held)
    .map(([, line]) => line);
  const texts = (about: CheckRecord['about'], held: boolean) =>
    different.filter((line) => line.held === held && line.about === about).map(({ text }) => text);
  return {
    lost: texts('behaviour', false),
    gained: texts('behaviour', true),
    rules: { lost: texts('rules', false), gained: texts('rules', true) },
  };
}

function number(expectations: CheckBehaviour['expectations']): [string, CheckBehaviour['expectations'][number]][] {
  const counts = new Map<string, number>();
  return expectations.map((line) => {
    const nth = (counts.get(line.text) ?? 0) + 1;
    counts.set(line.text, nth);
    return [`${nth} ${line.text}`, line];
  });
}

function selectCommonPoints(base: CheckRecord, candidate: CheckRecord): Set<string> {
  const names = new Set(base.points.map(({ name }) => name));
  return new Set(candidate.points.map(({ name }) => name).filter((name) => names.has(name)));
}
