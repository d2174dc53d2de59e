import { decodePacket, defaultDnsPorts, type Packet } from '../packet/index.js';
import type { Frame } from './types.js';

/** A frame of a recording, as far as decoding it needs. */
export interface SeenFrame extends Omit<Frame, 'packet'> {
  /** As captured, beginning with the Ethernet header. */
  readonly bytes: Uint8Array;
  /** Bytes that were on the wire. */
  readonly wireLength: number;
}

/**
 * Docker's embedded resolver (moby, libnetwork/resolver.go): behind its DNAT, as a container's lo shows it, it listens on ports
 * drawn at random, and what is spoken with it is DNS.
 */
const resolver = '127.0.0.11';

/** A frame, decoded. What Docker's embedded resolver is told and says is DNS, whatever port was drawn for it. */
export function decodeFrame({ index, point, time, bytes, wireLength }: SeenFrame): Frame {
  const packet = decodePacket(bytes, wireLength);
  const port = resolverPort(packet);
  return {
    index,
    point,
    time,
    packet: port === null ? packet : decodePacket(bytes, wireLength, { dnsPorts: new Set([...defaultDnsPorts, port]) }),
  };
}

function resolverPort({ ip, tcp, udp, dns }: Packet): number | null {
  const transport = tcp ?? udp;
  if (ip === null || transport === null || dns !== null) return null;
  return ip.destination === resolver ? transport.destinationPort : ip.source === resolver ? transport.sourcePort : null;
}

/**
 * How many of a frame's bytes joining wants: of a long download all but its headers is ballast; DNS over TCP, a whole message in a
 * segment, is read as a whole.
 */
export function countRelevantBytes(bytes: Uint8Array): number {
  const isTcp = bytes[12] === 0x08 && bytes[13] === 0x00 && bytes[23] === 6;
  const headers = 14 + (bytes[14]! & 0x0f) * 4;
  if (!isTcp || bytes.length < headers + 4) return bytes.length;
  const ports = [(bytes[headers]! << 8) | bytes[headers + 1]!, (bytes[headers + 2]! << 8) | bytes[headers + 3]!];
  return ports.some((port) => defaultDnsPorts.has(port)) ? bytes.length : 512;
}
