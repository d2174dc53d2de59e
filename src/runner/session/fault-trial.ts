import type { Fault } from '../../fault/index.js';
import { isRulesDeviation, type CheckRecord, type Verdict } from '../../record/index.js';
import type { ActingFaults } from '../worker/protocol.js';

/** A check on the unharmed engine. */
export interface ControlCheck {
  readonly id: string;
  readonly verdict: Verdict;
  readonly milliseconds: number;
  /** Whether the engine left something behind. */
  readonly leaves: boolean;
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
  /** Those whose behaviour was otherwise, or after which the engine left something behind, by id. */
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

/** Whether the engine left something behind after a check. */
export const leavesSomething = ({ leftovers = [] }: Pick<CheckRecord, 'leftovers'>): boolean =>
  leftovers.some(({ by }) => by === 'engine');

/**
 * Whether a check noticed a fault: by behaviour, or because the engine left something behind.
 *
 * @param control The check on the unharmed engine.
 */
export const hasNoticed = (check: CheckRecord, control: ControlCheck | undefined): boolean =>
  (deviates(check) && !isRulesDeviation(check)) || (leavesSomething(check) && control?.leaves === false);

const deviates = ({ verdict }: CheckRecord): boolean => verdict === 'deviates' || verdict === 'unexpected pass';

/** Describes what candidates noticed of a fault. */
export function describeTrial(
  { id, what }: Fault,
  candidates: readonly string[],
  checks: readonly CheckRecord[],
  control: ReadonlyMap<string, ControlCheck>,
  unfit: string | null,
): FaultTrial {
  const noticed = new Set(checks.filter((check) => hasNoticed(check, control.get(check.id))));
  const select = (wanted: (check: CheckRecord) => boolean) => checks.filter(wanted).map((check) => check.id);
  return {
    id,
    what,
    candidates: candidates.length,
    ran: checks.map((check) => check.id),
    noticedBy: select((check) => noticed.has(check)),
    rulesNoticedBy: select((check) => !noticed.has(check) && deviates(check)),
    unsettled: select(({ verdict }) => verdict === 'error' || verdict === 'inconclusive'),
    unfit,
  };
}
