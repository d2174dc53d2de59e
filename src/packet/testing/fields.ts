import type { Dns, DnsAnswer, Ip, Packet } from '../types.js';
import type { FieldName, Fields } from './tshark.js';

type Values = readonly (string | number | boolean | null)[];

/** Formats a decoded packet as tshark 4.0 prints its fields; a quoted packet's values follow the outer's. */
export function toTsharkFields(packet: Packet): Fields {
  const fields: Fields = {};
  const put = (name: FieldName, ...values: Values): void => {
    for (const value of values) {
      if (value !== null) (fields[name] ??= []).push(typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
    }
  };
  put('frame.len', packet.wireLength);
  for (let layer: Packet | null = packet; layer !== null; layer = layer.icmp?.quoted ?? null) putPacket(put, layer);
  return fields;
}

type Put = (name: FieldName, ...values: Values) => void;

function putPacket(put: Put, packet: Packet): void {
  const { ethernet, arp, ip, icmp, tcp, udp, dns } = packet;
  if (ethernet !== null) {
    put('eth.src', ethernet.source);
    put('eth.dst', ethernet.destination);
    // The fixture's stacked tags are 802.1ad around 802.1Q.
    if (ethernet.vlans.length === 2) put('ieee8021ad.id', ethernet.vlans[0]!);
    put('vlan.id', ethernet.vlans.at(-1) ?? null);
  }
  if (arp !== null) {
    put('arp.opcode', arp.operation === 'request' ? 1 : arp.operation === 'reply' ? 2 : arp.operation);
    put('arp.src.hw_mac', arp.senderMac);
    put('arp.src.proto_ipv4', arp.senderAddress);
    put('arp.dst.hw_mac', arp.targetMac);
    put('arp.dst.proto_ipv4', arp.targetAddress);
  }
  if (ip !== null) putIp(put, ip);
  if (icmp !== null && icmp.version === 4) {
    put('icmp.type', icmp.type);
    put('icmp.code', icmp.code);
    put('icmp.ident', icmp.id);
    put('icmp.seq', icmp.sequence);
  } else if (icmp !== null) {
    put('icmpv6.type', icmp.type);
    put('icmpv6.code', icmp.code);
    put('icmpv6.echo.identifier', icmp.id === null ? null : hex(icmp.id, 4));
    put('icmpv6.echo.sequence_number', icmp.sequence);
    put(icmp.type === 135 ? 'icmpv6.nd.ns.target_address' : 'icmpv6.nd.na.target_address', icmp.target);
    put('icmpv6.nd.na.flag.r', icmp.advertisement?.router ?? null);
    put('icmpv6.nd.na.flag.s', icmp.advertisement?.solicited ?? null);
    put('icmpv6.nd.na.flag.o', icmp.advertisement?.override ?? null);
    put('icmpv6.opt.linkaddr', icmp.linkAddress);
  }
  if (tcp !== null) {
    const { fin, syn, rst, psh, ack, urg, ece, cwr } = tcp.flags;
    put('tcp.srcport', tcp.sourcePort);
    put('tcp.dstport', tcp.destinationPort);
    put('tcp.seq_raw', tcp.sequence);
    put('tcp.ack_raw', tcp.acknowledgement);
    put(
      'tcp.flags',
      hex(
        [fin, syn, rst, psh, ack, urg, ece, cwr].reduce((sum, set, bit) => sum + (set ? 1 << bit : 0), 0),
        4,
      ),
    );
    put('tcp.window_size_value', tcp.window);
    put('tcp.len', tcp.payloadLength);
  }
  if (udp !== null) {
    put('udp.srcport', udp.sourcePort);
    put('udp.dstport', udp.destinationPort);
    put('udp.length', udp.payloadLength + 8);
  }
  if (dns !== null) putDns(put, dns);
}

function putIp(put: Put, ip: Ip): void {
  const fragment = ip.moreFragments || ip.fragmentOffset !== 0;
  if (ip.version === 4) {
    put('ip.src', ip.source);
    put('ip.dst', ip.destination);
    put('ip.ttl', ip.ttl);
    put('ip.proto', ip.protocol);
    put('ip.id', hex(ip.id ?? -1, 4));
    put('ip.flags.df', ip.dontFragment);
    put('ip.flags.mf', ip.moreFragments);
    put('ip.frag_offset', ip.fragmentOffset / 8);
    put('ip.len', ip.length);
    put('ip.dsfield', hex(ip.trafficClass, 2));
    return;
  }
  put('ipv6.src', ip.source);
  put('ipv6.dst', ip.destination);
  put('ipv6.hlim', ip.ttl);
  put('ipv6.plen', ip.length - 40);
  put('ipv6.tclass', hex(ip.trafficClass, 8));
  if (!fragment) return;
  put('ipv6.fraghdr.ident', hex(ip.id ?? -1, 8));
  put('ipv6.fraghdr.more', ip.moreFragments);
  put('ipv6.fraghdr.offset', ip.fragmentOffset / 8);
}

const typeNumbers: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  ANY: 255,
};
const rcodes = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

function putDns(put: Put, dns: Dns): void {
  put('dns.id', hex(dns.id, 4));
  put('dns.flags.response', dns.response);
  put('dns.flags.opcode', dns.opcode);
  put('dns.flags.recdesired', dns.recursionDesired);
  put('dns.flags.truncated', dns.truncated);
  if (dns.response) {
    put('dns.flags.rcode', rcodes.indexOf(dns.rcode));
    put('dns.flags.authoritative', dns.authoritative);
    put('dns.flags.recavail', dns.recursionAvailable);
  }
  for (const { name, type } of dns.questions) {
    put('dns.qry.name', name);
    put('dns.qry.type', typeNumbers[type] ?? type);
  }
  for (const record of [...dns.answers, ...dns.authorities, ...dns.additionals]) putRecord(put, record);
}

/** Fields of a record's data, in the order of the zone file. */
const dataFields: Readonly<Record<string, readonly FieldName[]>> = {
  A: ['dns.a'],
  AAAA: ['dns.aaaa'],
  CNAME: ['dns.cname'],
  PTR: ['dns.ptr.domain_name'],
  NS: ['dns.ns'],
  MX: ['dns.mx.preference', 'dns.mx.mail_exchange'],
  SRV: ['dns.srv.priority', 'dns.srv.weight', 'dns.srv.port', 'dns.srv.target'],
  SOA: [
    'dns.soa.mname',
    'dns.soa.rname',
    'dns.soa.serial_number',
    'dns.soa.refresh_interval',
    'dns.soa.retry_interval',
    'dns.soa.expire_limit',
    'dns.soa.minimum_ttl',
  ],
};

function putRecord(put: Put, { name, type, ttl, data }: DnsAnswer): void {
  // tshark splits the SRV owner into other fields and prints no TTL for OPT.
  if (type !== 'SRV') put('dns.resp.name', name === '.' ? '<Root>' : name);
  put('dns.resp.type', typeNumbers[type] ?? type);
  if (type === 'OPT') put('dns.rr.udp_payload_size', data.split(' ')[1]!);
  else put('dns.resp.ttl', ttl);
  if (type === 'TXT') {
    const strings = [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!.replaceAll(/\\(.)/g, '$1'));
    put('dns.txt', ...strings);
  }
  const parts = data.split(' ');
  for (const [index, field] of (dataFields[type] ?? []).entries()) put(field, parts[index]!);
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}
