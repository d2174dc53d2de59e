import { ipv4At, ipv6At } from './address.js';
import { readName } from './dns-name.js';
import { hexadecimalRun, uint16, uint32 } from './octets.js';
import { printable } from './printable.js';

/** Record types by number (IANA DNS Parameters); the rest are "TYPEn". */
const types: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  13: 'HINFO',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  35: 'NAPTR',
  41: 'OPT',
  43: 'DS',
  46: 'RRSIG',
  47: 'NSEC',
  48: 'DNSKEY',
  64: 'SVCB',
  65: 'HTTPS',
  252: 'AXFR',
  255: 'ANY',
};

/** The number of the OPT pseudo-record (RFC 6891). */
export const optType = 41;

/** The record type's name. */
export function typeName(type: number): string {
  return types[type] ?? `TYPE${type}`;
}

/** A record's data and where it is: `start` is the message's, for compression pointers; `offset` to `end` the data's. */
export interface RecordData {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly offset: number;
  readonly end: number;
  readonly class: number;
  /** The 32-bit TTL field as it is. */
  readonly ttl: number;
}

type Reader = (data: RecordData) => string | null;

/** Readers by type; null when the data does not have the type's form. */
const readers: Readonly<Record<number, Reader>> = {
  1: ({ bytes, offset, end }) => (end - offset === 4 ? ipv4At(bytes, offset) : null),
  28: ({ bytes, offset, end }) => (end - offset === 16 ? ipv6At(bytes, offset) : null),
  2: (data) => names(data, 0, 1),
  5: (data) => names(data, 0, 1),
  12: (data) => names(data, 0, 1),
  15: (data) => numbered(data, 1),
  33: (data) => numbered(data, 3),
  6: soa,
  16: text,
  [optType]: ({ class: size, ttl }) => `udp ${size} version ${(ttl >>> 16) & 0xff}${(ttl & 0x8000) === 0 ? '' : ' do'}`,
};

/** The data as text, in the form `DnsAnswer.data` describes; null when it does not have the form its type demands. */
export function recordData(type: number, data: RecordData): string | null {
  const read = readers[type];
  return read === undefined ? hexadecimalRun(data.bytes, data.offset, data.end) : read(data);
}

/** `count` names, one after the other, `skip` bytes into the data, that fill the rest of it but for `after` bytes. */
function names({ bytes, start, offset, end }: RecordData, skip: number, count: number, after = 0): string | null {
  const found: string[] = [];
  let at = offset + skip;
  for (let i = 0; i < count; i += 1) {
    const read = readName(bytes, start, at, end);
    if (typeof read === 'string') return null;
    found.push(read.name);
    at = read.next;
  }
  return at + after === end ? found.join(' ') : null;
}

/** `count` 16-bit numbers and a name: MX (RFC 1035), SRV (RFC 2782). */
function numbered(data: RecordData, count: number): string | null {
  const name = names(data, count * 2, 1);
  if (name === null) return null;
  const numbers = Array.from({ length: count }, (_, i) => uint16(data.bytes, data.offset + i * 2));
  return [...numbers, name].join(' ');
}

/** Primary server, mailbox, serial, refresh, retry, expire, minimum (RFC 1035 §3.3.13). */
function soa(data: RecordData): string | null {
  const timers = 20;
  const pair = names(data, 0, 2, timers);
  if (pair === null) return null;
  const numbers = [0, 4, 8, 12, 16].map((at) => uint32(data.bytes, data.end - timers + at));
  return [pair, ...numbers].join(' ');
}

/** Strings of up to 255 bytes, each in quotes (RFC 1035 §3.3.14). */
function text({ bytes, offset, end }: RecordData): string | null {
  const strings: string[] = [];
  for (let at = offset; at < end; at += bytes[at]! + 1) {
    const last = at + 1 + bytes[at]!;
    if (last > end) return null;
    strings.push(`"${printable(bytes, at + 1, last, '"')}"`);
  }
  return strings.join(' ');
}
