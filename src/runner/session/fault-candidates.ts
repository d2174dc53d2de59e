import type { Fault } from '../../fault/index.js';
import { areaOf } from '../../text/index.js';
import { isJudged, type ControlCheck } from './fault-trial.js';

/** Checks that noticed faults in an earlier session, by the fault's id, the best first. */
export type RecordedFaults = ReadonlyMap<string, readonly string[]>;

/**
 * Returns the checks that run on the unharmed engine.
 *
 * @param thorough Whether every check of a fault's areas could notice it, or those recorded alone.
 */
export function chooseControl(
  faults: readonly Fault[],
  ids: readonly string[],
  recorded: RecordedFaults,
  thorough: boolean,
): string[] {
  const wanted = faults.map((fault) => preferred(fault, ids, recorded, thorough));
  return ids.filter((id) => wanted.some((select) => select(id)));
}

/**
 * Returns the checks that could notice a fault, the likeliest first: those that did in an earlier session, then those
 * for which the engine did something that the fault changes, by the fault's areas, the shortest first; then those of
 * its areas in whose labs it changes something at the engine's start.
 *
 * @param control What ran on the unharmed engine.
 */
export function rankCandidates(
  fault: Fault,
  control: readonly ControlCheck[],
  recorded: RecordedFaults,
  thorough: boolean,
): string[] {
  const known = recorded.get(fault.id) ?? [];
  const isPreferred = preferred(
    fault,
    control.map(({ id }) => id),
    recorded,
    thorough,
  );
  const rank = ({ id, acting, milliseconds }: ControlCheck): readonly number[] => [
    known.includes(id) ? known.indexOf(id) : known.length,
    Number(acting?.onCheck.includes(fault.id) === false),
    fault.areas.indexOf(areaOf(id)),
    milliseconds,
  ];
  return control
    .filter((check) => isJudged(check) && isPreferred(check.id) && actsOn(fault, check))
    .map((check) => ({ id: check.id, rank: rank(check) }))
    .toSorted((one, other) => compareLists(one.rank, other.rank))
    .map(({ id }) => id);
}

const actsOn = ({ id, mistake }: Fault, { acting }: ControlCheck): boolean =>
  mistake.kind === 'host' || acting === null || acting.onCheck.includes(id) || acting.onLab.includes(id);

function preferred(
  { id, areas }: Fault,
  ids: readonly string[],
  recorded: RecordedFaults,
  thorough: boolean,
): (check: string) => boolean {
  const known = (recorded.get(id) ?? []).filter((check) => ids.includes(check));
  return thorough || known.length === 0 ? (check) => areas.includes(areaOf(check)) : (check) => known.includes(check);
}

function compareLists(one: readonly number[], other: readonly number[]): number {
  const n = one.findIndex((value, k) => value !== other[k]);
  return n === -1 ? 0 : (one[n] ?? 0) - (other[n] ?? 0);
}
