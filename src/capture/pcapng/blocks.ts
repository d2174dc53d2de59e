import { isIPv4, isIPv6 } from 'node:net';
import { endianness } from 'node:os';
import type { Point, PointStatistics } from '../types.js';

/**
 * Numbers of the pcapng format (draft-ietf-opsawg-pcapng, sections 3.5 and 4) that docknet uses: one section, an
 * interface block per point, enhanced packet blocks, name resolution, interface statistics.
 */
export const blockType = { section: 0x0a0d0d0a, interface: 1, names: 4, statistics: 5, packet: 6 } as const;
export const byteOrderMagic = 0x1a2b3c4d;
const linkTypeEthernet = 1;
export const optionCode = {
  end: 0,
  comment: 1,
  sectionApplication: 4,
  interfaceName: 2,
  interfaceDescription: 3,
  interfaceResolution: 9,
  interfaceFilter: 11,
  packetFlags: 2,
  packetId: 5,
  statisticsReceived: 4,
  statisticsDroppedByInterface: 5,
  statisticsDroppedBySystem: 7,
} as const;
/** if_tsresol: 10^-9 seconds. */
export const nanoseconds = 9;
/** Name resolution records (section 4.5): an address in network order, then names, each ended by a zero byte. */
const nameRecord = { end: 0, ipv4: 1, ipv6: 2 } as const;
/** Start of the section's application option in every recording of docknet. */
export const application = 'docknet';

/** An option's code and value, or a name resolution record, which has the same form. */
export type Option = readonly [code: number, value: Uint8Array];

/** The machine's byte order, which libpcap's blocks (the patch of cap) have too. */
export const littleEndian = endianness() === 'LE';

/** Returns the next multiple of four: every option and block ends on one. */
export function padded(length: number): number {
  return (length + 3) & ~3;
}

/** Encodes the section header that begins every recording. */
export function sectionHeader(): Buffer {
  return encodeBlock(blockType.section, [
    u32(byteOrderMagic),
    u16(1),
    u16(0),
    u64(0xffffffffffffffffn), // length not given: the section ends with the file
    encodeOptions([[optionCode.sectionApplication, Buffer.from(application)]]),
  ]);
}

/** Encodes a point's interface block. `filter` is libpcap's, empty for none. */
export function interfaceBlock(point: Point, snapLength: number, filter: string): Buffer {
  return encodeBlock(blockType.interface, [
    u16(linkTypeEthernet),
    u16(0),
    u32(snapLength),
    encodeOptions([
      [optionCode.interfaceName, Buffer.from(point.name)],
      [optionCode.interfaceDescription, Buffer.from(`${point.namespace}/${point.interface}`)],
      [optionCode.interfaceResolution, Uint8Array.of(nanoseconds)],
      ...(filter === '' ? [] : [[optionCode.interfaceFilter, Buffer.from(`\0${filter}`)] as const]),
    ]),
  ]);
}

/** Encodes the names that readers show in place of addresses. Skips texts that are no address. */
export function namesBlock(names: ReadonlyMap<string, readonly string[]>): Buffer {
  const records = [...names].flatMap(([address, known]): Option[] => {
    const bytes = encodeAddress(address);
    if (bytes === null || known.length === 0) return [];
    return [
      [
        bytes.length === 4 ? nameRecord.ipv4 : nameRecord.ipv6,
        Buffer.concat([bytes, Buffer.from(known.map((name) => `${name}\0`).join(''))]),
      ],
    ];
  });
  return encodeBlock(blockType.names, [
    records.length === 0 ? Buffer.concat([u16(nameRecord.end), u16(0)]) : encodeOptions(records),
  ]);
}

/** Encodes a point's statistics; `at` in nanoseconds since the epoch. */
export function statisticsBlock(interfaceId: number, at: bigint, counts: PointStatistics): Buffer {
  return encodeBlock(blockType.statistics, [
    u32(interfaceId),
    encodeTime(at),
    encodeOptions([
      [optionCode.statisticsReceived, u64(BigInt(counts.received))],
      [optionCode.statisticsDroppedByInterface, u64(BigInt(counts.droppedByInterface))],
      [optionCode.statisticsDroppedBySystem, u64(BigInt(counts.dropped))],
    ]),
  ]);
}

export function encodeBlock(type: number, parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length = u32(body.length + 12);
  return Buffer.concat([u32(type), length, body, length]);
}

export function encodeOptions(options: readonly Option[]): Buffer {
  if (options.length === 0) return Buffer.alloc(0);
  const encoded = options.flatMap(([code, value]) => [u16(code), u16(value.length), pad(value)]);
  return Buffer.concat([...encoded, u16(optionCode.end), u16(0)]);
}

/** Encodes a timestamp. The high word comes first in either byte order. */
export function encodeTime(nanoseconds: bigint): Buffer {
  return Buffer.concat([u32(Number(nanoseconds >> 32n)), u32(Number(nanoseconds & 0xffffffffn))]);
}

export function pad(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes], padded(bytes.length));
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  if (littleEndian) bytes.writeUInt16LE(value);
  else bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  if (littleEndian) bytes.writeUInt32LE(value >>> 0);
  else bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  if (littleEndian) bytes.writeBigUInt64LE(value);
  else bytes.writeBigUInt64BE(value);
  return bytes;
}

/** Encodes an IPv4 or IPv6 address in network order, 4 or 16 bytes; null for other texts and addresses with a zone. */
export function encodeAddress(address: string): Uint8Array | null {
  if (isIPv4(address)) return Uint8Array.from(address.split('.'), Number);
  if (!isIPv6(address) || address.includes('%')) return null;
  // An IPv4 address at the end (RFC 4291 section 2.2) stands for the last two groups.
  const groups = address.replace(/[\d.]+$/, (end) => (end.includes('.') ? toIpv6Groups(end) : end));
  const [before = '', after] = groups.split('::');
  const split = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [head, tail] = [split(before), split(after ?? '')];
  const gap = Array.from({ length: after === undefined ? 0 : 8 - head.length - tail.length }, () => '0');
  return Uint8Array.from(
    [...head, ...gap, ...tail].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]),
  );
}

function toIpv6Groups(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
