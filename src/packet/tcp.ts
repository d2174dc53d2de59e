import { isDnsPort, readDnsOverTcp } from './dns.js';
import { uint16, uint32 } from './octets.js';
import { cut, has, malformed, payload, type Reading } from './reading.js';
import type { TcpFlags } from './types.js';

const minimumLength = 20;
/** What RFC 792 promises of a packet that an ICMP error quotes: the ports and the sequence number. */
const quotedLength = 8;

/** Every combination of the eight flags, by the value of the flags byte, shared by all segments. */
const flagSets: readonly TcpFlags[] = Array.from({ length: 256 }, (_, byte) => {
  const bit = (n: number): boolean => (byte & (1 << n)) !== 0;
  return Object.freeze({
    fin: bit(0),
    syn: bit(1),
    rst: bit(2),
    psh: bit(3),
    ack: bit(4),
    urg: bit(5),
    ece: bit(6),
    cwr: bit(7),
  });
});

/** Reads a TCP header (RFC 9293), options skipped, and its payload. */
export function readTcp(reading: Reading, offset: number, end: number): void {
  const { bytes, packet } = reading;
  if (isShortQuote(reading, offset, end)) return readShortQuote(reading, offset);
  if (!has(reading, 'tcp', 'a TCP header', offset, minimumLength, end)) return;
  const headerLength = (bytes[offset + 12]! >> 4) * 4;
  const payloadLength = end - offset - headerLength;
  packet.tcp = {
    sourcePort: uint16(bytes, offset),
    destinationPort: uint16(bytes, offset + 2),
    sequence: uint32(bytes, offset + 4),
    acknowledgement: uint32(bytes, offset + 8),
    flags: flagSets[bytes[offset + 13]!]!,
    window: uint16(bytes, offset + 14),
    payloadLength: Math.max(0, payloadLength),
  };
  if (headerLength < minimumLength)
    return malformed(reading, 'tcp', `a header length of ${headerLength} bytes is below the least, 20`);
  if (!has(reading, 'tcp', 'the TCP header with its options', offset, headerLength, end)) return;
  payload(reading, offset + headerLength, end);
  if (payloadLength > 0 && isDnsPort(reading, packet.tcp)) readDnsOverTcp(reading, offset + headerLength, end);
}

function isShortQuote(reading: Reading, offset: number, end: number): boolean {
  const there = reading.bytes.length - offset;
  return reading.depth > 0 && offset + minimumLength <= end && there >= quotedLength && there < minimumLength;
}

function readShortQuote(reading: Reading, offset: number): void {
  const { bytes, packet } = reading;
  packet.tcp = {
    sourcePort: uint16(bytes, offset),
    destinationPort: uint16(bytes, offset + 2),
    sequence: uint32(bytes, offset + 4),
    acknowledgement: 0,
    flags: flagSets[0]!,
    window: 0,
    payloadLength: 0,
  };
  cut(reading, 'tcp', `of the TCP header only the ports and the sequence number are quoted`);
}
