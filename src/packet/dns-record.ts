import { formatHex, formatPrintable, readIpv4Address, readIpv6Address, readUint16, readUint32 } from './bytes.js';

/** A domain name, and the offset after it in the message. */
export interface ReadName {
  readonly name: string;
  readonly next: number;
}

/** The longest name in bytes, length bytes included (RFC 1035 section 3.1). */
const longestName = 255;

/**
 * Reads the name at `offset` of a message at `start` to `end` of `bytes`, and follows compression pointers (RFC 1035
 * section 4.1.4). A pointer must lead before the labels that it ends, so there is no endless loop. Returns a string
 * that says what is wrong if there is no valid name.
 */
export function readName(bytes: Uint8Array, start: number, offset: number, end: number): ReadName | string {
  let name = '';
  let length = 1;
  let next = -1;
  let at = offset;
  let runStart = offset;
  for (;;) {
    if (at >= end) return 'a name runs past the end of the message';
    const byte = bytes[at]!;
    if (byte === 0) return { name: name === '' ? '.' : name, next: next === -1 ? at + 1 : next };
    const kind = byte & 0xc0;
    if (kind === 0xc0) {
      if (at + 1 >= end) return 'a compression pointer runs past the end of the message';
      const target = start + (((byte & 0x3f) << 8) | bytes[at + 1]!);
      if (target >= runStart) return 'a compression pointer does not point backwards';
      if (next === -1) next = at + 2;
      at = runStart = target;
      continue;
    }
    if (kind !== 0) return `a label begins with the reserved bits 0x${kind.toString(16)}`;
    if (at + 1 + byte > end) return 'a label runs past the end of the message';
    length += byte + 1;
    if (length > longestName) return `a name is longer than ${longestName} bytes`;
    const label = formatPrintable(bytes, at + 1, at + 1 + byte, '.');
    name = name === '' ? label : `${name}.${label}`;
    at += byte + 1;
  }
}

/** Record types by number (IANA DNS Parameters). */
const recordTypes: Readonly<Record<number, string>> = {
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

/** Formats a record type: "A", or "TYPEn" (RFC 3597) for an unknown one. */
export function formatRecordType(type: number): string {
  return recordTypes[type] ?? `TYPE${type}`;
}

/** A record's data at `offset` to `end`, in a message that begins at `start`, to which compression pointers refer. */
export interface RecordData {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly offset: number;
  readonly end: number;
  readonly class: number;
  /** The 32-bit TTL field, also of OPT. */
  readonly ttl: number;
}

/** Formats data by record type; null if the data does not have the type's form. */
const formatters: Readonly<Record<number, (data: RecordData) => string | null>> = {
  1: ({ bytes, offset, end }) => (end - offset === 4 ? readIpv4Address(bytes, offset) : null),
  28: ({ bytes, offset, end }) => (end - offset === 16 ? readIpv6Address(bytes, offset) : null),
  2: (data) => formatNames(data, 0, 1),
  5: (data) => formatNames(data, 0, 1),
  12: (data) => formatNames(data, 0, 1),
  15: (data) => formatNumbersAndName(data, 1),
  33: (data) => formatNumbersAndName(data, 3),
  6: formatSoa,
  16: formatTxt,
  [optType]: ({ class: size, ttl }) => `udp ${size} version ${(ttl >>> 16) & 0xff}${(ttl & 0x8000) === 0 ? '' : ' do'}`,
};

/** Formats a record's data as `DnsAnswer.data` describes; null if it does not have its type's form. */
export function formatRecordData(type: number, data: RecordData): string | null {
  const format = formatters[type];
  return format === undefined ? formatHex(data.bytes, data.offset, data.end) : format(data);
}

/** Formats `count` names that fill the data except `skip` bytes before and `after` bytes after them. */
function formatNames({ bytes, start, offset, end }: RecordData, skip: number, count: number, after = 0): string | null {
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

/** Formats `count` 16-bit numbers and a name: MX (RFC 1035), SRV (RFC 2782). */
function formatNumbersAndName(data: RecordData, count: number): string | null {
  const name = formatNames(data, count * 2, 1);
  if (name === null) return null;
  const numbers = Array.from({ length: count }, (_, i) => readUint16(data.bytes, data.offset + i * 2));
  return [...numbers, name].join(' ');
}

/** Formats primary server, mailbox, serial, refresh, retry, expire, minimum (RFC 1035 section 3.3.13). */
function formatSoa(data: RecordData): string | null {
  const timers = 20;
  const names = formatNames(data, 0, 2, timers);
  if (names === null) return null;
  const numbers = [0, 4, 8, 12, 16].map((at) => readUint32(data.bytes, data.end - timers + at));
  return [names, ...numbers].join(' ');
}

/** Formats strings of up to 255 bytes, each in quotes (RFC 1035 section 3.3.14). */
function formatTxt({ bytes, offset, end }: RecordData): string | null {
  const strings: string[] = [];
  for (let at = offset; at < end; at += bytes[at]! + 1) {
    const last = at + 1 + bytes[at]!;
    if (last > end) return null;
    strings.push(`"${formatPrintable(bytes, at + 1, last, '"')}"`);
  }
  return strings.join(' ');
}
