import test from 'ava';
import { decodePacket } from '../packet/index.js';
import { flags, frameBytes, type FrameSpec } from './testing/journey-builder.js';
import { formatEndpoint, summarizePacket } from './packet-summary.js';

function summarize(transport: FrameSpec['transport']): ReturnType<typeof summarizePacket> {
  const bytes = frameBytes({ source: '172.17.0.2', destination: '198.51.100.11', ttl: 64, id: 1, transport });
  return summarizePacket(decodePacket(bytes, bytes.length));
}

test('summarizes an echo request: kind, id and sequence, addresses, TTL', (t) => {
  t.deepEqual(summarize({ kind: 'icmp', type: 8, id: 7, sequence: 2 }), {
    kind: 'ICMP echo request',
    detail: 'id 7 seq 2',
    source: '172.17.0.2',
    sourcePort: null,
    destination: '198.51.100.11',
    destinationPort: null,
    ttl: 64,
  });
});

test('summarizes a TCP segment: flags, ports, payload size', (t) => {
  const { kind, detail, sourcePort, destinationPort } = summarize({
    kind: 'tcp',
    sourcePort: 40000,
    destinationPort: 80,
    flags: flags.psh | flags.ack,
    sequence: 1,
    payload: 'abc',
  });
  t.deepEqual(
    { kind, detail, sourcePort, destinationPort },
    { kind: 'TCP PSH ACK', detail: '3 bytes', sourcePort: 40000, destinationPort: 80 },
  );
});

test('summarizes a UDP datagram', (t) => {
  const { kind, detail } = summarize({ kind: 'udp', sourcePort: 4000, destinationPort: 4001, payload: 'x' });
  t.deepEqual({ kind, detail }, { kind: 'UDP', detail: '1 byte' });
});

test('summarizes malformed packets', (t) => {
  const packet = decodePacket(new Uint8Array([1, 2, 3]), 3);
  t.regex(summarizePacket(packet).kind, /^damaged /);
});

test('puts IPv6 addresses in brackets before a port', (t) => {
  t.is(formatEndpoint('2001:db8::2', 80), '[2001:db8::2]:80');
  t.is(formatEndpoint('192.0.2.1', 80), '192.0.2.1:80');
});
