/** Why a frame could be decoded only in part. */
export interface DecodeProblem {
  /** The layer at which decoding stopped. */
  readonly layer: 'ethernet' | 'arp' | 'ipv4' | 'ipv6' | 'icmp' | 'icmpv6' | 'tcp' | 'udp' | 'dns' | 'vxlan' | 'esp';
  /** What was expected and what was found. */
  readonly reason: string;
}

/** Ethernet II header (IEEE 802.3). */
export interface Ethernet {
  /** Lower-case, colon-separated. */
  readonly destination: string;
  readonly source: string;
  /** The EtherType after any 802.1Q tags. */
  readonly etherType: number;
  /** VLAN ids of the 802.1Q / 802.1ad tags, outermost first. */
  readonly vlans: readonly number[];
}

/** ARP for IPv4 over Ethernet (RFC 826). */
export interface Arp {
  readonly operation: 'request' | 'reply' | number;
  readonly senderMac: string;
  readonly senderAddress: string;
  readonly targetMac: string;
  readonly targetAddress: string;
}

/** IPv4 (RFC 791) or IPv6 (RFC 8200) header. */
export interface Ip {
  readonly version: 4 | 6;
  readonly source: string;
  readonly destination: string;
  /** TTL or hop limit, 0 to 255. */
  readonly ttl: number;
  /** The protocol after any IPv6 extension headers (IANA number). */
  readonly protocol: number;
  /** IPv4 identification, or that of an IPv6 fragment header; null without one. */
  readonly id: number | null;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** Bytes into the original datagram; 0 for an unfragmented packet. */
  readonly fragmentOffset: number;
  /** DSCP and ECN as one byte. */
  readonly trafficClass: number;
  /** Total length in bytes, header included, as the header states it. */
  readonly length: number;
}

/** ICMP (RFC 792) and ICMPv6 (RFC 4443). */
export interface Icmp {
  readonly version: 4 | 6;
  readonly type: number;
  readonly code: number;
  /** "echo request", "echo reply", "destination unreachable: port", … */
  readonly name: string;
  /** Echo identifier, null unless an echo. */
  readonly id: number | null;
  /** Echo sequence number, null unless an echo. */
  readonly sequence: number | null;
  /** The packet that an error quotes, often cut short; null unless an error. */
  readonly quoted: Packet | null;
  /** For neighbour solicitation and advertisement (RFC 4861): the target. */
  readonly target: string | null;
  /** The hardware address in a neighbour discovery message's option (RFC 4861, section 4.6.1); null without one. */
  readonly linkAddress: string | null;
  /** The flags of a neighbour advertisement (RFC 4861, section 4.4); null for any other message. */
  readonly advertisement: { readonly router: boolean; readonly solicited: boolean; readonly override: boolean } | null;
}

/**
 * TCP header (RFC 9293). If an ICMP error quotes only its first eight bytes (RFC 792), all fields except the ports and
 * the sequence number are 0, no flag is set, and the quoted packet's `cut` names it.
 */
export interface Tcp {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: TcpFlags;
  readonly window: number;
  /** The maximum segment size option of a SYN (RFC 9293, section 3.7.1), in bytes; null without one. */
  readonly maximumSegmentSize: number | null;
  /** Bytes of payload by the IP length; more than captured if the frame was cut. */
  readonly payloadLength: number;
}

export interface TcpFlags {
  readonly fin: boolean;
  readonly syn: boolean;
  readonly rst: boolean;
  readonly psh: boolean;
  readonly ack: boolean;
  readonly urg: boolean;
  readonly ece: boolean;
  readonly cwr: boolean;
}

/** UDP header (RFC 768). */
export interface Udp {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Bytes of payload by the UDP header; for a first fragment, those of the whole datagram. */
  readonly payloadLength: number;
}

/** A VXLAN header on UDP port 4789 (RFC 7348). */
export interface Vxlan {
  /** The network's identifier (VNI), 0 to 16,777,215. */
  readonly identifier: number;
  /** The frame inside; null for a VXLAN frame within another's. */
  readonly packet: Packet | null;
}

/** The header of an ESP packet (RFC 4303), whose content is encrypted. */
export interface Esp {
  /** The security parameters index, which names the receiver's key. */
  readonly spi: number;
  readonly sequence: number;
}

/** A DNS message (RFC 1035) over UDP, or over TCP in a single segment. */
export interface Dns {
  readonly id: number;
  readonly response: boolean;
  readonly opcode: number;
  /** "NOERROR", "NXDOMAIN", … or "RCODE n"; includes an OPT record's upper bits (RFC 6891). */
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsAnswer[];
  /** The authority section: the SOA of a negative answer, the NS of a referral. */
  readonly authorities: readonly DnsAnswer[];
  /** The additional section, including the OPT pseudo-record (RFC 6891). */
  readonly additionals: readonly DnsAnswer[];
}

/**
 * Names are written as in a zone file without the final dot (the root is "."). A dot or backslash in a label is escaped
 * with a backslash, a byte that is not printable is `\xNN`: safe on a terminal.
 */
export interface DnsQuestion {
  readonly name: string;
  readonly type: string;
}

/** A resource record of any section. */
export interface DnsAnswer {
  readonly name: string;
  /** "A", "AAAA", … or "TYPEn" (RFC 3597). */
  readonly type: string;
  /** Seconds; 0 for OPT, whose field means something else. */
  readonly ttl: number;
  /**
   * The address for A and AAAA; the name for CNAME, PTR and NS; the fields in the order of the zone file for MX, SRV
   * and SOA; the strings in quotes for TXT; the UDP size, version and DO flag for OPT; hexadecimal otherwise.
   */
  readonly data: string;
}

/** One frame, decoded as far as its bytes allow. Absent layers are null. */
export interface Packet {
  readonly ethernet: Ethernet | null;
  readonly arp: Arp | null;
  readonly ip: Ip | null;
  readonly icmp: Icmp | null;
  readonly tcp: Tcp | null;
  readonly udp: Udp | null;
  readonly dns: Dns | null;
  readonly vxlan: Vxlan | null;
  readonly esp: Esp | null;
  /** The captured transport payload, possibly shorter than payloadLength. */
  readonly payload: Uint8Array;
  /** Bytes captured. */
  readonly capturedLength: number;
  /** Bytes on the wire. For a packet that an ICMP error quotes, its IP header's length. */
  readonly wireLength: number;
  /** The header or DNS message cut by the snaplen or by an ICMP error's short quote; null if all are complete. */
  readonly cut: DecodeProblem | null;
  /** The violation of the protocol; null if there is none. */
  readonly malformed: DecodeProblem | null;
}
