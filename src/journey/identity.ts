import type { Icmp, Ip, Packet } from '../packet/index.js';
import { fingerprint } from './fingerprint.js';

/** What stays the same of a packet on its way, and how far it tells packets apart. */
export interface Identity {
  /** Equal for the same packet at every point; addresses, ports, MACs, TTL, ICMP ids and checksums are not in it. */
  readonly key: string;
  /**
   * True where the key holds a number that sender or kernel picks afresh for each packet: a TCP sequence number, a DNS
   * id, an IP id other than 0. A kernel sends many packets that may not be fragmented with id 0 (RFC 6864 §4.1), and
   * then two flows with the same payload have the same key.
   */
  readonly distinctive: boolean;
}

/** What to know the packet by at another point. */
export function identity(packet: Packet): Identity {
  const { ip, arp } = packet;
  if (ip !== null) return ipIdentity(packet, ip);
  if (arp !== null) {
    // ARP is never translated or routed, so its addresses belong to what it is.
    return {
      key: `arp ${arp.operation} ${arp.senderMac} ${arp.senderAddress} ${arp.targetMac} ${arp.targetAddress}`,
      distinctive: false,
    };
  }
  const frame = packet.ethernet;
  const addresses = frame === null ? '' : `${frame.etherType} ${frame.source} ${frame.destination}`;
  return { key: `frame ${addresses} ${packet.wireLength} ${fingerprint(packet.payload)}`, distinctive: false };
}

function ipIdentity(packet: Packet, ip: Ip): Identity {
  const { tcp, udp, icmp, dns, payload } = packet;
  const distinctive = ip.id !== null && ip.id !== 0;
  if (ip.moreFragments || ip.fragmentOffset !== 0) {
    return { key: `fragment ${ip.protocol} ${ip.id} ${ip.fragmentOffset} ${ip.length}`, distinctive };
  }
  if (tcp !== null) {
    const { fin, syn, rst, psh, ack } = tcp.flags;
    const flags = Number(fin) | (Number(syn) << 1) | (Number(rst) << 2) | (Number(psh) << 3) | (Number(ack) << 4);
    return {
      key: `tcp ${tcp.sequence} ${tcp.acknowledgement} ${flags} ${tcp.payloadLength} ${ip.id}`,
      distinctive: true,
    };
  }
  // DNS is in the key by its bytes alone: a port translated from or to one that carries DNS is read as DNS on one side only.
  if (udp !== null)
    return {
      key: `udp ${ip.id} ${udp.payloadLength} ${fingerprint(payload)}`,
      distinctive: distinctive || dns !== null,
    };
  if (icmp !== null) return icmpIdentity(packet, icmp, ip, distinctive);
  return { key: `ip ${ip.protocol} ${ip.id} ${ip.length} ${fingerprint(payload)}`, distinctive };
}

function icmpIdentity({ payload }: Packet, icmp: Icmp, ip: Ip, distinctive: boolean): Identity {
  const start = `icmp${icmp.version} ${icmp.type} ${icmp.code} ${ip.id}`;
  if (icmp.quoted !== null) {
    // Translation reaches into the quoted packet too, so its bytes differ and only its identity stays.
    const quoted = identity(icmp.quoted);
    return { key: `${start} ${quoted.key}`, distinctive: distinctive || quoted.distinctive };
  }
  // Not the ICMP id: masquerading replaces it when two flows have the same one.
  return { key: `${start} ${icmp.sequence ?? ''} ${ip.length} ${fingerprint(payload)}`, distinctive };
}
