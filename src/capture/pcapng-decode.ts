import type { Block } from './pcapng-block-reader.js';
import { nanoseconds, option, padded } from './pcapng-format.js';
import { readMarker } from './marker.js';
import type { RawFrame, PointStatistics, Recording } from './types.js';

/** A point as its interface block names it. */
export type RecordedPoint = Recording['points'][number];

/** A block's options from `at` to its end, in order. */
function optionList(block: Block, at: number): (readonly [code: number, value: Buffer])[] {
  const found: (readonly [number, Buffer])[] = [];
  let next = at;
  while (next + 4 <= block.length) {
    const code = block.u16(next);
    const length = block.u16(next + 2);
    if (code === option.end || next + 4 + length > block.length) break;
    found.push([code, block.body.subarray(next + 4, next + 4 + length)]);
    next += 4 + padded(length);
  }
  return found;
}

/** The same by code; of repeated ones the first. */
function optionsOf(block: Block, at: number): ReadonlyMap<number, Buffer> {
  return new Map(optionList(block, at).reverse());
}

/** What of a packet block's body stands before its options, and these; null where its length cannot be. */
export function packetOptions(
  block: Block,
): { readonly fixed: Buffer; readonly options: readonly (readonly [code: number, value: Buffer])[] } | null {
  const end = block.length < 20 ? Infinity : 20 + padded(block.u32(12));
  if (end > block.length) return null;
  return { fixed: block.body.subarray(0, end), options: optionList(block, end) };
}

/** The application that wrote the section, or null where the header does not say. */
export function applicationOf(section: Block): string | null {
  return optionsOf(section, 16).get(option.sectionApplication)?.toString() ?? null;
}

/** The point of an interface block; null where it is not one that docknet writes. */
export function decodePoint(block: Block): RecordedPoint | null {
  if (block.length < 8) return null;
  const options = optionsOf(block, 8);
  const name = options.get(option.interfaceName)?.toString();
  const description = options.get(option.interfaceDescription)?.toString();
  if (name === undefined || description === undefined) return null;
  if (options.get(option.interfaceResolution)?.[0] !== nanoseconds) return null;
  // Interface names hold no slash, paths of namespaces do.
  return { name, interface: description.slice(description.lastIndexOf('/') + 1), snapLength: block.u32(4) };
}

/** The frame of an enhanced packet block; null where its interface or its length cannot be. */
export function decodeFrame(block: Block, points: readonly RecordedPoint[], index: number): RawFrame | null {
  if (block.length < 20) return null;
  const point = points[block.u32(0)];
  const length = block.u32(12);
  if (point === undefined || 20 + length > block.length) return null;
  const bytes = block.bytes.subarray(block.start + 20, block.start + 20 + length);
  return {
    index,
    point: point.name,
    time: (BigInt(block.u32(4)) << 32n) | BigInt(block.u32(8)),
    bytes,
    wireLength: block.u32(16),
    marker: readMarker(bytes) !== null,
  };
}

/** The counts of an interface statistics block; null where its interface cannot be. */
export function decodeStatistics(block: Block, points: readonly RecordedPoint[]): PointStatistics | null {
  if (block.length < 12) return null;
  const point = points[block.u32(0)];
  if (point === undefined) return null;
  const options = optionsOf(block, 12);
  const count = (code: number): number => {
    const value = options.get(code);
    if (value?.length !== 8) return 0;
    return Number(block.littleEndian ? value.readBigUInt64LE() : value.readBigUInt64BE());
  };
  return {
    point: point.name,
    received: count(option.statisticsReceived),
    dropped: count(option.statisticsDroppedBySystem),
    droppedByInterface: count(option.statisticsDroppedByInterface),
  };
}
