import { decode, defaultDnsPorts, type Packet } from '../packet/index.js';
import type { Sighting } from './types.js';

/** A frame of a recording, as far as decoding it needs. */
export interface SeenFrame extends Omit<Sighting, 'packet'> {
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
export function sightingOf({ index, point, time, bytes, wireLength }: SeenFrame): Sighting {
  const packet = decode(bytes, wireLength);
  const port = resolverPort(packet);
  return { index, point, time, packet: port === null ? packet : decode(bytes, wireLength, { dnsPorts: new Set([...defaultDnsPorts, port]) }) };
}

function resolverPort({ ip, tcp, udp, dns }: Packet): number | null {
  const transport = tcp ?? udp;
  if (ip === null || transport === null || dns !== null) return null;
  return ip.destination === resolver ? transport.destinationPort : ip.source === resolver ? transport.sourcePort : null;
}
