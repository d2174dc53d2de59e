import { messageName } from './icmp-name.js';
import { uint16 } from './octets.js';
import { has, payload, type Reading } from './reading.js';

const headerLength = 8;
const echo = { reply: 0, request: 8 } as const;
/** The types that quote the packet they are about (RFC 792, RFC 1122 §3.2.2). */
const errors: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
/** Those whose byte 5 may give the quote's length in 4-byte words, where extensions follow it (RFC 4884). */
const extensible: ReadonlySet<number> = new Set([3, 11, 12]);

/** Type names (IANA ICMP Parameters). */
const names: Readonly<Record<number, string>> = {
  0: 'echo reply',
  3: 'destination unreachable',
  4: 'source quench',
  5: 'redirect',
  8: 'echo request',
  9: 'router advertisement',
  10: 'router solicitation',
  11: 'time exceeded',
  12: 'parameter problem',
  13: 'timestamp',
  14: 'timestamp reply',
  17: 'address mask request',
  18: 'address mask reply',
  42: 'extended echo request',
  43: 'extended echo reply',
};

/** Code names by type. */
const codes: Readonly<Record<number, readonly string[]>> = {
  3: [
    'network',
    'host',
    'protocol',
    'port',
    'fragmentation needed',
    'source route failed',
    'network unknown',
    'host unknown',
    'source host isolated',
    'network prohibited',
    'host prohibited',
    'network for type of service',
    'host for type of service',
    'administratively prohibited',
    'host precedence violation',
    'precedence cutoff',
  ],
  5: ['network', 'host', 'network for type of service', 'host for type of service'],
  11: ['in transit', 'in reassembly'],
};

/** Reads an ICMP message (RFC 792) and, for an error, the packet it quotes. */
export function readIcmp(reading: Reading, offset: number, end: number): void {
  const { bytes, packet } = reading;
  if (!has(reading, 'icmp', 'an ICMP header', offset, headerLength, end)) return;
  const [type, code] = [bytes[offset]!, bytes[offset + 1]!];
  const isEcho = type === echo.reply || type === echo.request;
  const words = extensible.has(type) ? bytes[offset + 5]! : 0;
  const quoteEnd = words === 0 ? end : Math.min(end, offset + headerLength + words * 4);
  packet.icmp = {
    version: 4,
    type,
    code,
    name: messageName({ types: names, codes }, type, code),
    id: isEcho ? uint16(bytes, offset + 4) : null,
    sequence: isEcho ? uint16(bytes, offset + 6) : null,
    quoted: errors.has(type) ? reading.quote(reading, offset + headerLength, quoteEnd) : null,
    target: null,
  };
  payload(reading, offset + headerLength, end);
}
