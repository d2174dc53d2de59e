import { sortByPath, type AppliedRule, type Journey, type Relation } from '../../journey/index.js';
import type { PointRecord } from '../../record/index.js';
import { selectRelevant } from '../select-journeys.js';
import { splitIntoLines, type Origin } from './path.js';
import { classifyRule } from './rule.js';
import type { Carried, Ladder, LadderPacket, LadderRelation, Line, Stop } from './types.js';

/** The most packets a ladder draws; the recording has all. */
export const maxPackets = 200;

/**
 * Lays journeys out over the points.
 *
 * @param settling Indexes of the frames that settle an expectation; they make a packet relevant.
 */
export function layOutLadder(
  points: readonly PointRecord[],
  journeys: readonly Journey[],
  settling: ReadonlySet<number>,
): Ladder {
  const inTime = journeys.filter(({ hops }) => hops.length > 0).sort((a, b) => compareTimes(startOf(a), startOf(b)));
  const relevant = selectRelevant(inTime, settling);
  const drawn = limitPackets(inTime, relevant);
  const { columns, silent } = layOutColumns(points, inTime);
  const columnOf = (point: string): number => columns.findIndex(({ name }) => name === point);
  const numbers = new Map(drawn.map(({ id }, position) => [id, position + 1]));
  const byId = new Map(inTime.map((journey) => [journey.id, journey]));
  return {
    columns,
    silent,
    omitted: inTime.length - drawn.length,
    origin: inTime[0] === undefined ? 0n : startOf(inTime[0]),
    packets: drawn.map((journey, position): LadderPacket => {
      const rules = journey.rules ?? [];
      const lines = splitIntoLines(journey, columnOf, findOrigin(journey, byId, columnOf));
      return {
        number: position + 1,
        journey,
        isRelevant: relevant.size === 0 || relevant.has(journey),
        lines,
        relations: numberRelations(journey, numbers),
        rules,
        before: rules.filter((rule) => rule.afterHop < 0 && classifyRule(rule) === 'rewrote'),
        stop: findStop(journey, lines, columnOf, columns.length - 1),
      };
    }),
  };
}

/** Sorts the points in path order; points that only journeys name come last. */
function layOutColumns(
  points: readonly PointRecord[],
  journeys: readonly Journey[],
): { readonly columns: readonly PointRecord[]; readonly silent: readonly PointRecord[] } {
  const seen = new Set(journeys.flatMap(({ hops }) => hops.map(({ point }) => point)));
  const ordered = sortByPath(points);
  const recorded = new Set(ordered.map(({ name }) => name));
  const unrecorded = [...seen]
    .filter((name) => !recorded.has(name))
    .map((name): PointRecord => ({ name, interface: '', region: 'lan', order: 0, frames: 0, dropped: 0 }));
  const silent = ordered.filter((point) => point.interface === 'lo' && !seen.has(point.name));
  return { columns: [...ordered.filter((point) => !silent.includes(point)), ...unrecorded], silent };
}

/** Keeps at most `maxPackets`: the relevant ones, then the earliest. */
function limitPackets(inTime: readonly Journey[], relevant: ReadonlySet<Journey>): readonly Journey[] {
  if (inTime.length <= maxPackets) return inTime;
  const others = inTime.filter((journey) => !relevant.has(journey));
  const kept = new Set([
    ...[...relevant].slice(0, maxPackets),
    ...others.slice(0, Math.max(0, maxPackets - relevant.size)),
  ]);
  return inTime.filter((journey) => kept.has(journey));
}

function numberRelations(
  { relations = [], hops }: Journey,
  numbers: ReadonlyMap<number, number>,
): readonly LadderRelation[] {
  return relations.flatMap((relation) => {
    const number = numbers.get(relation.journey);
    if (number === undefined) return [];
    const isAnswer = findCarrier(relation, hops) === 'answer forwarded';
    return [{ kind: isAnswer ? 'answer forwarded from' : relation.kind, number }];
  });
}

/** Finds the last point of the packet whose content this one carries on. */
function findOrigin(
  { relations = [], hops }: Journey,
  byId: ReadonlyMap<number, Journey>,
  columnOf: (point: string) => number,
): Origin | null {
  for (const relation of relations) {
    const carried = findCarrier(relation, hops);
    const last = byId.get(relation.journey)?.hops.at(-1);
    if (carried !== null && last !== undefined) return { column: columnOf(last.point), carried, time: last.time };
  }
  return null;
}

function findCarrier({ kind }: Relation, hops: Journey['hops']): Carried | null {
  if (kind === 'forwarded query of') return 'query forwarded';
  if (kind !== 'proxied from') return null;
  return hops[0]?.packet.dns?.response === true ? 'answer forwarded' : 'proxied';
}

function findStop(
  { end, hops, rules = [] }: Journey,
  lines: readonly Line[],
  columnOf: (point: string) => number,
  outermost: number,
): Stop | null {
  if (end === undefined) return null;
  const column = columnOf(end.point);
  if (column === -1) return null;
  const last = lines.at(-1);
  const hasMoved = last !== undefined && last.dots.length > 1;
  const isInward = hasMoved ? last.isInward : column === outermost;
  const isKnown = hasMoved || ((column === 0 || column === outermost) && outermost > 0);
  const earlier = rules.filter(
    (rule) => rule.afterHop >= hops.length - 1 && (classifyRule(rule) === 'rewrote' || isOverruled(rule)),
  );
  return { column, earlier, rule: end.rule, toward: !isKnown ? 'unknown' : isInward ? 'inward' : 'outward' };
}

const isOverruled = (rule: AppliedRule): boolean => rule.overruled === true && classifyRule(rule) === 'accepted';

function startOf({ hops }: Journey): bigint {
  return hops.map(({ time }) => time).reduce((least, time) => (time < least ? time : least), hops[0]?.time ?? 0n);
}

function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
