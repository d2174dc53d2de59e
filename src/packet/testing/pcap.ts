import { readFileSync } from 'node:fs';

/** One frame of a classic pcap file. */
export interface PcapFrame {
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  readonly wireLength: number;
}

/** Magic number of a nanosecond pcap in this machine's (little-endian) byte order (draft-ietf-opsawg-pcap). */
const nanosecondMagic = 0xa1b23c4d;

/** The frames of a fixture as `tcpdump --nano -w` wrote it; fixtures are nanosecond, little-endian, Ethernet. */
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

/** The mixed recording (see fixtures/record-mixed.sh); tests run in the package's root. */
export const mixedRecording = 'src/packet/fixtures/mixed.pcap';
