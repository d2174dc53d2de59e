import type { Journey } from '../../journey/index.js';
import type { Carried, Run, Station, Stretch } from './types.js';

/** Where another packet was last seen whose content this one carries on. */
export interface Origin {
  readonly column: number;
  readonly carried: Carried;
  /** Its last stamp, nanoseconds since the epoch. */
  readonly time: bigint;
}

/** A packet's way over the columns, cut where it turns round. */
export function runsOf(
  { hops, rules = [] }: Journey,
  columnOf: (point: string) => number,
  origin: Origin | null,
): readonly Run[] {
  const stations = stationsOf(hops, columnOf);
  const stretches: Stretch[] = [];
  let behind = 0;
  for (const [position, station] of stations.slice(1).entries()) {
    const before = stations[position]!;
    const [last, next] = [before.hops.at(-1)!, station.hops[0]!];
    const from = behind;
    behind += before.hops.length;
    stretches.push({
      carried: null,
      took: next.time - last.time,
      changes: next.changes.filter(({ field }) => !field.endsWith('MAC')),
      rules: rules.filter(({ afterHop: after }) => after >= from && after < behind),
    });
  }
  const first = stations[0];
  if (origin !== null && first !== undefined && origin.column !== first.column) {
    stations.unshift({ column: origin.column, hops: [], turn: false });
    stretches.unshift({ carried: origin.carried, took: first.hops[0]!.time - origin.time, changes: [], rules: [] });
  }
  return cut(stations, stretches);
}

function stationsOf(hops: Journey['hops'], columnOf: (point: string) => number): Station[] {
  const stations: Station[] = [];
  for (const hop of hops) {
    const column = columnOf(hop.point);
    const last = stations.at(-1);
    if (last?.column === column) stations[stations.length - 1] = { ...last, hops: [...last.hops, hop] };
    else stations.push({ column, hops: [hop], turn: false });
  }
  return stations;
}

/** A run per direction; the station at which a packet turns is the end of one and the start of the next. */
function cut(stations: readonly Station[], stretches: readonly Stretch[]): readonly Run[] {
  const inwardFrom = (position: number): boolean =>
    (stations[position + 1]?.column ?? 0) < (stations[position]?.column ?? 0);
  const runs: Run[] = [];
  let start = 0;
  for (let position = 1; position <= stations.length; position += 1) {
    const ends = position >= stations.length - 1;
    if (!ends && inwardFrom(position) === inwardFrom(position - 1)) continue;
    const last = Math.min(position, stations.length - 1);
    const members = stations.slice(start, last + 1);
    runs.push({
      inward: members.length > 1 && inwardFrom(start),
      stations: members.map((station, index) =>
        index === 0 && runs.length > 0 ? { ...station, turn: true } : station,
      ),
      stretches: stretches.slice(start, last),
    });
    if (ends) break;
    start = position;
  }
  return runs;
}
