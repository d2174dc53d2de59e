import type { CheckRecord } from '../../record/index.js';
import type { AnyCheck } from '../../check/conformance.js';

/** The record of a check that was not run to its end, with the reason. */
export function unrun(check: AnyCheck, verdict: 'not applicable' | 'error', reason: string): CheckRecord {
  return {
    id: check.id,
    title: check.title,
    claim: check.claim,
    verdict,
    reason,
    expectations: [],
    instead: [],
    steps: [],
    points: [],
    sabotage: null,
    milliseconds: 0,
    evidence: { recording: null, firewallBefore: null, firewallAfter: null, scene: null, engineLog: null, trace: null },
  };
}
