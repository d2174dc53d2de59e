import type { CheckRecord } from '../record/types.js';
import type { Standing } from './types.js';

/** How a standing is shown and explained. */
export interface StandingSign {
  readonly standing: Standing;
  /** One character, so that colour is never the only carrier. */
  readonly sign: string;
  readonly name: string;
  /** One line for the legend. */
  readonly meaning: string;
}

/** Every standing, the ones to look at first in front. */
export const standings: readonly StandingSign[] = [
  {
    standing: 'new',
    sign: 'D',
    name: 'new deviation',
    meaning: 'the claim did not hold here, and nobody expected that',
  },
  {
    standing: 'broken',
    sign: 'B',
    name: 'broken',
    meaning: 'lab, recorder or check failed, or proved nothing: says nothing about the engine',
  },
  {
    standing: 'news',
    sign: 'N',
    name: 'news',
    meaning: 'a deviation was expected on this engine, and the claim held instead',
  },
  {
    standing: 'known',
    sign: 'K',
    name: 'known deviation',
    meaning: 'the claim does not hold on this engine; what happens instead was expected, and was seen',
  },
  {
    standing: 'conforms',
    sign: '✓',
    name: 'conforms',
    meaning: 'the claim held, in every frame and rule it speaks about',
  },
  {
    standing: 'inapplicable',
    sign: '–',
    name: 'inapplicable',
    meaning: 'this engine or kernel has no such thing; the reason is given',
  },
];

/** Where a check stands. */
export function standingOf(check: Pick<CheckRecord, 'verdict' | 'known' | 'news'>): Standing {
  if (check.verdict === 'deviates') return check.known ? 'known' : 'new';
  if (check.verdict === 'conforms') return check.news ? 'news' : 'conforms';
  return check.verdict;
}

/** The sign of a standing. */
export function signOf(standing: Standing): StandingSign {
  const sign = standings.find((candidate) => candidate.standing === standing);
  if (sign === undefined) throw new Error(`no sign for the standing ${standing}`);
  return sign;
}

/** How many checks stand where; every standing is present. */
export function countStandings(
  checks: readonly Pick<CheckRecord, 'verdict' | 'known' | 'news'>[],
): Record<Standing, number> {
  const counts: Record<Standing, number> = { new: 0, broken: 0, news: 0, known: 0, conforms: 0, inapplicable: 0 };
  for (const check of checks) counts[standingOf(check)] += 1;
  return counts;
}

/** The words `verdict:` in the search box finds a check by: `verdict:deviates` finds known and new ones. */
export function verdictWords(check: Pick<CheckRecord, 'verdict' | 'known' | 'news'>): string {
  return [...new Set([check.verdict, standingOf(check)])].join(',');
}
