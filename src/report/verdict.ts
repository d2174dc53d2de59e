import type { Verdict } from '../record/index.js';

/** How a verdict is shown and explained. */
interface VerdictSign {
  readonly verdict: Verdict;
  /** One character, so that colour is never the only carrier. */
  readonly sign: string;
  /** One line for the legend. */
  readonly meaning: string;
}

/** Every verdict, those to look at first in front. */
export const verdictSigns: readonly VerdictSign[] = [
  {
    verdict: 'deviates',
    sign: 'D',
    meaning: 'the claim did not hold, and the check expects no deviation on this engine',
  },
  { verdict: 'error', sign: 'E', meaning: 'lab, recorder or check failed: says nothing about the engine' },
  {
    verdict: 'inconclusive',
    sign: '?',
    meaning: 'nothing failed, and nothing was proven: says nothing about the engine',
  },
  { verdict: 'unexpected pass', sign: 'U', meaning: 'a deviation was expected on this engine, and the claim held' },
  {
    verdict: 'known deviation',
    sign: 'K',
    meaning: 'the claim does not hold on this engine; what was expected in its place was seen',
  },
  { verdict: 'conforms', sign: '✓', meaning: 'the claim held, in every frame and rule it is about' },
  { verdict: 'not applicable', sign: '–', meaning: 'this engine or kernel has no such thing; the reason is given' },
];

/** Returns the sign of a verdict. */
export function signOf(verdict: Verdict): VerdictSign {
  const sign = verdictSigns.find((candidate) => candidate.verdict === verdict);
  if (sign === undefined) throw new Error(`no sign for the verdict ${verdict}`);
  return sign;
}

/** Returns the CSS class of a verdict: `known-deviation`. */
export const verdictClass = (verdict: Verdict): string => verdict.replace(' ', '-');
