import { readUint16, readUint32 } from './bytes.js';
import { noteCut, noteMalformed, requireBytes, type DecodeContext } from './context.js';
import { formatRecordData, formatRecordType, optType, readName } from './dns-record.js';
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

/** Returns whether either port carries DNS. */
export function isDnsPort(
  context: DecodeContext,
  ports: { readonly sourcePort: number; readonly destinationPort: number },
): boolean {
  return context.dnsPorts.has(ports.destinationPort) || context.dnsPorts.has(ports.sourcePort);
}

/** Decodes DNS over TCP (RFC 1035 section 4.2.2) if the segment holds exactly one complete message. */
export function decodeDnsOverTcp(context: DecodeContext, offset: number, end: number): void {
  const lengthField = 2;
  if (end - offset < lengthField + headerLength || context.bytes.length < offset + lengthField) return;
  if (readUint16(context.bytes, offset) === end - offset - lengthField) decodeDns(context, offset + lengthField, end);
}

/** Decodes the DNS message (RFC 1035 section 4) at `start` to `end`. Keeps what precedes an error. */
export function decodeDns(context: DecodeContext, start: number, end: number): void {
  if (!requireBytes(context, 'dns', 'a DNS header', start, headerLength, end)) return;
  const { bytes, packet } = context;
  const flags = readUint16(bytes, start + 2);
  const message: Sections = { questions: [], answers: [], authorities: [], additionals: [], extendedRcode: 0 };
  const problem = readSections(bytes, start, Math.min(end, bytes.length), message);
  if (problem !== null) (end > bytes.length ? noteCut : noteMalformed)(context, 'dns', problem);
  const { extendedRcode, ...sections } = message;
  const rcode = (extendedRcode << 4) | (flags & 0x0f);
  packet.dns = {
    id: readUint16(bytes, start),
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

/** Reads the sections as far as the bytes allow. Returns what is wrong, or null. */
function readSections(bytes: Uint8Array, start: number, end: number, message: Sections): string | null {
  let at = start + headerLength;
  const questions = readUint16(bytes, start + 4);
  for (let i = 0; i < questions; i += 1) {
    const name = readName(bytes, start, at, end);
    if (typeof name === 'string') return `in question ${i + 1} of ${questions}, ${name}`;
    if (name.next + 4 > end) return `question ${i + 1} of ${questions} runs past the end of the message`;
    message.questions.push({ name: name.name, type: formatRecordType(readUint16(bytes, name.next)) });
    at = name.next + 4;
  }
  for (const [section, countAt] of [
    ['answers', 6],
    ['authorities', 8],
    ['additionals', 10],
  ] as const) {
    const count = readUint16(bytes, start + countAt);
    for (let i = 0; i < count; i += 1) {
      const next = readRecord(bytes, start, at, end, message, section);
      if (typeof next === 'string') return `in record ${i + 1} of ${count} of the ${section}, ${next}`;
      at = next;
    }
  }
  return null;
}

/** Adds the record at `offset` to its section. Returns the next one's offset, or what is wrong. */
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
  const [type, recordClass, ttl, length] = [
    readUint16(bytes, fixed),
    readUint16(bytes, fixed + 2),
    readUint32(bytes, fixed + 4),
    readUint16(bytes, fixed + 8),
  ];
  const dataStart = fixed + 10;
  if (dataStart + length > end) return `its data of ${length} bytes runs past the end of the message`;
  const data = formatRecordData(type, {
    bytes,
    start,
    offset: dataStart,
    end: dataStart + length,
    class: recordClass,
    ttl,
  });
  if (data === null) return `its data of ${length} bytes is not that of a ${formatRecordType(type)} record`;
  if (type === optType) message.extendedRcode = ttl >>> 24;
  message[section].push({ name: name.name, type: formatRecordType(type), ttl: type === optType ? 0 : ttl, data });
  return dataStart + length;
}
