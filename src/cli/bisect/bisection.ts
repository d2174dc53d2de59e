import {
  chooseNext,
  classifyDifference,
  judgeTrial,
  narrow,
  type Difference,
  type TrialResult,
} from '../../bisect/index.js';
import type { Comparison } from '../../compare/index.js';
import { claimHeld, type CheckRecord, type StoredRecord } from '../../record/index.js';
import { compareTrial } from '../../results/index.js';
import { describeKind, type BisectEngine } from './engines.js';

/** The run of the check on one engine. */
export interface TrialRun {
  /** null if no engine came up, or the run was interrupted. */
  readonly stored: StoredRecord | null;
  /** Why there is no record; null if there is one. */
  readonly error: string | null;
}

/** One engine of a bisection, tried. */
export interface Trial extends TrialRun {
  readonly engine: BisectEngine;
  /** The check's entry in the record; null without one. */
  readonly check: CheckRecord | null;
  /** The comparison with the good engine's run; null for that run itself, and for a check that was not judged. */
  readonly comparison: Comparison | null;
  /** What differs from the good engine's run; `unsettled` without a comparison. */
  readonly difference: Difference;
  readonly result: TrialResult;
}

/** Why a bisection ended without a result, with its exit status. */
export interface Problem {
  readonly message: string;
  readonly status: 2 | 3 | 4;
}

/** Where the check changed. */
export interface Found {
  readonly lastGood: Trial;
  readonly firstBad: Trial;
  /** Those between the two, stepped over or, after an interruption, untried. */
  readonly between: readonly BisectEngine[];
}

/** What a bisection found. */
export interface Bisection {
  /** One for each engine, from the good one to the bad one; null for an untried one. */
  readonly trials: readonly (Trial | null)[];
  /** null if an end was not as named. */
  readonly found: Found | null;
  /** null unless an end was not as named. */
  readonly problem: Problem | null;
}

/** Runs the check on engines, one after another. */
export interface TrialRunner {
  readonly run: (engine: BisectEngine) => Promise<TrialRun>;
  readonly onTrial: (trial: Trial) => void;
  /** Aborting it ends the bisection with what is known. */
  readonly signal: AbortSignal;
}

/** Verifies that the check differs between the good and the bad engine, then halves the engines between them. */
export async function bisectEngines(engines: readonly BisectEngine[], runner: TrialRunner): Promise<Bisection> {
  const trials: (Trial | null)[] = engines.map(() => null);
  const keep = (n: number, trial: Trial): Trial => {
    if (trial.stored === null && runner.signal.aborted) return trial;
    trials[n] = trial;
    runner.onTrial(trial);
    return trial;
  };
  const end = (problem: Problem | null): Bisection => ({ trials, found: null, problem });
  const last = engines.length - 1;

  const goodRun = await tryEngine(engines[0]!, null, runner);
  const goodProblem = whyNotGood(goodRun);
  const good = keep(0, { ...goodRun, result: goodProblem === null ? 'good' : 'unsettled' });
  if (runner.signal.aborted) return end(null);
  if (goodProblem !== null) return end(goodProblem);

  const badRun = await tryEngine(engines[last]!, good, runner);
  const { difference: ends } = badRun;
  const isBad = ends === 'verdict' || ends === 'behaviour';
  keep(last, { ...badRun, result: isBad ? 'bad' : ends === 'none' ? 'good' : 'unsettled' });
  if (runner.signal.aborted) return end(null);
  if (!isBad) return end(whyNotBad(badRun, good));

  const results = () => trials.map((trial) => trial?.result ?? null);
  for (let n = chooseNext(results()); n !== null && !runner.signal.aborted; n = chooseNext(results())) {
    const run = await tryEngine(engines[n]!, good, runner);
    keep(n, { ...run, result: judgeTrial(run.difference, ends) });
  }
  const { lastGood, firstBad } = narrow(results());
  return {
    trials,
    found: { lastGood: trials[lastGood]!, firstBad: trials[firstBad]!, between: engines.slice(lastGood + 1, firstBad) },
    problem: null,
  };
}

type Attempt = Omit<Trial, 'result'>;

async function tryEngine(engine: BisectEngine, good: Trial | null, { run }: TrialRunner): Promise<Attempt> {
  const outcome = await run(engine);
  const { stored } = outcome;
  const attempt = { engine, ...outcome, check: stored?.record.checks[0] ?? null };
  if (stored === null || good === null || good.stored === null || !wasJudged(attempt.check))
    return { ...attempt, comparison: null, difference: 'unsettled' };
  const comparison = await compareTrial(good.stored, stored);
  return { ...attempt, comparison, difference: classifyDifference(comparison) };
}

const wasJudged = (check: CheckRecord | null): boolean => check !== null && claimHeld(check.verdict) !== null;

function whyNotGood(trial: Attempt): Problem | null {
  const { engine, check } = trial;
  if (!wasJudged(check)) return whyUnjudged(trial, '--good');
  if (check?.verdict !== 'deviates') return null;
  const other = describeKind(engine) === 'engine' ? 'an engine' : 'a kernel';
  const message = `${engine.version} (--good) deviates: ${check.reason}. Name ${other} on which the check conforms.`;
  return { message, status: 2 };
}

function whyNotBad(trial: Attempt, good: Trial): Problem {
  if (!wasJudged(trial.check) || trial.comparison === null) return whyUnjudged(trial, '--bad');
  const rules = trial.comparison.changes.length === 0 ? '' : ', under other rules';
  const message =
    `${trial.engine.version} (--bad) behaves as ${good.engine.version} (--good)${rules}: ` +
    `the verdict on both is "${trial.check?.verdict ?? ''}". There is nothing to bisect.`;
  return { message, status: 2 };
}

/** Explains why a check was not judged on an end of the bisection. */
function whyUnjudged({ engine, check, error }: Attempt, option: string): Problem {
  const what = `${engine.version} (${option})`;
  if (check === null) return { message: `${what} did not come up: ${error ?? 'no record'}`, status: 3 };
  return {
    message: `The check was not judged on ${what}: ${check.verdict}: ${check.reason}`,
    status: check.verdict === 'not applicable' ? 2 : 4,
  };
}
