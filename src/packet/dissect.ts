import { listTcpFlags } from './describe.js';
import { formatPrintable } from './bytes.js';
import type { Dns, Icmp, Ip, Packet, Tcp } from './types.js';

/** One layer of a packet for display. Names and values are safe on a terminal. */
export interface Layer {
  readonly layer: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

type Field = readonly [name: string, value: string];

/** Payload bytes shown; the rest is counted. */
const shownPayload = 256;

/** Lists a packet's layers from the outside in; a quoted packet's layers follow the error that quotes it. */
export function dissectPacket(packet: Packet): Layer[] {
  const layers: Layer[] = [describeFrame(packet)];
  const { ethernet, arp, ip, icmp, tcp, udp, dns, vxlan, esp } = packet;
  if (ethernet !== null) {
    const fields: Field[] = [
      ['source', ethernet.source],
      ['destination', ethernet.destination],
    ];
    fields.push(...ethernet.vlans.map((id): Field => ['VLAN', String(id)]), [
      'EtherType',
      formatNumber(ethernet.etherType, 4),
    ]);
    layers.push({ layer: 'Ethernet', fields });
  }
  if (arp !== null) {
    const sender: Field = ['sender', `${arp.senderAddress} (${arp.senderMac})`];
    layers.push({
      layer: 'ARP',
      fields: [['operation', String(arp.operation)], sender, ['target', `${arp.targetAddress} (${arp.targetMac})`]],
    });
  }
  if (ip !== null) layers.push({ layer: `IPv${ip.version}`, fields: listIpFields(ip) });
  if (icmp !== null) layers.push({ layer: icmp.version === 6 ? 'ICMPv6' : 'ICMP', fields: listIcmpFields(icmp) });
  if (tcp !== null) layers.push({ layer: 'TCP', fields: listTcpFields(tcp) });
  if (udp !== null)
    layers.push({
      layer: 'UDP',
      fields: [
        ['source port', String(udp.sourcePort)],
        ['destination port', String(udp.destinationPort)],
        ['payload', `${udp.payloadLength} bytes`],
      ],
    });
  if (dns !== null) layers.push({ layer: 'DNS', fields: listDnsFields(dns) });
  if (vxlan !== null) layers.push({ layer: 'VXLAN', fields: [['network', String(vxlan.identifier)]] });
  if (esp !== null)
    layers.push({
      layer: 'ESP',
      fields: [
        ['SPI', formatNumber(esp.spi, 8)],
        ['sequence', String(esp.sequence)],
      ],
    });
  const inner = vxlan?.packet ?? null;
  if (inner !== null) {
    layers.push(...dissectPacket(inner).map(({ layer, fields }) => ({ layer: `inner ${layer}`, fields })));
  } else if (icmp !== null && icmp.quoted !== null) {
    layers.push(...dissectPacket(icmp.quoted).map(({ layer, fields }) => ({ layer: `quoted ${layer}`, fields })));
  } else if (packet.payload.length > 0 && dns === null) layers.push(describePayload(packet.payload));
  return layers;
}

function describeFrame({ capturedLength, wireLength, cut, malformed }: Packet): Layer {
  const fields: Field[] = [['length', `${wireLength} bytes`]];
  if (capturedLength < wireLength) fields.push(['captured', `${capturedLength} bytes`]);
  if (cut !== null) fields.push(['cut', `${cut.layer}: ${cut.reason}`]);
  if (malformed !== null) fields.push(['malformed', `${malformed.layer}: ${malformed.reason}`]);
  return { layer: 'frame', fields };
}

function listIpFields(ip: Ip): Field[] {
  const fields: Field[] = [
    ['source', ip.source],
    ['destination', ip.destination],
    [ip.version === 4 ? 'TTL' : 'hop limit', String(ip.ttl)],
  ];
  fields.push(
    ['protocol', String(ip.protocol)],
    ['length', `${ip.length} bytes`],
    ['traffic class', formatNumber(ip.trafficClass, 2)],
  );
  if (ip.id !== null) fields.push(['id', String(ip.id)]);
  if (ip.version === 4) fields.push(["don't fragment", formatBoolean(ip.dontFragment)]);
  if (ip.moreFragments || ip.fragmentOffset !== 0) {
    fields.push(['fragment offset', `${ip.fragmentOffset} bytes`], ['more fragments', formatBoolean(ip.moreFragments)]);
  }
  return fields;
}

function listIcmpFields(icmp: Icmp): Field[] {
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

function listTcpFields(tcp: Tcp): Field[] {
  return [
    ['source port', String(tcp.sourcePort)],
    ['destination port', String(tcp.destinationPort)],
    ['sequence', String(tcp.sequence)],
    ['acknowledgement', String(tcp.acknowledgement)],
    ['flags', listTcpFlags(tcp).join(' ')],
    ['window', String(tcp.window)],
    ...(tcp.maximumSegmentSize === null
      ? []
      : [['maximum segment size', `${tcp.maximumSegmentSize} bytes`] satisfies Field]),
    ['payload', `${tcp.payloadLength} bytes`],
  ];
}

function listDnsFields(dns: Dns): Field[] {
  const flags = [
    [dns.authoritative, 'authoritative'],
    [dns.truncated, 'truncated'],
    [dns.recursionDesired, 'recursion desired'],
    [dns.recursionAvailable, 'recursion available'],
  ] as const;
  const fields: Field[] = [
    ['id', formatNumber(dns.id, 4)],
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

function describePayload(payload: Uint8Array): Layer {
  const shown = Math.min(payload.length, shownPayload);
  const fields: Field[] = [
    ['captured', `${payload.length} bytes`],
    ['text', formatPrintable(payload, 0, shown)],
  ];
  if (shown < payload.length) fields.push(['not shown', `${payload.length - shown} bytes`]);
  return { layer: 'payload', fields };
}

function formatNumber(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

function formatBoolean(value: boolean): string {
  return value ? 'yes' : 'no';
}
