import type { CheckRecord } from '../record/index.js';

/** What a run found about a document's statement. */
export interface Finding {
  /** `inconclusive` and `error` say nothing about the statement. */
  readonly outcome: 'holds' | 'does not hold' | 'not tried' | 'inconclusive' | 'error';
  /** Why; empty for a statement that holds as expected. */
  readonly why: string;
}

/** What a check found about its claim, in words for a reader of the document. */
export function describeFinding(check: CheckRecord): Finding {
  switch (check.verdict) {
    case 'conforms':
      return { outcome: 'holds', why: '' };
    case 'unexpected pass':
      return {
        outcome: 'holds',
        why: check.reason === '' ? 'The deviation that was expected on this engine is gone.' : check.reason,
      };
    case 'known deviation':
      return { outcome: 'does not hold', why: check.reason };
    case 'deviates':
      return { outcome: 'does not hold', why: firstFailure(check) };
    case 'not applicable':
      return { outcome: 'not tried', why: check.reason };
    case 'inconclusive':
    case 'error':
      return { outcome: check.verdict, why: check.reason };
  }
}

/** Expected and seen of the first line that failed; the reason where no line did, or where what was seen is not the known deviation either. */
function firstFailure({ expectations, instead, reason }: CheckRecord): string {
  const failed = expectations.find(({ held }) => !held);
  return failed === undefined || instead.length > 0 ? reason : `Expected: ${failed.expected}. Seen: ${failed.seen}.`;
}
