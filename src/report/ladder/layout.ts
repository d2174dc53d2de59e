import type { Journey, Relation } from '../../journey/index.js';
import type { PointRecord } from '../../record/index.js';
import { columnsOf } from './columns.js';
import { roleOf } from './rule-role.js';
import type { Carried, Ladder, LadderPacket, Run, Stop } from './types.js';
import { runsOf, type Origin } from './path.js';
import { selectRelevant } from '../select-journeys.js';

/** Packets that one check's ladder shows at most; the recording has them all. */
export const packetsShown = 200;

/**
 * Lays journeys out over the points.
 *
 * @param settling Frames that settle an expectation: what makes a packet matter.
 */
export function ladderOf(
  points: readonly PointRecord[],
  journeys: readonly Journey[],
  settling: ReadonlySet<number>,
): Ladder {
  const travelled = journeys.filter(({ hops }) => hops.length > 0);
  const inTime = [...travelled].sort((one, other) => compare(start(one), start(other)));
  const matters = selectRelevant(inTime, settling);
  const shown = fitting(inTime, matters);
  const { columns, silent } = columnsOf(points, inTime);
  const columnOf = (point: string): number => columns.findIndex((column) => column.point.name === point);
  const numbers = new Map(shown.map(({ id }, position) => [id, position + 1]));
  const byId = new Map(inTime.map((journey) => [journey.id, journey]));
  return {
    columns,
    silent,
    leftOut: inTime.length - shown.length,
    origin: inTime[0] === undefined ? 0n : start(inTime[0]),
    packets: shown.map((journey, position): LadderPacket => {
      const rules = journey.rules ?? [];
      const runs = runsOf(journey, columnOf, originOf(journey, byId, columnOf));
      return {
        number: position + 1,
        journey,
        matters: matters.size === 0 || matters.has(journey),
        runs,
        relatives: (journey.relations ?? []).flatMap((relation) => {
          const number = numbers.get(relation.journey);
          return number === undefined
            ? []
            : [{ kind: carriedBy(relation, journey.hops) === 'answered' ? 'brings back' : relation.kind, number }];
        }),
        rules,
        before: rules.filter((rule) => rule.afterHop < 0 && roleOf(rule) === 'rewrote'),
        stop: stopOf(journey, runs, columnOf, columns.length - 1),
      };
    }),
  };
}

/** Of more packets than are shown, those that matter and then the earliest. */
function fitting(inTime: readonly Journey[], matters: ReadonlySet<Journey>): readonly Journey[] {
  if (inTime.length <= packetsShown) return inTime;
  const others = inTime.filter((journey) => !matters.has(journey));
  const kept = new Set([
    ...[...matters].slice(0, packetsShown),
    ...others.slice(0, Math.max(0, packetsShown - matters.size)),
  ]);
  return inTime.filter((journey) => kept.has(journey));
}

/** Where the packet was last seen that this one carries on. */
function originOf(
  { relations = [], hops }: Journey,
  byId: ReadonlyMap<number, Journey>,
  columnOf: (point: string) => number,
): Origin | null {
  for (const relation of relations) {
    const carried = carriedBy(relation, hops);
    const last = byId.get(relation.journey)?.hops.at(-1);
    if (carried !== null && last !== undefined) return { column: columnOf(last.point), carried, time: last.time };
  }
  return null;
}

function carriedBy({ kind }: Relation, hops: Journey['hops']): Carried | null {
  if (kind === 'forwarded query of') return 'asked on';
  if (kind !== 'proxied from') return null;
  return hops[0]?.packet.dns?.response === true ? 'answered' : 'proxied';
}

function stopOf(
  { end, hops, rules = [] }: Journey,
  runs: readonly Run[],
  columnOf: (point: string) => number,
  outermost: number,
): Stop | null {
  if (end === undefined) return null;
  const column = columnOf(end.point);
  if (column === -1) return null;
  const last = runs.at(-1);
  const moved = last !== undefined && last.stations.length > 1;
  const inward = moved ? last.inward : column === outermost;
  const told = moved || ((column === 0 || column === outermost) && outermost > 0);
  const rewritten = rules.filter((rule) => rule.afterHop >= hops.length - 1 && roleOf(rule) === 'rewrote');
  return { column, rewritten, rule: end.rule, toward: !told ? 'unknown' : inward ? 'inward' : 'outward' };
}

function start({ hops }: Journey): bigint {
  return hops.map(({ time }) => time).reduce((least, time) => (time < least ? time : least), hops[0]?.time ?? 0n);
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
