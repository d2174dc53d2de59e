import { readIpv6Address, readMac, readUint16 } from './bytes.js';
import { requireBytes, setPayload, type DecodeContext } from './context.js';

/** The names of an ICMP version's messages: by type, and by code for types whose codes have names. */
interface MessageNames {
  readonly types: Readonly<Record<number, string>>;
  readonly codes: Readonly<Record<number, readonly string[]>>;
}

/** IANA ICMP Parameters. */
const icmpNames: MessageNames = {
  types: {
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
  },
  codes: {
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
  },
};

/** IANA ICMPv6 Parameters. */
const icmpv6Names: MessageNames = {
  types: {
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
  },
  codes: {
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
  },
};

const headerLength = 8;
const icmpEcho = { reply: 0, request: 8 } as const;
const icmpv6Echo = { request: 128, reply: 129 } as const;
/** Types that quote the packet they are about (RFC 792, RFC 1122 section 3.2.2). */
const icmpErrors: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
/** Types whose byte 5 may give the quote's length in 4-byte words, if extensions follow it (RFC 4884). */
const extensibleErrors: ReadonlySet<number> = new Set([3, 11, 12]);
/** Neighbour solicitation, neighbour advertisement, redirect (RFC 4861): a target address follows the header. */
const typesWithTarget: ReadonlySet<number> = new Set([135, 136, 137]);
const neighbourAdvertisement = 136;
/**
 * Bytes between the header and the options of a neighbour discovery message, by type (RFC 4861, section 4): router
 * solicitation and advertisement, neighbour solicitation and advertisement, redirect.
 */
const bytesBeforeOptions: Readonly<Record<number, number>> = { 133: 0, 134: 8, 135: 16, 136: 16, 137: 32 };
/** Source and target link-layer address. */
const linkAddressOptions: ReadonlySet<number> = new Set([1, 2]);
/** Lower types are errors and quote the packet they are about (RFC 4443 section 2.1). */
const firstInformational = 128;

/** Decodes an ICMP message (RFC 792) and the packet that an error quotes. */
export function decodeIcmp(context: DecodeContext, offset: number, end: number): void {
  const { bytes, packet } = context;
  if (!requireBytes(context, 'icmp', 'an ICMP header', offset, headerLength, end)) return;
  const [type, code] = [bytes[offset]!, bytes[offset + 1]!];
  const isEcho = type === icmpEcho.reply || type === icmpEcho.request;
  const words = extensibleErrors.has(type) ? bytes[offset + 5]! : 0;
  const quoteEnd = words === 0 ? end : Math.min(end, offset + headerLength + words * 4);
  packet.icmp = {
    version: 4,
    type,
    code,
    name: formatMessageName(icmpNames, type, code),
    id: isEcho ? readUint16(bytes, offset + 4) : null,
    sequence: isEcho ? readUint16(bytes, offset + 6) : null,
    quoted: icmpErrors.has(type) ? context.decodeQuoted(context, offset + headerLength, quoteEnd) : null,
    target: null,
    linkAddress: null,
    advertisement: null,
  };
  setPayload(context, offset + headerLength, end);
}

/** Decodes an ICMPv6 message (RFC 4443, RFC 4861) and the packet that an error quotes. */
export function decodeIcmpv6(context: DecodeContext, offset: number, end: number): void {
  const { bytes, packet } = context;
  if (!requireBytes(context, 'icmpv6', 'an ICMPv6 header', offset, headerLength, end)) return;
  const [type, code] = [bytes[offset]!, bytes[offset + 1]!];
  const body = offset + headerLength;
  const isEcho = type === icmpv6Echo.request || type === icmpv6Echo.reply;
  const isError = type < firstInformational && icmpv6Names.types[type] !== undefined;
  const hasTarget = typesWithTarget.has(type) && requireBytes(context, 'icmpv6', 'a target address', body, 16, end);
  // RFC 4884: byte 4 may give the quote's length in 8-byte words, if extensions follow it (types 1 and 3).
  const words = type === 1 || type === 3 ? bytes[offset + 4]! : 0;
  const quoteEnd = words === 0 ? end : Math.min(end, body + words * 8);
  packet.icmp = {
    version: 6,
    type,
    code,
    name: formatMessageName(icmpv6Names, type, code),
    id: isEcho ? readUint16(bytes, offset + 4) : null,
    sequence: isEcho ? readUint16(bytes, offset + 6) : null,
    quoted: isError ? context.decodeQuoted(context, body, quoteEnd) : null,
    target: hasTarget ? readIpv6Address(bytes, body) : null,
    linkAddress: readLinkAddress(context, type, body, end),
    advertisement:
      type === neighbourAdvertisement
        ? {
            router: (bytes[offset + 4]! & 0x80) !== 0,
            solicited: (bytes[offset + 4]! & 0x40) !== 0,
            override: (bytes[offset + 4]! & 0x20) !== 0,
          }
        : null,
  };
  setPayload(context, body, end);
}

/**
 * Reads the first link-layer address of the options of a neighbour discovery message. Each option has its type and its
 * length in units of eight bytes; one of length 0 is invalid and ends the search (RFC 4861, section 4.6).
 */
function readLinkAddress(context: DecodeContext, type: number, body: number, end: number): string | null {
  const { bytes } = context;
  const skipped = bytesBeforeOptions[type];
  if (skipped === undefined) return null;
  for (let option = body + skipped; option < end; option += bytes[option + 1]! * 8) {
    if (!requireBytes(context, 'icmpv6', 'an option', option, 8, end) || bytes[option + 1] === 0) return null;
    if (linkAddressOptions.has(bytes[option]!)) return readMac(bytes, option + 2);
  }
  return null;
}

/** Formats a message: "destination unreachable: port", "type 42 code 0" for an unnamed one. */
function formatMessageName({ types, codes }: MessageNames, type: number, code: number): string {
  const name = types[type];
  if (name === undefined) return `type ${type} code ${code}`;
  const detail = codes[type]?.[code];
  if (detail !== undefined) return `${name}: ${detail}`;
  return code === 0 ? name : `${name}: code ${code}`;
}
