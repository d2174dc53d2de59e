import { listTcpFlags } from './describe.js';
import { printable } from './printable.js';
import type { Dns, Icmp, Ip, Packet, Tcp } from './types.js';

/** One layer of a packet for display: its name and its fields, both in words, safe to show on a terminal. */
export interface Layer {
  readonly layer: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

type Field = readonly [name: string, value: string];

/** Payload bytes shown; the rest are counted. */
const shownPayload = 256;

/** The whole packet, layer by layer from the outside in; a quoted packet's layers follow the error that quotes it. */
export function dissectPacket(packet: Packet): Layer[] {
  const layers: Layer[] = [frame(packet)];
  const { ethernet, arp, ip, icmp, tcp, udp, dns } = packet;
  if (ethernet !== null) {
    const fields: Field[] = [
      ['source', ethernet.source],
      ['destination', ethernet.destination],
    ];
    fields.push(...ethernet.vlans.map((id): Field => ['VLAN', String(id)]), ['EtherType', hex(ethernet.etherType, 4)]);
    layers.push({ layer: 'Ethernet', fields });
  }
  if (arp !== null) {
    const sender: Field = ['sender', `${arp.senderAddress} (${arp.senderMac})`];
    layers.push({
      layer: 'ARP',
      fields: [['operation', String(arp.operation)], sender, ['target', `${arp.targetAddress} (${arp.targetMac})`]],
    });
  }
  if (ip !== null) layers.push({ layer: `IPv${ip.version}`, fields: ipFields(ip) });
  if (icmp !== null) layers.push({ layer: icmp.version === 6 ? 'ICMPv6' : 'ICMP', fields: icmpFields(icmp) });
  if (tcp !== null) layers.push({ layer: 'TCP', fields: tcpFields(tcp) });
  if (udp !== null)
    layers.push({
      layer: 'UDP',
      fields: [
        ['source port', String(udp.sourcePort)],
        ['destination port', String(udp.destinationPort)],
        ['payload', `${udp.payloadLength} bytes`],
      ],
    });
  if (dns !== null) layers.push({ layer: 'DNS', fields: dnsFields(dns) });
  if (icmp !== null && icmp.quoted !== null) {
    layers.push(...dissectPacket(icmp.quoted).map(({ layer, fields }) => ({ layer: `quoted ${layer}`, fields })));
  } else if (packet.payload.length > 0 && dns === null) layers.push(payloadLayer(packet.payload));
  return layers;
}

function frame({ capturedLength, wireLength, cut, malformed }: Packet): Layer {
  const fields: Field[] = [['length', `${wireLength} bytes`]];
  if (capturedLength < wireLength) fields.push(['captured', `${capturedLength} bytes`]);
  if (cut !== null) fields.push(['cut', `${cut.layer}: ${cut.reason}`]);
  if (malformed !== null) fields.push(['malformed', `${malformed.layer}: ${malformed.reason}`]);
  return { layer: 'frame', fields };
}

function ipFields(ip: Ip): Field[] {
  const fields: Field[] = [
    ['source', ip.source],
    ['destination', ip.destination],
    [ip.version === 4 ? 'TTL' : 'hop limit', String(ip.ttl)],
  ];
  fields.push(
    ['protocol', String(ip.protocol)],
    ['length', `${ip.length} bytes`],
    ['traffic class', hex(ip.trafficClass, 2)],
  );
  if (ip.id !== null) fields.push(['id', String(ip.id)]);
  if (ip.version === 4) fields.push(["don't fragment", yesNo(ip.dontFragment)]);
  if (ip.moreFragments || ip.fragmentOffset !== 0) {
    fields.push(['fragment offset', `${ip.fragmentOffset} bytes`], ['more fragments', yesNo(ip.moreFragments)]);
  }
  return fields;
}

function icmpFields(icmp: Icmp): Field[] {
  const fields: Field[] = [
    ['message', icmp.name],
    ['type', String(icmp.type)],
    ['code', String(icmp.code)],
  ];
  if (icmp.id !== null) fields.push(['id', String(icmp.id)]);
  if (icmp.sequence !== null) fields.push(['sequence', String(icmp.sequence)]);
  if (icmp.target !== null) fields.push(['target', icmp.target]);
  return fields;
}

function tcpFields(tcp: Tcp): Field[] {
  return [
    ['source port', String(tcp.sourcePort)],
    ['destination port', String(tcp.destinationPort)],
    ['sequence', String(tcp.sequence)],
    ['acknowledgement', String(tcp.acknowledgement)],
    ['flags', listTcpFlags(tcp).join(' ')],
    ['window', String(tcp.window)],
    ['payload', `${tcp.payloadLength} bytes`],
  ];
}

function dnsFields(dns: Dns): Field[] {
  const flags = [
    [dns.authoritative, 'authoritative'],
    [dns.truncated, 'truncated'],
    [dns.recursionDesired, 'recursion desired'],
    [dns.recursionAvailable, 'recursion available'],
  ] as const;
  const fields: Field[] = [
    ['id', hex(dns.id, 4)],
    ['message', dns.response ? 'response' : 'query'],
    ['opcode', String(dns.opcode)],
  ];
  fields.push([
    'flags',
    flags
      .filter(([set]) => set)
      .map(([, name]) => name)
      .join(', '),
  ]);
  if (dns.response) fields.push(['response code', dns.rcode]);
  fields.push(...dns.questions.map(({ name, type }): Field => ['question', `${name} ${type}`]));
  for (const [section, records] of [
    ['answer', dns.answers],
    ['authority', dns.authorities],
    ['additional', dns.additionals],
  ] as const) {
    fields.push(...records.map(({ name, type, ttl, data }): Field => [section, `${name} ${ttl} ${type} ${data}`]));
  }
  return fields;
}

function payloadLayer(payload: Uint8Array): Layer {
  const shown = Math.min(payload.length, shownPayload);
  const fields: Field[] = [
    ['captured', `${payload.length} bytes`],
    ['text', printable(payload, 0, shown)],
  ];
  if (shown < payload.length) fields.push(['not shown', `${payload.length - shown} bytes`]);
  return { layer: 'payload', fields };
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
