/** Every verdict, those to look at first in front; see the README's "Read a verdict". */
export const verdicts = [
  'deviates',
  'error',
  'inconclusive',
  'unexpected pass',
  'known deviation',
  'conforms',
  'not applicable',
] as const;

/** The verdict on a check. */
export type Verdict = (typeof verdicts)[number];

/** Returns whether the claim held; null if the check was not judged. */
export function claimHeld(verdict: Verdict): boolean | null {
  switch (verdict) {
    case 'conforms':
    case 'unexpected pass':
      return true;
    case 'deviates':
    case 'known deviation':
      return false;
    default:
      return null;
  }
}

/** Counts checks by verdict; every verdict is present. */
export function countVerdicts(checks: readonly { readonly verdict: Verdict }[]): Record<Verdict, number> {
  const counts = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of checks) counts[verdict] += 1;
  return counts;
}

/** Returns whether a sabotage left a check's outcome as it was: it conforms, or deviates in the known way. */
export function isUnturned({ verdict }: { readonly verdict: Verdict }): boolean {
  return verdict === 'conforms' || verdict === 'known deviation';
}

/** Returns a check's title for people. It adds a note if no engine is known to satisfy the claim. */
export const displayTitle = (check: { readonly title: string; readonly knownOnEveryEngine: boolean }): string =>
  check.knownOnEveryEngine ? `${check.title} (known not to hold on any engine)` : check.title;
