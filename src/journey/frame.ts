import { decodePacket, defaultDnsPorts, type Packet } from '../packet/index.js';
import type { Frame } from './types.js';

/** A frame of a recording before decoding. */
export interface UndecodedFrame extends Omit<Frame, 'packet'> {
  /** As captured, beginning with the Ethernet header. */
  readonly bytes: Uint8Array;
  /** Bytes that were on the wire. */
  readonly wireLength: number;
}

/**
 * Docker's embedded resolver (moby, libnetwork/resolver.go). Behind its DNAT, as on a container's lo, it listens on
 * ephemeral ports and speaks DNS there.
 */
const resolver = '127.0.0.11';

/** Decodes frames, except for docknet's own markers. Returns them in time order. */
export function decodeFrames(frames: readonly (UndecodedFrame & { readonly marker: boolean })[]): Frame[] {
  return frames.flatMap((frame) => (frame.marker ? [] : [decodeFrame(frame)])).sort(compareFrames);
}

/** Decodes a frame. Traffic with Docker's embedded resolver is decoded as DNS on any port. */
export function decodeFrame({ index, point, time, bytes, wireLength }: UndecodedFrame): Frame {
  const packet = decodePacket(bytes, wireLength);
  const port = findResolverPort(packet);
  return {
    index,
    point,
    time,
    packet: port === null ? packet : decodePacket(bytes, wireLength, { dnsPorts: new Set([...defaultDnsPorts, port]) }),
  };
}

function findResolverPort({ ip, tcp, udp, dns }: Packet): number | null {
  const transport = tcp ?? udp;
  if (ip === null || transport === null || dns !== null) return null;
  return ip.destination === resolver ? transport.destinationPort : ip.source === resolver ? transport.sourcePort : null;
}

/**
 * Returns how many of a frame's bytes joining needs: 512 of a TCP segment, all of anything else and of DNS over TCP,
 * which is a whole message in a segment.
 */
export function countRelevantBytes(bytes: Uint8Array): number {
  const isTcp = bytes[12] === 0x08 && bytes[13] === 0x00 && bytes[23] === 6;
  const headers = 14 + (bytes[14]! & 0x0f) * 4;
  if (!isTcp || bytes.length < headers + 4) return bytes.length;
  const ports = [(bytes[headers]! << 8) | bytes[headers + 1]!, (bytes[headers + 2]! << 8) | bytes[headers + 3]!];
  return ports.some((port) => defaultDnsPorts.has(port)) ? bytes.length : 512;
}

/**
 * Orders frames by timestamp; with equal timestamps the packet with the higher TTL comes first, being earlier on its
 * way.
 */
export function compareFrames(a: Frame, b: Frame): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return (b.packet.ip?.ttl ?? 0) - (a.packet.ip?.ttl ?? 0) || a.index - b.index;
}
