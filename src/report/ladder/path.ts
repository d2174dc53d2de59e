import type { Journey } from '../../journey/index.js';
import { summarizePacket, type PacketSummary } from '../packet-summary.js';
import type { Arrow, Carried, Dot, Line } from './types.js';

/** The last point that saw the packet whose content this one carries on. */
export interface Origin {
  readonly column: number;
  readonly carried: Carried;
  /** Time of its last frame, nanoseconds since the epoch. */
  readonly time: bigint;
}

/** Splits a packet's path over the columns into lines: one for each direction. */
export function splitIntoLines(
  { hops, rules = [] }: Journey,
  columnOf: (point: string) => number,
  origin: Origin | null,
): readonly Line[] {
  const dots = groupHops(hops, columnOf);
  const arrows: Arrow[] = [];
  let passedHops = 0;
  for (const [position, dot] of dots.slice(1).entries()) {
    const before = dots[position]!;
    const [last, next] = [before.hops.at(-1)!, dot.hops[0]!];
    const firstHop = passedHops;
    passedHops += before.hops.length;
    arrows.push({
      carried: null,
      tookNs: next.time - last.time,
      changes: next.changes.filter(({ field }) => !field.endsWith('MAC')),
      rules: rules.filter(({ afterHop }) => afterHop >= firstHop && afterHop < passedHops),
    });
  }
  const first = dots[0];
  if (origin !== null && first !== undefined && origin.column !== first.column) {
    dots.unshift({ column: origin.column, hops: [], isTurn: false });
    arrows.unshift({ carried: origin.carried, tookNs: first.hops[0]!.time - origin.time, changes: [], rules: [] });
  }
  return splitAtTurns(dots, arrows);
}

/** Groups consecutive hops in the same column. */
function groupHops(hops: Journey['hops'], columnOf: (point: string) => number): Dot[] {
  const dots: Dot[] = [];
  for (const hop of hops) {
    const column = columnOf(hop.point);
    const last = dots.at(-1);
    if (last?.column === column) dots[dots.length - 1] = { ...last, hops: [...last.hops, hop] };
    else dots.push({ column, hops: [hop], isTurn: false });
  }
  return dots;
}

/** Starts a new line at every dot where the direction changes; the dot ends one line and starts the next. */
function splitAtTurns(dots: readonly Dot[], arrows: readonly Arrow[]): readonly Line[] {
  const isInwardFrom = (position: number): boolean => (dots[position + 1]?.column ?? 0) < (dots[position]?.column ?? 0);
  const lines: Line[] = [];
  let start = 0;
  for (let position = 1; position <= dots.length; position += 1) {
    const isLast = position >= dots.length - 1;
    if (!isLast && isInwardFrom(position) === isInwardFrom(position - 1)) continue;
    const end = Math.min(position, dots.length - 1);
    const members = dots.slice(start, end + 1);
    lines.push({
      isInward: members.length > 1 && isInwardFrom(start),
      dots: members.map((dot, index) => (index === 0 && lines.length > 0 ? { ...dot, isTurn: true } : dot)),
      arrows: arrows.slice(start, end),
    });
    if (isLast) break;
    start = position;
  }
  return lines;
}

/** The addresses and ports of a packet over a part of its line on which they stay the same. */
interface AddressLabel {
  /** Index of the first dot. */
  readonly dot: number;
  /** Leftmost and rightmost column. */
  readonly left: number;
  readonly right: number;
  readonly packet: PacketSummary;
  /** What differs from the label before; nothing on the first. */
  readonly changed: { readonly source: boolean; readonly destination: boolean };
}

/**
 * Labels a line with the packet's addresses, in order of travel. A line that starts at a turn repeats no label there.
 */
export function labelAddresses({ dots }: Line): readonly AddressLabel[] {
  const labels: AddressLabel[] = [];
  for (const [index, { hops, column }] of dots.entries()) {
    const hop = hops[0];
    if (hop === undefined) continue;
    const packet = summarizePacket(hop.packet);
    const last = labels.at(-1);
    const changed = {
      source: last !== undefined && !hasSameSource(last.packet, packet),
      destination: last !== undefined && !hasSameDestination(last.packet, packet),
    };
    if (last === undefined || changed.source || changed.destination)
      labels.push({ dot: index, left: column, right: column, packet, changed });
    else
      labels[labels.length - 1] = { ...last, left: Math.min(last.left, column), right: Math.max(last.right, column) };
  }
  return dots[0]?.isTurn === true ? labels.filter(({ dot }) => dot > 0) : labels;
}

const hasSameSource = (a: PacketSummary, b: PacketSummary): boolean =>
  a.source === b.source && a.sourcePort === b.sourcePort;

const hasSameDestination = (a: PacketSummary, b: PacketSummary): boolean =>
  a.destination === b.destination && a.destinationPort === b.destinationPort;
