import { ipv6At } from './address.js';
import { uint16, uint32 } from './octets.js';
import { has, malformed, type Reading } from './reading.js';
import { protocols, readTransport } from './transport.js';
import type { Ip } from './types.js';

type IpDraft = { -readonly [Field in keyof Ip]: Ip[Field] };

const headerLength = 40;

/** Reads an IPv6 header (RFC 8200), its extension headers, and what it carries. */
export function readIpv6(reading: Reading, offset: number, end: number): void {
  const { bytes, packet } = reading;
  if (!has(reading, 'ipv6', 'an IPv6 header', offset, headerLength, end)) return;
  const version = bytes[offset]! >> 4;
  if (version !== 6) return malformed(reading, 'ipv6', `expected version 6, found ${version}`);
  const payloadLength = uint16(bytes, offset + 4);
  const next = bytes[offset + 6]!;
  // A jumbogram (RFC 2675) says 0; the kernel makes them as TCP segments that it has yet to cut up (BIG TCP).
  const jumbo = payloadLength === 0 && (next === extension.hopByHop || next === protocols.tcp);
  const stated = jumbo ? end : offset + headerLength + payloadLength;
  if (stated > end && reading.depth === 0)
    malformed(
      reading,
      'ipv6',
      `a payload length of ${payloadLength} bytes, and the frame has only ${end - offset - headerLength} for it`,
    );
  const datagramEnd = reading.depth === 0 ? Math.min(stated, end) : stated;
  const ip: IpDraft = {
    version: 6,
    source: ipv6At(bytes, offset + 8),
    destination: ipv6At(bytes, offset + 24),
    ttl: bytes[offset + 7]!,
    protocol: next,
    id: null,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    trafficClass: (uint16(bytes, offset) >> 4) & 0xff,
    length: jumbo ? end - offset : headerLength + payloadLength,
  };
  packet.ip = ip;
  const transport = skipExtensions(reading, ip, offset + headerLength, datagramEnd);
  if (transport !== null) readTransport(reading, ip, transport, datagramEnd);
}

/** Extension headers (IANA protocol numbers). ESP is not among them: what follows it is encrypted. */
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

/** Walks the extension headers, noting the fragment's place; where the transport starts, or null if they end early. */
function skipExtensions(reading: Reading, ip: IpDraft, start: number, end: number): number | null {
  const { bytes } = reading;
  let offset = start;
  while (extensions.has(ip.protocol)) {
    const kind = ip.protocol;
    if (!has(reading, 'ipv6', 'an extension header', offset, 8, end)) return null;
    ip.protocol = bytes[offset]!;
    if (kind === extension.fragment) {
      const field = uint16(bytes, offset + 2);
      ip.fragmentOffset = field & 0xfff8;
      ip.moreFragments = (field & 1) !== 0;
      ip.id = uint32(bytes, offset + 4);
      offset += 8;
      // What follows a later fragment's header is the middle of something, not another header.
      if (ip.fragmentOffset !== 0) return offset;
      continue;
    }
    // RFC 4302 counts the authentication header in 4-byte units less 2, the others in 8-byte units less 1.
    const length = kind === extension.authentication ? (bytes[offset + 1]! + 2) * 4 : (bytes[offset + 1]! + 1) * 8;
    if (!has(reading, 'ipv6', `an extension header of type ${kind}`, offset, length, end)) return null;
    offset += length;
  }
  return offset;
}
