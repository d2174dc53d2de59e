import { readMarker } from '../marker.js';
import type { PointStatistics, RawFrame, Recording } from '../types.js';
import type { Block } from './block-reader.js';
import { nanoseconds, optionCode, padded, type Option } from './blocks.js';

/** A point as its interface block describes it. */
export type RecordedPoint = Recording['points'][number];

/** Reads the application that wrote a section; null if the header has none. */
export function decodeApplication(section: Block): string | null {
  return readOptions(section, 16).get(optionCode.sectionApplication)?.toString() ?? null;
}

/** Decodes an interface block; null for one that docknet does not write. */
export function decodePoint(block: Block): RecordedPoint | null {
  if (block.length < 8) return null;
  const options = readOptions(block, 8);
  const name = options.get(optionCode.interfaceName)?.toString();
  const description = options.get(optionCode.interfaceDescription)?.toString();
  if (name === undefined || description === undefined) return null;
  if (options.get(optionCode.interfaceResolution)?.[0] !== nanoseconds) return null;
  // "NAMESPACE/INTERFACE": an interface's name holds no slash, a path does.
  return { name, interface: description.slice(description.lastIndexOf('/') + 1), snapLength: block.u32(4) };
}

/** Decodes an enhanced packet block; null if its interface or its length is impossible. */
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

/** Splits a packet block's body into the part before its options, and the options; null if its length is impossible. */
export function splitPacketOptions(
  block: Block,
): { readonly fixed: Buffer; readonly options: readonly Option[] } | null {
  const end = block.length < 20 ? Infinity : 20 + padded(block.u32(12));
  if (end > block.length) return null;
  return { fixed: block.body.subarray(0, end), options: listOptions(block, end) };
}

/** Decodes an interface statistics block; null if its interface is impossible. */
export function decodeStatistics(block: Block, points: readonly RecordedPoint[]): PointStatistics | null {
  if (block.length < 12) return null;
  const point = points[block.u32(0)];
  if (point === undefined) return null;
  const options = readOptions(block, 12);
  const count = (code: number): number => {
    const value = options.get(code);
    if (value?.length !== 8) return 0;
    return Number(block.littleEndian ? value.readBigUInt64LE() : value.readBigUInt64BE());
  };
  return {
    point: point.name,
    received: count(optionCode.statisticsReceived),
    dropped: count(optionCode.statisticsDroppedBySystem),
    droppedByInterface: count(optionCode.statisticsDroppedByInterface),
  };
}

/** Lists a block's options from `start` to its end, in order. */
function listOptions(block: Block, start: number): (readonly [code: number, value: Buffer])[] {
  const found: (readonly [number, Buffer])[] = [];
  let at = start;
  while (at + 4 <= block.length) {
    const code = block.u16(at);
    const length = block.u16(at + 2);
    if (code === optionCode.end || at + 4 + length > block.length) break;
    found.push([code, block.body.subarray(at + 4, at + 4 + length)]);
    at += 4 + padded(length);
  }
  return found;
}

/** Reads the same options by code, the first of repeated ones. */
function readOptions(block: Block, start: number): ReadonlyMap<number, Buffer> {
  return new Map(listOptions(block, start).reverse());
}
