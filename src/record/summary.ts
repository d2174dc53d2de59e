import type { CheckRecord, RunRecord, Verdict } from './types.js';

/** A record in numbers. */
export interface Summary {
  readonly checks: number;
  /** Checks by verdict; every check is in exactly one. `deviates` holds the known deviations too. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Deviations that the check expects on this engine. */
  readonly known: number;
  /** Deviations that nobody expected. */
  readonly unexpected: number;
  /** Deviations that were expected and have gone. */
  readonly news: number;
  /** In a run of `docknet prove`: checks that their sabotage did not turn. In a plain run 0. */
  readonly unturned: number;
}

/** Counts a record's checks. */
export function summarise(record: RunRecord): Summary {
  const how = (counts: (check: CheckRecord) => boolean) => record.checks.filter(counts).length;
  const verdict = (wanted: Verdict) => how((check) => check.verdict === wanted);
  return {
    checks: record.checks.length,
    verdicts: {
      conforms: verdict('conforms'),
      deviates: verdict('deviates'),
      inapplicable: verdict('inapplicable'),
      broken: verdict('broken'),
    },
    known: how((check) => check.verdict === 'deviates' && check.known),
    unexpected: how((check) => check.verdict === 'deviates' && !check.known),
    news: how((check) => check.news),
    unturned: record.run.sabotaged
      ? how((check) => !turned(check) && (check.verdict === 'conforms' || check.verdict === 'deviates'))
      : 0,
  };
}

/**
 * The exit status a run ends with: 130 where it was interrupted; 1 where a deviation is unexpected or an expected one has
 * gone, and for `docknet prove` where a sabotage did not turn its check; 4 where a check is broken; 0 otherwise. 1 comes
 * before 4: a deviation was measured in a lab that worked and stands whatever another check's lab did, and somebody who
 * waits for 4 to try again must not try a deviation away.
 */
export function exitStatus(record: RunRecord): 0 | 1 | 4 | 130 {
  const { verdicts, unexpected, news, unturned } = summarise(record);
  if (record.run.interrupted) return 130;
  if (record.run.sabotaged ? unturned > 0 : unexpected + news > 0) return 1;
  return verdicts.broken > 0 ? 4 : 0;
}

/** Whether a sabotage changed the outcome: a conforming check deviates, or a known deviation is no longer the known one. */
function turned(check: CheckRecord): boolean {
  return check.news || (check.verdict === 'deviates' && !check.known);
}
