import { readIpv4Address, readIpv6Address, readUint16, readUint32 } from './bytes.js';
import { noteMalformed, requireBytes, setPayload, type DecodeContext } from './context.js';
import { decodeIcmp, decodeIcmpv6 } from './icmp.js';
import { decodeTcp, decodeUdp } from './tcp-udp.js';
import { decodeEsp } from './tunnel.js';
import type { Ip } from './types.js';

/** IP protocol numbers (IANA). */
const protocols = { icmp: 1, tcp: 6, udp: 17, esp: 50, icmpv6: 58 } as const;
const ipv4MinimumLength = 20;
const ipv6HeaderLength = 40;

/** Decodes an IPv4 header (RFC 791), skips its options, and decodes its content. */
export function decodeIpv4(context: DecodeContext, offset: number, end: number): void {
  const { bytes, packet } = context;
  if (!requireBytes(context, 'ipv4', 'an IPv4 header', offset, ipv4MinimumLength, end)) return;
  const version = bytes[offset]! >> 4;
  if (version !== 4) return noteMalformed(context, 'ipv4', `expected version 4, found ${version}`);
  const headerLength = (bytes[offset]! & 0x0f) * 4;
  if (headerLength < ipv4MinimumLength)
    return noteMalformed(context, 'ipv4', `a header length of ${headerLength} bytes is below the minimum, 20`);
  const length = readUint16(bytes, offset + 2);
  const fragment = readUint16(bytes, offset + 6);
  packet.ip = {
    version: 4,
    source: readIpv4Address(bytes, offset + 12),
    destination: readIpv4Address(bytes, offset + 16),
    ttl: bytes[offset + 8]!,
    protocol: bytes[offset + 9]!,
    id: readUint16(bytes, offset + 4),
    dontFragment: (fragment & 0x4000) !== 0,
    moreFragments: (fragment & 0x2000) !== 0,
    fragmentOffset: (fragment & 0x1fff) * 8,
    trafficClass: bytes[offset + 1]!,
    length,
  };
  // 0: a segment that the kernel has not split yet (BIG TCP), longer than the field's 65,535 bytes.
  const datagramEnd = length === 0 ? end : offset + length;
  if (length !== 0 && length < headerLength)
    return noteMalformed(
      context,
      'ipv4',
      `a total length of ${length} bytes is less than its header's ${headerLength}`,
    );
  if (
    !requireBytes(context, 'ipv4', 'the IPv4 header with its options', offset, headerLength, Math.min(end, datagramEnd))
  )
    return;
  // An ICMP error nearly always quotes only the start of a datagram.
  if (datagramEnd > end && context.depth === 0)
    noteMalformed(context, 'ipv4', `a total length of ${length} bytes, and the frame has only ${end - offset} for it`);
  decodeTransport(
    context,
    packet.ip,
    offset + headerLength,
    context.depth === 0 ? Math.min(datagramEnd, end) : datagramEnd,
  );
}

type IpDraft = { -readonly [Field in keyof Ip]: Ip[Field] };

/** Decodes an IPv6 header (RFC 8200), its extension headers and its content. */
export function decodeIpv6(context: DecodeContext, offset: number, end: number): void {
  const { bytes, packet } = context;
  if (!requireBytes(context, 'ipv6', 'an IPv6 header', offset, ipv6HeaderLength, end)) return;
  const version = bytes[offset]! >> 4;
  if (version !== 6) return noteMalformed(context, 'ipv6', `expected version 6, found ${version}`);
  const payloadLength = readUint16(bytes, offset + 4);
  const next = bytes[offset + 6]!;
  // 0: a jumbogram (RFC 2675). The kernel's are TCP segments that it has not split yet (BIG TCP).
  const jumbo = payloadLength === 0 && (next === extension.hopByHop || next === protocols.tcp);
  const stated = jumbo ? end : offset + ipv6HeaderLength + payloadLength;
  if (stated > end && context.depth === 0)
    noteMalformed(
      context,
      'ipv6',
      `a payload length of ${payloadLength} bytes, and the frame has only ${end - offset - ipv6HeaderLength} for it`,
    );
  const datagramEnd = context.depth === 0 ? Math.min(stated, end) : stated;
  const ip: IpDraft = {
    version: 6,
    source: readIpv6Address(bytes, offset + 8),
    destination: readIpv6Address(bytes, offset + 24),
    ttl: bytes[offset + 7]!,
    protocol: next,
    id: null,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    trafficClass: (readUint16(bytes, offset) >> 4) & 0xff,
    length: jumbo ? end - offset : ipv6HeaderLength + payloadLength,
  };
  packet.ip = ip;
  const transport = skipExtensions(context, ip, offset + ipv6HeaderLength, datagramEnd);
  if (transport !== null) decodeTransport(context, ip, transport, datagramEnd);
}

/** Extension headers (IANA protocol numbers), without ESP: its content is encrypted. */
const extension = {
  hopByHop: 0,
  routing: 43,
  fragment: 44,
  authentication: 51,
  destination: 60,
  mobility: 135,
  hip: 139,
  shim6: 140,
} as const;
const extensions: ReadonlySet<number> = new Set(Object.values(extension));

/** Skips the extension headers and reads the fragment's. Returns the transport's offset; null if they end early. */
function skipExtensions(context: DecodeContext, ip: IpDraft, start: number, end: number): number | null {
  const { bytes } = context;
  let offset = start;
  while (extensions.has(ip.protocol)) {
    const kind = ip.protocol;
    if (!requireBytes(context, 'ipv6', 'an extension header', offset, 8, end)) return null;
    ip.protocol = bytes[offset]!;
    if (kind === extension.fragment) {
      const field = readUint16(bytes, offset + 2);
      ip.fragmentOffset = field & 0xfff8;
      ip.moreFragments = (field & 1) !== 0;
      ip.id = readUint32(bytes, offset + 4);
      offset += 8;
      // Only the first fragment has further headers.
      if (ip.fragmentOffset !== 0) return offset;
      continue;
    }
    // RFC 4302 counts the authentication header in 4-byte units less 2, the others in 8-byte units less 1.
    const length = kind === extension.authentication ? (bytes[offset + 1]! + 2) * 4 : (bytes[offset + 1]! + 1) * 8;
    if (!requireBytes(context, 'ipv6', `an extension header of type ${kind}`, offset, length, end)) return null;
    offset += length;
  }
  return offset;
}

/** Decodes an IP packet's content, from `offset` to the datagram's `end`. */
function decodeTransport(context: DecodeContext, ip: Ip, offset: number, end: number): void {
  // Only the first fragment begins with a transport header.
  if (ip.fragmentOffset !== 0) return setPayload(context, offset, end);
  if (ip.protocol === protocols.tcp) decodeTcp(context, offset, end);
  else if (ip.protocol === protocols.udp) decodeUdp(context, ip, offset, end);
  else if (ip.protocol === protocols.icmp && ip.version === 4) decodeIcmp(context, offset, end);
  else if (ip.protocol === protocols.icmpv6 && ip.version === 6) decodeIcmpv6(context, offset, end);
  else if (ip.protocol === protocols.esp) decodeEsp(context, offset, end);
  else setPayload(context, offset, end);
}
