import { macAt } from './address.js';
import { readArp } from './arp.js';
import { etherTypes } from './ether-type.js';
import { readIpv4 } from './ipv4.js';
import { readIpv6 } from './ipv6.js';
import { uint16 } from './octets.js';
import { has, payload, type Reading } from './reading.js';

/** 802.1Q, 802.1ad, and the pre-standard stacked tag. */
const tags: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const headerLength = 14;
const tagLength = 4;
const untagged: readonly number[] = [];

/** Reads the Ethernet header, its VLAN tags, and the layers in it. `end` is the frame's length on the wire. */
export function readEthernet(reading: Reading, end: number): void {
  const { bytes, packet } = reading;
  if (!has(reading, 'ethernet', 'an Ethernet header', 0, headerLength, end)) return;
  let etherType = uint16(bytes, 12);
  let offset = headerLength;
  let vlans: number[] | null = null;
  while (tags.has(etherType)) {
    if (!has(reading, 'ethernet', 'a VLAN tag', offset, tagLength, end)) break;
    (vlans ??= []).push(uint16(bytes, offset) & 0x0fff);
    etherType = uint16(bytes, offset + 2);
    offset += tagLength;
  }
  packet.ethernet = { destination: macAt(bytes, 0), source: macAt(bytes, 6), etherType, vlans: vlans ?? untagged };
  if (etherType === etherTypes.ipv4) readIpv4(reading, offset, end);
  else if (etherType === etherTypes.ipv6) readIpv6(reading, offset, end);
  else if (etherType === etherTypes.arp) readArp(reading, offset, end);
  else payload(reading, offset, end);
}
