import { messageName } from './icmp-name.js';
import { ipv6At } from './address.js';
import { uint16 } from './octets.js';
import { has, payload, type Reading } from './reading.js';

const headerLength = 8;
const echo = { request: 128, reply: 129 } as const;
/** Neighbour solicitation, neighbour advertisement, redirect (RFC 4861): a target address follows the header. */
const targeted: ReadonlySet<number> = new Set([135, 136, 137]);
/** Types below this are errors and quote the packet they are about (RFC 4443 §2.1). */
const firstInformational = 128;

/** Type names (IANA ICMPv6 Parameters). */
const names: Readonly<Record<number, string>> = {
  1: 'destination unreachable',
  2: 'packet too big',
  3: 'time exceeded',
  4: 'parameter problem',
  128: 'echo request',
  129: 'echo reply',
  130: 'multicast listener query',
  131: 'multicast listener report',
  132: 'multicast listener done',
  133: 'router solicitation',
  134: 'router advertisement',
  135: 'neighbour solicitation',
  136: 'neighbour advertisement',
  137: 'redirect',
  143: 'multicast listener report v2',
};

/** Code names by type. */
const codes: Readonly<Record<number, readonly string[]>> = {
  1: [
    'no route',
    'administratively prohibited',
    'beyond scope of source',
    'address',
    'port',
    'source address policy',
    'reject route',
  ],
  3: ['in transit', 'in reassembly'],
  4: ['header field', 'next header', 'option'],
};

/** Reads an ICMPv6 message (RFC 4443, RFC 4861) and, for an error, the packet it quotes. */
export function readIcmpv6(reading: Reading, offset: number, end: number): void {
  const { bytes, packet } = reading;
  if (!has(reading, 'icmpv6', 'an ICMPv6 header', offset, headerLength, end)) return;
  const [type, code] = [bytes[offset]!, bytes[offset + 1]!];
  const isEcho = type === echo.request || type === echo.reply;
  const hasTarget = targeted.has(type) && has(reading, 'icmpv6', 'a target address', offset + headerLength, 16, end);
  // RFC 4884: byte 4 may give the quote's length in 8-byte words, where extensions follow it (types 1 and 3).
  const words = type === 1 || type === 3 ? bytes[offset + 4]! : 0;
  const quoteEnd = words === 0 ? end : Math.min(end, offset + headerLength + words * 8);
  packet.icmp = {
    version: 6,
    type,
    code,
    name: messageName({ types: names, codes }, type, code),
    id: isEcho ? uint16(bytes, offset + 4) : null,
    sequence: isEcho ? uint16(bytes, offset + 6) : null,
    quoted:
      type < firstInformational && names[type] !== undefined
        ? reading.quote(reading, offset + headerLength, quoteEnd)
        : null,
    target: hasTarget ? ipv6At(bytes, offset + headerLength) : null,
  };
  payload(reading, offset + headerLength, end);
}
