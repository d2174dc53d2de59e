import { endianness } from 'node:os';
import { addressBytes } from './address-bytes.js';
import {
  application,
  blockType,
  byteOrderMagic,
  linkTypeEthernet,
  nameRecord,
  nanoseconds,
  option,
  padded,
} from './pcapng-format.js';
import type { Point, PointStatistics } from './types.js';

/** The machine's own order, as libpcap's blocks (the patch of cap) are in it too. */
export const little = endianness() === 'LE';

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  if (little) bytes.writeUInt16LE(value);
  else bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  if (little) bytes.writeUInt32LE(value >>> 0);
  else bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  if (little) bytes.writeBigUInt64LE(value);
  else bytes.writeBigUInt64BE(value);
  return bytes;
}

/** A timestamp's high word comes first in either byte order. */
function time(nanoseconds: bigint): Buffer {
  return Buffer.concat([u32(Number(nanoseconds >> 32n)), u32(Number(nanoseconds & 0xffffffffn))]);
}

function pad(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes], padded(bytes.length));
}

type Option = readonly [code: number, value: Uint8Array];

/** A block's options, or the records of a name resolution block, which are of the same form. */
function options(entries: readonly Option[]): Buffer {
  if (entries.length === 0) return Buffer.alloc(0);
  const encoded = entries.flatMap(([code, value]) => [u16(code), u16(value.length), pad(value)]);
  return Buffer.concat([...encoded, u16(option.end), u16(0)]);
}

function block(type: number, parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length = u32(body.length + 12);
  return Buffer.concat([u32(type), length, body, length]);
}

/** The section header that every recording begins with. */
export function sectionHeader(): Buffer {
  return block(blockType.section, [
    u32(byteOrderMagic),
    u16(1),
    u16(0),
    u64(0xffffffffffffffffn), // length not given: the section ends with the file
    options([[option.sectionApplication, Buffer.from(application)]]),
  ]);
}

/** A point's interface block; `filter` as given to libpcap, empty for none. */
export function interfaceBlock(point: Point, snapLength: number, filter: string): Buffer {
  return block(blockType.interface, [
    u16(linkTypeEthernet),
    u16(0),
    u32(snapLength),
    options([
      [option.interfaceName, Buffer.from(point.name)],
      [option.interfaceDescription, Buffer.from(`${point.namespace}/${point.interface}`)],
      [option.interfaceResolution, Uint8Array.of(nanoseconds)],
      ...(filter === '' ? [] : [[option.interfaceFilter, Buffer.from(`\0${filter}`)] as const]),
    ]),
  ]);
}

/** What is known of a frame beside its bytes. */
export interface PacketNotes {
  readonly comment?: string;
  readonly direction?: 'inbound' | 'outbound';
  /** The same for the same packet at every point; 64 bits. */
  readonly packetId?: number;
}

/** An enhanced packet block: `bytes` are what was kept of `wireLength` bytes. */
export function packetBlock(
  interfaceId: number,
  at: bigint,
  bytes: Uint8Array,
  wireLength: number,
  notes: PacketNotes = {},
): Buffer {
  return block(blockType.packet, [
    u32(interfaceId),
    time(at),
    u32(bytes.length),
    u32(wireLength),
    pad(bytes),
    options(noteOptions(notes)),
  ]);
}

function noteOptions({ comment, direction, packetId }: PacketNotes): Option[] {
  return [
    ...(comment === undefined ? [] : [[option.comment, cutText(comment)] as const]),
    ...(direction === undefined ? [] : [[option.packetFlags, u32(direction === 'inbound' ? 1 : 2)] as const]),
    ...(packetId === undefined ? [] : [[option.packetId, u64(BigInt(packetId))] as const]),
  ];
}

/** An option's length has 16 bits; a text beyond it is cut, at a character. */
function cutText(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length <= 0xffff) return bytes;
  let end = 0xffff;
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}

/** A name resolution block: what readers show in place of addresses. Addresses that are none are left out. */
export function namesBlock(names: ReadonlyMap<string, readonly string[]>): Buffer {
  const records = [...names].flatMap(([address, known]): Option[] => {
    const bytes = addressBytes(address);
    if (bytes === null || known.length === 0) return [];
    return [
      [
        bytes.length === 4 ? nameRecord.ipv4 : nameRecord.ipv6,
        Buffer.concat([bytes, Buffer.from(known.map((name) => `${name}\0`).join(''))]),
      ],
    ];
  });
  return block(blockType.names, [
    records.length === 0 ? Buffer.concat([u16(nameRecord.end), u16(0)]) : options(records),
  ]);
}

/** A point's statistics, `at` nanoseconds since the epoch. */
export function statisticsBlock(interfaceId: number, at: bigint, counts: PointStatistics): Buffer {
  return block(blockType.statistics, [
    u32(interfaceId),
    time(at),
    options([
      [option.statisticsReceived, u64(BigInt(counts.received))],
      [option.statisticsDroppedByInterface, u64(BigInt(counts.droppedByInterface))],
      [option.statisticsDroppedBySystem, u64(BigInt(counts.dropped))],
    ]),
  ]);
}
