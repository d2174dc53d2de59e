import type { Fault } from '../../fault/index.js';
import { isRulesDeviation, type CheckRecord, type Verdict } from '../../record/index.js';
import type { ActingFaults } from '../worker/protocol.js';

/** A check on the unharmed engine. */
export interface ControlCheck {
  readonly id: string;
  readonly verdict: Verdict;
  readonly milliseconds: number;
  /** Faults that would act on the engine's work; null if it was not observed. */
  readonly acting: ActingFaults | null;
}

/** What the checks noticed of a fault. */
export interface FaultTrial {
  readonly id: string;
  readonly what: string;
  /** How many checks could notice it: they are judged on the unharmed engine, and it acts on what the engine did. */
  readonly candidates: number;
  /** Those that ran under it, by id. */
  readonly ran: readonly string[];
  /** Those whose behaviour was otherwise, by id. */
  readonly noticedBy: readonly string[];
  /** Those that found other rules alone. */
  readonly rulesNoticedBy: readonly string[];
  /** Those that could not be judged under it: errors and inconclusive ones. */
  readonly unsettled: readonly string[];
  /** Why no engine ran under it; null if one did. An engine that refuses to start is noticed by everybody. */
  readonly unfit: string | null;
}

/** Whether a check is as expected on the unharmed engine, so that it can notice a fault. */
export const isJudged = ({ verdict }: Pick<ControlCheck, 'verdict'>): boolean =>
  verdict === 'conforms' || verdict === 'known deviation';

/** Whether a check noticed a fault by behaviour. */
export const hasNoticed = (check: CheckRecord): boolean => deviates(check) && !isRulesDeviation(check);

const deviates = ({ verdict }: CheckRecord): boolean => verdict === 'deviates' || verdict === 'unexpected pass';

/** Describes what candidates noticed of a fault. */
export function describeTrial(
  { id, what }: Fault,
  candidates: readonly string[],
  checks: readonly CheckRecord[],
  unfit: string | null,
): FaultTrial {
  const select = (wanted: (check: CheckRecord) => boolean) => checks.filter(wanted).map((check) => check.id);
  return {
    id,
    what,
    candidates: candidates.length,
    ran: checks.map((check) => check.id),
    noticedBy: select(hasNoticed),
    rulesNoticedBy: select((check) => deviates(check) && isRulesDeviation(check)),
    unsettled: select(({ verdict }) => verdict === 'error' || verdict === 'inconclusive'),
    unfit,
  };
}
