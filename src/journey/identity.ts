import type { Icmp, Ip, Packet } from '../packet/index.js';

/** What a packet keeps on its way, and how far it tells packets apart. */
export interface Identity {
  /** Equal for the same packet at every point. Holds no addresses, ports, MACs, TTL, ICMP ids or checksums. */
  readonly key: string;
  /**
   * True if the key holds a number that sender or kernel picks for each packet: a TCP sequence number, a DNS id, an
   * IP id other than 0. A kernel sends many packets that may not be fragmented with id 0 (RFC 6864 §4.1); two flows
   * with the same payload then have the same key.
   */
  readonly distinctive: boolean;
}

/** Returns what identifies a packet at every point. */
export function identify(packet: Packet): Identity {
  const { ip, arp } = packet;
  if (ip !== null) return identifyIp(packet, ip);
  if (arp !== null) {
    // ARP is never translated or routed, so its addresses are part of its identity.
    return {
      key: `arp ${arp.operation} ${arp.senderMac} ${arp.senderAddress} ${arp.targetMac} ${arp.targetAddress}`,
      distinctive: false,
    };
  }
  const frame = packet.ethernet;
  const addresses = frame === null ? '' : `${frame.etherType} ${frame.source} ${frame.destination}`;
  return { key: `frame ${addresses} ${packet.wireLength} ${fingerprint(packet.payload)}`, distinctive: false };
}

function identifyIp(packet: Packet, ip: Ip): Identity {
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
  // DNS is identified by its bytes: if a port is translated from or to DNS's, it is decoded as DNS on one side only.
  if (udp !== null)
    return {
      key: `udp ${ip.id} ${udp.payloadLength} ${fingerprint(payload)}`,
      distinctive: distinctive || dns !== null,
    };
  if (icmp !== null) return identifyIcmp(packet, icmp, ip, distinctive);
  return { key: `ip ${ip.protocol} ${ip.id} ${ip.length} ${fingerprint(payload)}`, distinctive };
}

function identifyIcmp({ payload }: Packet, icmp: Icmp, ip: Ip, distinctive: boolean): Identity {
  const start = `icmp${icmp.version} ${icmp.type} ${icmp.code} ${ip.id}`;
  if (icmp.quoted !== null) {
    // Translation reaches into the quoted packet, so its bytes differ and only its identity stays.
    const quoted = identify(icmp.quoted);
    return { key: `${start} ${quoted.key}`, distinctive: distinctive || quoted.distinctive };
  }
  // Without the ICMP id: masquerading replaces it if two flows have the same.
  return { key: `${start} ${icmp.sequence ?? ''} ${ip.length} ${fingerprint(payload)}`, distinctive };
}

/**
 * Bytes of a payload that are hashed: enough for counters and timestamps at its start, few enough for long
 * recordings.
 */
const hashedBytes = 256;

/** Returns a 32-bit hash of a payload's first 256 bytes (FNV-1a). */
export function fingerprint(payload: Uint8Array): number {
  let hash = 0x811c9dc5;
  const end = Math.min(payload.length, hashedBytes);
  for (let i = 0; i < end; i += 1) hash = Math.imul(hash ^ payload[i]!, 0x01000193);
  return hash >>> 0;
}
