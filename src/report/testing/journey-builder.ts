import { findTranslations, type Hop, type Journey } from '../../journey/index.js';
import { decodePacket } from '../../packet/index.js';

/** A test frame: an IPv4 packet over Ethernet. */
export interface FrameSpec {
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  /** IPv4 identification; identifies the packet at every point. */
  readonly id: number;
  readonly transport:
    | { readonly kind: 'icmp'; readonly type: number; readonly id: number; readonly sequence: number }
    | {
        readonly kind: 'tcp';
        readonly sourcePort: number;
        readonly destinationPort: number;
        readonly flags: number;
        readonly sequence: number;
        readonly payload: string;
      }
    | { readonly kind: 'udp'; readonly sourcePort: number; readonly destinationPort: number; readonly payload: string };
}

/** TCP flag bits (RFC 9293, 3.1). */
export const flags = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

/** Encodes the frame. MAC addresses are 02:42 and the IP address, as the engine makes them. */
export function frameBytes(spec: FrameSpec): Uint8Array {
  const inside = transport(spec.transport);
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(20 + inside.length, 2);
  header.writeUInt16BE(spec.id, 4);
  header.writeUInt16BE(0x4000, 6);
  header.writeUInt8(spec.ttl, 8);
  header.writeUInt8({ icmp: 1, tcp: 6, udp: 17 }[spec.transport.kind], 9);
  header.set(octets(spec.source), 12);
  header.set(octets(spec.destination), 16);
  return Buffer.concat([
    Buffer.from([2, 0x42, ...octets(spec.destination), 2, 0x42, ...octets(spec.source), 8, 0]),
    header,
    inside,
  ]);
}

function transport(spec: FrameSpec['transport']): Buffer {
  if (spec.kind === 'icmp') {
    const message = Buffer.alloc(64);
    message.writeUInt8(spec.type, 0);
    message.writeUInt16BE(spec.id, 4);
    message.writeUInt16BE(spec.sequence, 6);
    return message;
  }
  const header = Buffer.alloc(spec.kind === 'tcp' ? 20 : 8);
  header.writeUInt16BE(spec.sourcePort, 0);
  header.writeUInt16BE(spec.destinationPort, 2);
  if (spec.kind === 'udp') header.writeUInt16BE(8 + Buffer.byteLength(spec.payload), 4);
  else {
    header.writeUInt32BE(spec.sequence, 4);
    header.writeUInt8(0x50, 12);
    header.writeUInt8(spec.flags, 13);
    header.writeUInt16BE(64240, 14);
  }
  return Buffer.concat([header, Buffer.from(spec.payload)]);
}

function octets(address: string): number[] {
  return address.split('.').map(Number);
}

/** A hop to build, with what differs from the hop before. */
export interface HopSpec extends Partial<FrameSpec> {
  /** The point. */
  readonly at: string;
  /** Microseconds from the recording's start. */
  readonly afterUs: number;
}

/** The recording's start, nanoseconds since the epoch. */
const start = 1_772_373_731_204_117_902n;

/** Builds the journeys of one recording; numbers frames in the order they are added. */
export class JourneyBuilder {
  readonly journeys: Journey[] = [];
  frames = 0;

  /** Adds a packet seen at these points in turn, decoded from real bytes. `more` are the journey's other members. */
  addPacket(base: FrameSpec, hopSpecs: readonly HopSpec[], more: Omit<Journey, 'id' | 'hops'> = {}): this {
    let spec = base;
    const hops: Hop[] = [];
    for (const { at, afterUs, ...difference } of hopSpecs) {
      spec = { ...spec, ...difference };
      const bytes = frameBytes(spec);
      const packet = decodePacket(bytes, bytes.length);
      const before = hops.at(-1);
      hops.push({
        index: this.frames,
        point: at,
        time: start + BigInt(Math.round(afterUs * 1000)),
        packet,
        changes: before === undefined ? [] : findTranslations(before.packet, packet),
      });
      this.frames += 1;
    }
    this.journeys.push({ id: this.journeys.length + 1, hops, ...more });
    return this;
  }
}
