import type { Frame } from '../capture/index.js';
import type { Sighting } from '../journey/index.js';
import { decode, defaultDnsPorts, type Packet } from '../packet/index.js';

/** Docker's embedded resolver (moby, libnetwork/resolver.go): behind its DNAT it listens on ports drawn at random, and what is spoken there is DNS. */
const resolver = '127.0.0.11';

/** A frame, decoded. */
export function sightingOf({ index, point, time, bytes, wireLength }: Frame): Sighting {
  const packet = decode(bytes, wireLength);
  const port = resolverPort(packet);
  return { index, point, time, packet: port === null ? packet : decode(bytes, wireLength, { dnsPorts: new Set([...defaultDnsPorts, port]) }) };
}

function resolverPort({ ip, tcp, udp, dns }: Packet): number | null {
  const transport = tcp ?? udp;
  if (ip === null || transport === null || dns !== null) return null;
  return ip.destination === resolver ? transport.destinationPort : ip.source === resolver ? transport.sourcePort : null;
}
