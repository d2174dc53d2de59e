/**
 * What a trial showed: the check behaves as on the good engine, or otherwise; `unsettled` for one that was not judged,
 * which is stepped over.
 */
export type TrialResult = 'good' | 'bad' | 'unsettled';

/** What is known of candidates in order, as indexes. Between the two lie untried and unsettled candidates alone. */
export interface Span {
  readonly lastGood: number;
  readonly firstBad: number;
}

/**
 * Narrows the span by the results so far.
 *
 * @param results One for each candidate, null for an untried one. The first is good, the last is bad.
 */
export function narrow(results: readonly (TrialResult | null)[]): Span {
  const firstBad = results.indexOf('bad');
  return { lastGood: results.lastIndexOf('good', firstBad), firstBad };
}

/**
 * Chooses the candidate to try next: the untried one nearest to the middle of the span, so that a candidate beside an
 * unsettled one is tried in its place.
 *
 * @returns its index; null if none between the last good and the first bad candidate is untried.
 */
export function chooseNext(results: readonly (TrialResult | null)[]): number | null {
  const { lastGood, firstBad } = narrow(results);
  const middle = (lastGood + firstBad) / 2;
  const untried = results.flatMap((result, n) => (result === null && n > lastGood && n < firstBad ? [n] : []));
  return untried.reduce<number | null>(
    (best, n) => (best === null || Math.abs(n - middle) < Math.abs(best - middle) ? n : best),
    null,
  );
}
