import { ipv4At, macAt } from './address.js';
import { uint16 } from './octets.js';
import { has, malformed, type Reading } from './reading.js';

const fixedLength = 8;
const ethernetIpv4Length = 28;

/** Reads ARP (RFC 826) for IPv4 over Ethernet, the only kind Linux sends on Ethernet. */
export function readArp(reading: Reading, offset: number, end: number): void {
  const { bytes } = reading;
  if (!has(reading, 'arp', 'an ARP header', offset, fixedLength, end)) return;
  const [hardware, protocol] = [uint16(bytes, offset), uint16(bytes, offset + 2)];
  const [hardwareLength, protocolLength] = [bytes[offset + 4]!, bytes[offset + 5]!];
  if (hardware !== 1 || protocol !== 0x0800 || hardwareLength !== 6 || protocolLength !== 4) {
    malformed(
      reading,
      'arp',
      `expected Ethernet (1, 6 bytes) and IPv4 (0x0800, 4 bytes), found hardware ${hardware} (${hardwareLength} bytes) and protocol 0x${protocol.toString(16).padStart(4, '0')} (${protocolLength} bytes)`,
    );
    return;
  }
  if (!has(reading, 'arp', 'ARP for IPv4 over Ethernet', offset, ethernetIpv4Length, end)) return;
  const operation = uint16(bytes, offset + 6);
  reading.packet.arp = {
    operation: operation === 1 ? 'request' : operation === 2 ? 'reply' : operation,
    senderMac: macAt(bytes, offset + 8),
    senderAddress: ipv4At(bytes, offset + 14),
    targetMac: macAt(bytes, offset + 18),
    targetAddress: ipv4At(bytes, offset + 24),
  };
}
