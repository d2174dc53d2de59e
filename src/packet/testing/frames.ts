import { readFileSync } from 'node:fs';

/** A UDP datagram in an IPv4 frame, without checksums, which UDP allows and decoding ignores. */
export interface Datagram {
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly ttl: number;
  readonly id: number;
  readonly payload: Uint8Array;
}

/** Builds the Ethernet frame of a datagram, for cases that no recording shows. */
export function buildFrame({
  source,
  sourcePort,
  destination,
  destinationPort,
  ttl,
  id,
  payload,
}: Datagram): Uint8Array {
  const frame = new Uint8Array(14 + 20 + 8 + payload.length);
  const view = new DataView(frame.buffer);
  view.setUint16(12, 0x0800);
  view.setUint8(14, 0x45);
  view.setUint16(16, 28 + payload.length);
  view.setUint16(18, id);
  view.setUint16(20, 0x4000);
  view.setUint8(22, ttl);
  view.setUint8(23, 17);
  frame.set(source.split('.').map(Number), 26);
  frame.set(destination.split('.').map(Number), 30);
  view.setUint16(34, sourcePort);
  view.setUint16(36, destinationPort);
  view.setUint16(38, 8 + payload.length);
  frame.set(payload, 42);
  return frame;
}

/** One frame of a classic pcap file. */
export interface PcapFrame {
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  readonly wireLength: number;
}

/** Magic number of a nanosecond pcap in this machine's (little-endian) byte order (draft-ietf-opsawg-pcap). */
const nanosecondMagic = 0xa1b23c4d;

/** Reads a fixture of `tcpdump --nano -w`: nanosecond, little-endian, Ethernet. */
export function readPcap(path: string): PcapFrame[] {
  const file = readFileSync(path);
  if (file.readUInt32LE(0) !== nanosecondMagic)
    throw new Error(`${path} is not a little-endian nanosecond pcap; record it with tcpdump --nano`);
  const frames: PcapFrame[] = [];
  for (let at = 24; at < file.length;) {
    const captured = file.readUInt32LE(at + 8);
    frames.push({
      time: BigInt(file.readUInt32LE(at)) * 1_000_000_000n + BigInt(file.readUInt32LE(at + 4)),
      bytes: new Uint8Array(file.subarray(at + 16, at + 16 + captured)),
      wireLength: file.readUInt32LE(at + 12),
    });
    at += 16 + captured;
  }
  return frames;
}

/** Path of the mixed recording (see fixtures/record-mixed.sh), relative to the package's root. */
export const mixedRecording = 'src/packet/fixtures/mixed.pcap';
