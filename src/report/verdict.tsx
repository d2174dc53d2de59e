import type { VNode } from 'preact';
import { isRulesDeviation, type CheckRecord, type Verdict } from '../record/index.js';

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
  { verdict: 'deviates', sign: 'D', meaning: 'the claim did not hold, and no deviation is known on this engine' },
  { verdict: 'error', sign: 'E', meaning: 'lab, recorder or check failed: says nothing about the engine' },
  { verdict: 'inconclusive', sign: '?', meaning: 'nothing failed, nothing was proven: says nothing about the engine' },
  { verdict: 'unexpected pass', sign: 'U', meaning: 'a deviation is known on this engine, but the claim held' },
  {
    verdict: 'known deviation',
    sign: 'K',
    meaning: 'the claim does not hold on this engine; the known deviation was seen',
  },
  { verdict: 'conforms', sign: '✓', meaning: 'the claim held' },
  { verdict: 'not applicable', sign: '–', meaning: 'this engine or kernel lacks what the claim is about' },
];

/** Verdicts that need a person's attention. */
const alarmingVerdicts: readonly Verdict[] = ['deviates', 'error', 'inconclusive', 'unexpected pass'];

/** Returns whether a check needs a person's attention. A check in which rules alone differ does not. */
export const isAlarming = (check: CheckRecord): boolean =>
  alarmingVerdicts.includes(check.verdict) && !isRulesDeviation(check);

/** Selects the checks that need a person's attention, by verdict. */
export const selectAlarming = (checks: readonly CheckRecord[]): readonly CheckRecord[] =>
  alarmingVerdicts.flatMap((verdict) => checks.filter((check) => check.verdict === verdict && isAlarming(check)));

/** Returns a check's verdict in words, with a note if its rules are not the documented ones. */
export function describeVerdict(check: CheckRecord): string {
  if (isRulesDeviation(check)) return `${check.verdict} (rules alone)`;
  return check.rulesFinding === 'otherwise' ? `${check.verdict}, by other rules` : check.verdict;
}

export function findSign(verdict: Verdict): VerdictSign {
  const sign = verdictSigns.find((candidate) => candidate.verdict === verdict);
  if (sign === undefined) throw new Error(`no sign for the verdict ${verdict}`);
  return sign;
}

/** Returns the CSS class of a verdict: `known-deviation`. */
export const verdictClass = (verdict: Verdict): string => verdict.replace(' ', '-');

/** Shows a verdict as a small square. Its character is decoration: print the verdict beside it, or in a label. */
export function VerdictChip({ verdict }: { readonly verdict: Verdict }): VNode {
  return (
    <span class={`chip ${verdictClass(verdict)}`} aria-hidden="true">
      {findSign(verdict).sign}
    </span>
  );
}

/** Shows how many checks have each verdict, without those that no check has. */
export function VerdictTally({ counts }: { readonly counts: Readonly<Partial<Record<Verdict, number>>> }): VNode {
  return (
    <ul class="tally">
      {verdictSigns
        .filter(({ verdict }) => (counts[verdict] ?? 0) > 0)
        .map(({ verdict }) => (
          <li key={verdict}>
            <VerdictChip verdict={verdict} />
            <span>
              <b>{counts[verdict]}</b> {verdict}
            </span>
          </li>
        ))}
    </ul>
  );
}

/** What a run found about a document's statement. */
export interface Finding {
  /** `inconclusive` and `error` say nothing about the statement. */
  readonly outcome: 'holds' | 'does not hold' | 'not tried' | 'inconclusive' | 'error';
  /** Empty for a statement that holds as expected. */
  readonly reason: string;
}

/** Describes what a check found about its claim, for a reader of the document. */
export function describeFinding(check: CheckRecord): Finding {
  switch (check.verdict) {
    case 'conforms':
      return { outcome: 'holds', reason: '' };
    case 'unexpected pass':
      return { outcome: 'holds', reason: check.reason === '' ? passReason : check.reason };
    case 'known deviation':
      return { outcome: 'does not hold', reason: check.reason };
    case 'deviates':
      return { outcome: 'does not hold', reason: describeFailure(check) };
    case 'not applicable':
      return { outcome: 'not tried', reason: check.reason };
    case 'inconclusive':
    case 'error':
      return { outcome: check.verdict, reason: check.reason };
  }
}

/** The reason of an unexpected pass whose record gives none. */
export const passReason = 'The deviation known on this engine no longer occurs.';

/**
 * Returns the first expectation that failed; the reason if none did, or if the known deviation did not occur either.
 */
function describeFailure({ expectations, instead, reason }: CheckRecord): string {
  const failed = expectations.find(({ held }) => !held);
  return failed === undefined || instead.length > 0 ? reason : `Expected: ${failed.expected}. Seen: ${failed.seen}.`;
}
