import { readName } from './dns-name.js';
import { optType, recordData, typeName } from './dns-record.js';
import { uint16, uint32 } from './octets.js';
import { cut, has, malformed, type Reading } from './reading.js';
import type { Dns, DnsAnswer, DnsQuestion } from './types.js';

const headerLength = 12;
/** Response codes (IANA DNS Parameters). */
const rcodes: readonly string[] = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
];

/** Whether either port is one that carries DNS in this recording. */
export function isDnsPort(
  reading: Reading,
  ports: { readonly sourcePort: number; readonly destinationPort: number },
): boolean {
  return reading.dnsPorts.has(ports.destinationPort) || reading.dnsPorts.has(ports.sourcePort);
}

/** Reads DNS over TCP (RFC 1035 §4.2.2) where this segment holds exactly one whole message; other segments say nothing. */
export function readDnsOverTcp(reading: Reading, offset: number, end: number): void {
  const lengthField = 2;
  if (end - offset < lengthField + headerLength || reading.bytes.length < offset + lengthField) return;
  if (uint16(reading.bytes, offset) === end - offset - lengthField) readDns(reading, offset + lengthField, end);
}

/** Reads the DNS message (RFC 1035 §4) of a UDP datagram or TCP segment, at `start` to `end`; what was read before an error stands. */
export function readDns(reading: Reading, start: number, end: number): void {
  if (!has(reading, 'dns', 'a DNS header', start, headerLength, end)) return;
  const { bytes, packet } = reading;
  const flags = uint16(bytes, start + 2);
  const message: Sections = { questions: [], answers: [], authorities: [], additionals: [], extendedRcode: 0 };
  const problem = readSections(bytes, start, Math.min(end, bytes.length), message);
  if (problem !== null) (end > bytes.length ? cut : malformed)(reading, 'dns', problem);
  const { extendedRcode, ...sections } = message;
  const rcode = (extendedRcode << 4) | (flags & 0x0f);
  packet.dns = {
    id: uint16(bytes, start),
    response: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0x0f,
    rcode: rcodes[rcode] ?? (rcode === 16 ? 'BADVERS' : `RCODE ${rcode}`),
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    ...sections,
  } satisfies Dns;
}

interface Sections {
  questions: DnsQuestion[];
  answers: DnsAnswer[];
  authorities: DnsAnswer[];
  additionals: DnsAnswer[];
  /** The upper eight bits of the response code, from the OPT record. */
  extendedRcode: number;
}

/** Fills the sections as far as the bytes allow; what is wrong, or null. */
function readSections(bytes: Uint8Array, start: number, end: number, message: Sections): string | null {
  let at = start + headerLength;
  const questions = uint16(bytes, start + 4);
  for (let i = 0; i < questions; i += 1) {
    const name = readName(bytes, start, at, end);
    if (typeof name === 'string') return `in question ${i + 1} of ${questions}, ${name}`;
    if (name.next + 4 > end) return `question ${i + 1} of ${questions} runs past the end of the message`;
    message.questions.push({ name: name.name, type: typeName(uint16(bytes, name.next)) });
    at = name.next + 4;
  }
  for (const [section, countAt] of [
    ['answers', 6],
    ['authorities', 8],
    ['additionals', 10],
  ] as const) {
    const count = uint16(bytes, start + countAt);
    for (let i = 0; i < count; i += 1) {
      const next = readRecord(bytes, start, at, end, message, section);
      if (typeof next === 'string') return `in record ${i + 1} of ${count} of the ${section}, ${next}`;
      at = next;
    }
  }
  return null;
}

/** Appends the record at `offset` to its section; where the next one starts, or what is wrong. */
function readRecord(
  bytes: Uint8Array,
  start: number,
  offset: number,
  end: number,
  message: Sections,
  section: 'answers' | 'authorities' | 'additionals',
): number | string {
  const name = readName(bytes, start, offset, end);
  if (typeof name === 'string') return name;
  const fixed = name.next;
  if (fixed + 10 > end) return 'its fixed part runs past the end of the message';
  const [type, klass, ttl, length] = [
    uint16(bytes, fixed),
    uint16(bytes, fixed + 2),
    uint32(bytes, fixed + 4),
    uint16(bytes, fixed + 8),
  ];
  const dataStart = fixed + 10;
  if (dataStart + length > end) return `its data of ${length} bytes runs past the end of the message`;
  const data = recordData(type, { bytes, start, offset: dataStart, end: dataStart + length, class: klass, ttl });
  if (data === null) return `its data of ${length} bytes is not that of a ${typeName(type)} record`;
  if (type === optType) message.extendedRcode = ttl >>> 24;
  message[section].push({ name: name.name, type: typeName(type), ttl: type === optType ? 0 : ttl, data });
  return dataStart + length;
}
