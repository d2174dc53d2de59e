import { readUint16, readUint32 } from './bytes.js';
import { noteCut, noteMalformed, requireBytes, setPayload, type DecodeContext } from './context.js';
import { decodeDns, decodeDnsOverTcp, isDnsPort } from './dns.js';
import { decodeVxlan, vxlanPort } from './tunnel.js';
import type { Ip, TcpFlags } from './types.js';

const tcpMinimumLength = 20;
const udpHeaderLength = 8;
/** Bytes that an ICMP error quotes at least (RFC 792): the ports and the sequence number. */
const quotedLength = 8;

/** The eight flags by the value of their byte, shared by all segments. */
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

/** Decodes a TCP header (RFC 9293), skips its options, and sets its payload. */
export function decodeTcp(context: DecodeContext, offset: number, end: number): void {
  const { bytes, packet } = context;
  if (isShortQuote(context, offset, end)) return decodeShortQuote(context, offset);
  if (!requireBytes(context, 'tcp', 'a TCP header', offset, tcpMinimumLength, end)) return;
  const headerLength = (bytes[offset + 12]! >> 4) * 4;
  const payloadLength = end - offset - headerLength;
  packet.tcp = {
    sourcePort: readUint16(bytes, offset),
    destinationPort: readUint16(bytes, offset + 2),
    sequence: readUint32(bytes, offset + 4),
    acknowledgement: readUint32(bytes, offset + 8),
    flags: flagSets[bytes[offset + 13]!]!,
    window: readUint16(bytes, offset + 14),
    maximumSegmentSize: null,
    payloadLength: Math.max(0, payloadLength),
  };
  if (headerLength < tcpMinimumLength)
    return noteMalformed(context, 'tcp', `a header length of ${headerLength} bytes is below the minimum, 20`);
  if (!requireBytes(context, 'tcp', 'the TCP header with its options', offset, headerLength, end)) return;
  const maximumSegmentSize = readSegmentSize(bytes, offset + tcpMinimumLength, offset + headerLength);
  if (maximumSegmentSize !== null) packet.tcp = { ...packet.tcp, maximumSegmentSize };
  setPayload(context, offset + headerLength, end);
  if (payloadLength > 0 && isDnsPort(context, packet.tcp)) decodeDnsOverTcp(context, offset + headerLength, end);
}

/** Kinds of TCP options (RFC 9293, section 3.1); every other kind has its length in the byte after it. */
const tcpOption = { end: 0, noOperation: 1, maximumSegmentSize: 2 };

/** Finds the maximum segment size in a TCP header's options; null if it is not there or cut. */
function readSegmentSize(bytes: Uint8Array, start: number, end: number): number | null {
  let at = start;
  while (at + 1 < end) {
    const kind = bytes[at]!;
    if (kind === tcpOption.end) return null;
    const length = kind === tcpOption.noOperation ? 1 : bytes[at + 1]!;
    if (length === 0) return null;
    if (kind === tcpOption.maximumSegmentSize) return length === 4 && at + 4 <= end ? readUint16(bytes, at + 2) : null;
    at += length;
  }
  return null;
}

function isShortQuote(context: DecodeContext, offset: number, end: number): boolean {
  const present = context.bytes.length - offset;
  return context.depth > 0 && offset + tcpMinimumLength <= end && present >= quotedLength && present < tcpMinimumLength;
}

function decodeShortQuote(context: DecodeContext, offset: number): void {
  const { bytes, packet } = context;
  packet.tcp = {
    sourcePort: readUint16(bytes, offset),
    destinationPort: readUint16(bytes, offset + 2),
    sequence: readUint32(bytes, offset + 4),
    acknowledgement: 0,
    flags: flagSets[0]!,
    window: 0,
    maximumSegmentSize: null,
    payloadLength: 0,
  };
  noteCut(context, 'tcp', 'only the ports and the sequence number of the TCP header are quoted');
}

/** Decodes a UDP header (RFC 768) and sets its payload. */
export function decodeUdp(context: DecodeContext, ip: Ip, offset: number, end: number): void {
  const { bytes, packet } = context;
  if (!requireBytes(context, 'udp', 'a UDP header', offset, udpHeaderLength, end)) return;
  const stated = readUint16(bytes, offset + 4);
  packet.udp = {
    sourcePort: readUint16(bytes, offset),
    destinationPort: readUint16(bytes, offset + 2),
    payloadLength: Math.max(0, stated - udpHeaderLength),
  };
  if (stated < udpHeaderLength)
    return noteMalformed(context, 'udp', `a length of ${stated} bytes is less than its header's 8`);
  if (offset + stated > end && !ip.moreFragments)
    noteMalformed(context, 'udp', `a length of ${stated} bytes, and the IP packet has only ${end - offset} for it`);
  const datagramEnd = Math.min(offset + stated, end);
  setPayload(context, offset + udpHeaderLength, datagramEnd);
  // A first fragment holds only the start of a message, which would look malformed.
  if (ip.moreFragments) return;
  if (isDnsPort(context, packet.udp)) decodeDns(context, offset + udpHeaderLength, datagramEnd);
  if (packet.udp.destinationPort === vxlanPort) decodeVxlan(context, offset + udpHeaderLength, datagramEnd);
}
