import { readIpv4Address, readMac, readUint16 } from './bytes.js';
import { noteMalformed, requireBytes, setPayload, type DecodeContext } from './context.js';
import { decodeIpv4, decodeIpv6 } from './ip.js';

/** EtherTypes that docknet decodes (IANA IEEE 802 Numbers). */
export const etherTypes = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;

/** 802.1Q, 802.1ad, and the pre-standard stacked tag. */
const tagTypes: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const headerLength = 14;
const tagLength = 4;
const noVlans: readonly number[] = [];

/** Decodes the Ethernet header, its VLAN tags and its content. `end` is the frame's length on the wire. */
export function decodeEthernet(context: DecodeContext, end: number): void {
  const { bytes, packet } = context;
  if (!requireBytes(context, 'ethernet', 'an Ethernet header', 0, headerLength, end)) return;
  let etherType = readUint16(bytes, 12);
  let offset = headerLength;
  let vlans: number[] | null = null;
  while (tagTypes.has(etherType)) {
    if (!requireBytes(context, 'ethernet', 'a VLAN tag', offset, tagLength, end)) break;
    (vlans ??= []).push(readUint16(bytes, offset) & 0x0fff);
    etherType = readUint16(bytes, offset + 2);
    offset += tagLength;
  }
  packet.ethernet = { destination: readMac(bytes, 0), source: readMac(bytes, 6), etherType, vlans: vlans ?? noVlans };
  if (etherType === etherTypes.ipv4) decodeIpv4(context, offset, end);
  else if (etherType === etherTypes.ipv6) decodeIpv6(context, offset, end);
  else if (etherType === etherTypes.arp) decodeArp(context, offset, end);
  else setPayload(context, offset, end);
}

const arpFixedLength = 8;
const arpLength = 28;

/** Decodes ARP (RFC 826) for IPv4 over Ethernet, the only kind that Linux sends on Ethernet. */
function decodeArp(context: DecodeContext, offset: number, end: number): void {
  const { bytes } = context;
  if (!requireBytes(context, 'arp', 'an ARP header', offset, arpFixedLength, end)) return;
  const [hardware, protocol] = [readUint16(bytes, offset), readUint16(bytes, offset + 2)];
  const [hardwareLength, protocolLength] = [bytes[offset + 4]!, bytes[offset + 5]!];
  if (hardware !== 1 || protocol !== 0x0800 || hardwareLength !== 6 || protocolLength !== 4) {
    noteMalformed(
      context,
      'arp',
      `expected Ethernet (1, 6 bytes) and IPv4 (0x0800, 4 bytes), ` +
        `found hardware ${hardware} (${hardwareLength} bytes) ` +
        `and protocol 0x${protocol.toString(16).padStart(4, '0')} (${protocolLength} bytes)`,
    );
    return;
  }
  if (!requireBytes(context, 'arp', 'ARP for IPv4 over Ethernet', offset, arpLength, end)) return;
  const operation = readUint16(bytes, offset + 6);
  context.packet.arp = {
    operation: operation === 1 ? 'request' : operation === 2 ? 'reply' : operation,
    senderMac: readMac(bytes, offset + 8),
    senderAddress: readIpv4Address(bytes, offset + 14),
    targetMac: readMac(bytes, offset + 18),
    targetAddress: readIpv4Address(bytes, offset + 24),
  };
}
