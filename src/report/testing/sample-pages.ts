import { compare, type Comparison } from '../../compare/index.js';
import { kept, sideOf, type Kept } from '../../compare/testing/kept.js';
import { hostile, hostileText } from './safety.js';

/** Real checks of 20.10.24 and 28.5.2 compared, with a regression, a fix, an undecided, an incomparable, an added and a vanished check among them. */
export async function sampleComparison(): Promise<Comparison> {
  return compare(...(await sides()));
}

/** The same with markup and controls in every string of the records and the behaviours. */
export async function hostileComparison(): Promise<Comparison> {
  const [base, candidate] = await sides();
  const spoilt = (side: typeof base) => ({
    ...side,
    record: hostile(side.record),
    behaviours: new Map([...side.behaviours].map(([id, behaviour]) => [id + hostileText, hostile(behaviour)])),
  });
  return compare(spoilt(base), spoilt(candidate));
}

async function sides(): Promise<[ReturnType<typeof sideOf>, ReturnType<typeof sideOf>]> {
  const [was, is, reached, cut] = await Promise.all([
    kept('isolation/between-bridges', 'first'),
    kept('isolation/between-bridges', '28.5.2'),
    kept('publish/one-address', 'first'),
    kept('publish/one-address', '28.5.2'),
  ]);
  const as = (one: Kept, id: string, differing: Partial<Kept['check']> = {}): Kept => ({
    ...one,
    check: { ...one.check, id, ...differing },
  });
  const fails = (one: Kept): Partial<Kept['check']> => ({
    verdict: 'deviates',
    reason: 'expected: an answer; seen: none',
    expectations: one.check.expectations.map((line, index) => ({ ...line, held: index > 0 })),
  });
  return [
    sideOf('20.10.24', [
      was,
      reached,
      as(reached, 'publish/lost'),
      as(reached, 'publish/found', fails(reached)),
      as(reached, 'publish/unclear'),
      as(reached, 'publish/elsewhere'),
      as(reached, 'publish/old'),
    ]),
    sideOf('28.5.2', [
      is,
      cut,
      { ...as(is, 'publish/lost', { ...fails(reached), points: reached.check.points }) },
      as(reached, 'publish/found'),
      as(reached, 'publish/unclear', { verdict: 'error', reason: 'the recording lost 3 frames' }),
      as(reached, 'publish/elsewhere', { verdict: 'not applicable', reason: 'nothing is newer' }),
      as(reached, 'publish/fresh'),
    ]),
  ];
}
