import type { Hook, PacketHeader } from '../types.js';
import { decodePacket } from '../../packet/index.js';
import { extractHeader } from './packet-header.js';

/** A message of nfnetlink_log about one packet at one rule: legacy iptables' trace (xt_TRACE), or docknet's own log. */
export interface NflogMessage {
  readonly prefix: string;
  readonly hook: Hook;
  /** Interface indices. */
  readonly in: string | null;
  readonly out: string | null;
  readonly header: PacketHeader;
}

/** By number (linux/netfilter.h). */
const hooks: readonly Hook[] = ['prerouting', 'input', 'forward', 'output', 'postrouting'];
/** linux/netfilter/nfnetlink_log.h */
const attribute = { packetHeader: 1, inDevice: 4, outDevice: 5, payload: 9, prefix: 10 } as const;
/** Bytes formatted of a packet: the IP header with options, and the ports. */
const packetLength = 80;

/**
 * Formats a packet of libpcap's NFLOG link type (LINKTYPE_NFLOG: four bytes, then netlink attributes in the machine's
 * byte order) as a line of text for the evidence. Returns null for a packet that is not IPv4.
 */
export function formatNflogRecord(record: Uint8Array): string | null {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  if (record.length < 4 || record[0] !== 2) return null;
  let [hook, inDevice, outDevice, prefix, packet]: [number, number, number, string, Uint8Array | null] = [
    -1,
    0,
    0,
    '',
    null,
  ];
  for (let at = 4; at + 4 <= record.length;) {
    const length = view.getUint16(at, true);
    const value = record.subarray(at + 4, at + length);
    if (length < 4) break;
    switch (view.getUint16(at + 2, true) & 0x3fff) {
      case attribute.packetHeader:
        hook = value[2] ?? -1;
        break;
      case attribute.inDevice:
        inDevice = view.getUint32(at + 4);
        break;
      case attribute.outDevice:
        outDevice = view.getUint32(at + 4);
        break;
      case attribute.prefix:
        prefix = new TextDecoder().decode(value).replace(/\0.*$/s, '');
        break;
      case attribute.payload:
        packet = value.subarray(0, packetLength);
        break;
    }
    at += (length + 3) & ~3;
  }
  const name = hooks[hook];
  if (packet === null || packet.length < 20 || name === undefined) return null;
  const bytes = [...packet].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  const destination = packet.subarray(16, 20).join('.');
  return `nflog ${name} in ${inDevice} out ${outDevice} daddr ${destination} "${prefix.trim()}" ${bytes}`;
}

/** Parses the lines of `formatNflogRecord`. */
export function parseNflogLines(text: string): NflogMessage[] {
  return text.split('\n').flatMap((line) => {
    const [, hook, inDevice = '0', outDevice = '0', prefix = '', bytes = ''] =
      /^nflog (\w+) in (\d+) out (\d+) daddr \S+ "(.*)" ([0-9a-f]+)$/.exec(line) ?? [];
    const header = hook === undefined ? null : extractHeader(decodeIpv4(bytes));
    if (header === null) return [];
    const device = (index: string): string | null => (index === '0' ? null : index);
    return [{ prefix, hook: hook as Hook, in: device(inDevice), out: device(outDevice), header }];
  });
}

/** Decodes an IPv4 packet without its frame, in hexadecimal digits. */
function decodeIpv4(bytes: string): ReturnType<typeof decodePacket> {
  const frame = new Uint8Array(14 + bytes.length / 2);
  frame.set([8, 0], 12);
  for (let at = 0; at < bytes.length; at += 2) frame[14 + at / 2] = Number.parseInt(bytes.slice(at, at + 2), 16);
  // The length on the wire is the header's business: only the beginning was kept.
  const length = ((frame[16] ?? 0) << 8) | (frame[17] ?? 0);
  return decodePacket(frame, 14 + length);
}
