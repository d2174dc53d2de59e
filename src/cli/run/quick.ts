import { areaOf } from '../../text/index.js';

/** Which checks noticed each fault on one engine: check ids by fault id. */
type NoticedBy = ReadonlyMap<string, readonly string[]>;

export interface QuickInput {
  /** All checks, in their order. */
  readonly ids: readonly string[];
  /** What noticed each fault, by the engine's name. */
  readonly tables: ReadonlyMap<string, NoticedBy>;
  /** Milliseconds that checks took, by id. */
  readonly durations: ReadonlyMap<string, number>;
}

/** The part of a whole run's time that a quick run may take. */
const share = 0.1;

/** Milliseconds that a check is taken to need that was never applicable; a whole run has no time for it either. */
const usualMs = 1500;

/**
 * Chooses the checks that notice the most faults in a tenth of a whole run's time: in turn the check with the most
 * further faults for its time, until each fault is noticed by one check; then one check for each area that has none,
 * the shortest first; then again by faults, until each is noticed by two.
 *
 * @returns ids in their order.
 */
export function chooseQuick({ ids, tables, durations }: QuickInput): string[] {
  const knownMs = (id: string): number => durations.get(id) ?? 0;
  const costOf = (id: string): number => knownMs(id) || usualMs;
  const budget = share * ids.reduce((sum, id) => sum + knownMs(id), 0);
  const noticed = listNoticed(ids, tables);
  const chosen = new Set<string>();
  const isAffordable = (id: string): boolean =>
    !chosen.has(id) && [...chosen, id].reduce((sum, one) => sum + costOf(one), 0) <= budget;
  const countNoticing = (fault: string): number => [...chosen].filter((id) => noticed.get(id)?.has(fault)).length;
  const cover = (times: number): void => {
    for (;;) {
      const gain = (id: string) =>
        [...(noticed.get(id) ?? [])].filter((fault) => countNoticing(fault) < times).length / costOf(id);
      const best = ids.filter(isAffordable).toSorted((one, other) => gain(other) - gain(one))[0];
      if (best === undefined || gain(best) === 0) return;
      chosen.add(best);
    }
  };
  cover(1);
  for (const id of ids.toSorted((one, other) => costOf(one) - costOf(other)))
    if ([...chosen].every((other) => areaOf(other) !== areaOf(id)) && isAffordable(id)) chosen.add(id);
  cover(2);
  return ids.filter((id) => chosen.has(id));
}

/** Returns the faults that each check noticed, each on each engine. */
function listNoticed(ids: readonly string[], tables: QuickInput['tables']): ReadonlyMap<string, ReadonlySet<string>> {
  const noticed = new Map(ids.map((id) => [id, new Set<string>()]));
  for (const [engine, table] of tables)
    for (const [fault, checks] of table) for (const id of checks) noticed.get(id)?.add(`${engine} ${fault}`);
  return noticed;
}
