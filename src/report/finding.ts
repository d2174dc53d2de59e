import type { CheckRecord } from '../record/types.js';
import { standingOf } from './standing.js';

/** What a run found about a document's statement. */
export interface Finding {
  /** `broken` says nothing about the statement: lab, recorder or check failed. */
  readonly outcome: 'holds' | 'does not hold' | 'not tried' | 'broken';
  /** Why it does not hold, was not tried, or is news; empty for a statement that plainly holds. */
  readonly why: string;
}

/** What a check found about its claim, in words for a reader of the document. */
export function findingOf(check: CheckRecord): Finding {
  switch (standingOf(check)) {
    case 'conforms':
      return { outcome: 'holds', why: '' };
    case 'news':
      return {
        outcome: 'holds',
        why: check.reason === '' ? 'The deviation that was expected on this engine is gone.' : check.reason,
      };
    case 'known':
      return { outcome: 'does not hold', why: check.reason };
    case 'new':
      return { outcome: 'does not hold', why: firstFailure(check) };
    case 'inapplicable':
      return { outcome: 'not tried', why: check.reason };
    case 'broken':
      return { outcome: 'broken', why: check.reason };
  }
}

/** Expected and seen of the first line that failed; the reason where no line did, or where what was seen is not the known deviation either. */
function firstFailure({ expectations, instead, reason }: CheckRecord): string {
  const failed = expectations.find(({ held }) => !held);
  return failed === undefined || instead.length > 0 ? reason : `Expected: ${failed.expected}. Seen: ${failed.seen}.`;
}
