import test from 'ava';
import { decodePacket } from './decode.js';
import { describePacket } from './describe.js';
import { dissectPacket } from './dissect.js';
import { buildFrame, mixedRecording, readPcap } from './testing/frames.js';
import type { Packet } from './types.js';

const packets = readPcap(mixedRecording).map(({ bytes, wireLength }) => decodePacket(bytes, wireLength));

/** Describes the first recorded packet that matches. */
function describeFirst(matches: (packet: Packet) => boolean): string {
  const packet = packets.find(matches);
  return packet === undefined ? 'no packet matches' : describePacket(packet);
}

test('describes a ping', (t) => {
  t.regex(
    describeFirst(({ icmp }) => icmp?.type === 8),
    /^192\.0\.2\.1 > 198\.51\.100\.1 ICMP echo request id \d+ seq 0 ttl 64$/,
  );
  t.regex(
    describeFirst(({ icmp }) => icmp?.type === 129),
    /^2001:db8:2::1 > 2001:db8:1::1 ICMPv6 echo reply id \d+ seq 0 ttl 63$/,
  );
});

test('describes TCP', (t) => {
  t.regex(
    describeFirst(({ tcp }) => tcp?.flags.syn === true && tcp.destinationPort === 80),
    /^192\.0\.2\.1:\d+ > 198\.51\.100\.1:80 TCP SYN seq \d+ win 64240$/,
  );
  t.regex(
    describeFirst(({ tcp }) => tcp?.flags.rst === true),
    /^198\.51\.100\.1:81 > 192\.0\.2\.1:\d+ TCP RST ACK seq 0 ack \d+ win 0$/,
  );
  t.regex(
    describeFirst(({ tcp, ip }) => tcp?.payloadLength === 78 && ip?.version === 6),
    /^\[2001:db8:1::1\]:\d+ > \[2001:db8:2::1\]:80 TCP PSH ACK seq \d+ ack \d+ win \d+ length 78$/,
  );
});

test('describes ARP and neighbour discovery', (t) => {
  t.is(
    describeFirst(({ arp }) => arp?.operation === 'request'),
    'ARP who has 192.0.2.2? tell 192.0.2.1',
  );
  t.regex(
    describeFirst(({ arp }) => arp?.operation === 'reply'),
    /^ARP 192\.0\.2\.2 is at ([0-9a-f]{2}:){5}[0-9a-f]{2}$/,
  );
  t.is(
    describeFirst(({ icmp }) => icmp?.target === '2001:db8:1::2' && icmp.type === 135),
    '2001:db8:1::1 > ff02::1:ff00:2 ICMPv6 neighbour solicitation of 2001:db8:1::2 ttl 255',
  );
});

test('describes DNS', (t) => {
  const isDns =
    (type: string, response: boolean) =>
    ({ dns }: Packet): boolean =>
      dns?.questions[0]?.type === type && dns.response === response;
  t.regex(
    describeFirst(isDns('A', false)),
    /^192\.0\.2\.1:\d+ > 192\.0\.2\.2:53 DNS query A web\.example \(id 0x[0-9a-f]{4}\)$/,
  );
  t.regex(describeFirst(isDns('A', true)), / DNS response A web\.example NOERROR 198\.51\.100\.1 ttl 600$/);
  t.regex(describeFirst(isDns('MX', true)), / DNS response MX example NOERROR MX 10 mail\.example ttl 600$/);
  t.regex(
    describeFirst(({ dns }) => dns?.rcode === 'NXDOMAIN'),
    / DNS response A absent\.zone\.test NXDOMAIN$/,
  );
});

test('describes errors with their quote, fragments and VLAN tags', (t) => {
  t.regex(
    describeFirst(({ icmp }) => icmp?.type === 3 && icmp.code === 3),
    new RegExp(
      String.raw`^198\.51\.100\.1 > 192\.0\.2\.1 ICMP destination unreachable: port ` +
        String.raw`about \(192\.0\.2\.1:\d+ > 198\.51\.100\.1:9999 UDP length 10\) ttl 63$`,
    ),
  );
  t.regex(
    describeFirst(({ ip }) => ip?.fragmentOffset === 1480),
    /^192\.0\.2\.1 > 198\.51\.100\.1 ICMP fragment id \d+ offset 1480, more follow$/,
  );
  t.is(
    describeFirst(({ ethernet }) => ethernet?.vlans.length === 1),
    'VLAN 10 ARP who has 10.0.10.6? tell 10.0.10.5',
  );
  t.is(
    describeFirst(({ ethernet }) => ethernet?.vlans.length === 2),
    'VLAN 20 VLAN 30 10.0.30.5 > 10.0.30.6 ICMP echo request id 7 seq 1 ttl 64',
  );
});

test('dissects every layer, the quoted packet after the error', (t) => {
  const error = packets.find(({ icmp }) => icmp?.type === 3 && icmp.code === 3)!;
  t.deepEqual(
    dissectPacket(error).map(({ layer }) => layer),
    ['frame', 'Ethernet', 'IPv4', 'ICMP', 'quoted frame', 'quoted IPv4', 'quoted UDP', 'quoted payload'],
  );
  const soa = packets.find(({ dns }) => dns?.rcode === 'NXDOMAIN')!;
  const fields = dissectPacket(soa).find(({ layer }) => layer === 'DNS')!.fields;
  t.deepEqual(
    fields.find(([name]) => name === 'response code'),
    ['response code', 'NXDOMAIN'],
  );
  t.deepEqual(
    fields.find(([name]) => name === 'authority')?.[1],
    'zone.test 600 SOA ns.zone.test host.zone.test 2024 1200 180 1209600 600',
  );
});

test('escapes unprintable bytes in payloads and names', (t) => {
  const udp = packets.find((packet) => packet.udp?.destinationPort === 9999)!;
  const shown = dissectPacket(udp).find(({ layer }) => layer === 'payload')!.fields;
  t.deepEqual(shown, [
    ['captured', '10 bytes'],
    ['text', '\\x1b[31m<b>\\x00\\xff'],
  ]);
  const label = [0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x2e, 0x5c, 0x0a];
  const query = Uint8Array.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, label.length, ...label, 0, 0, 1, 0, 1]);
  const frame = buildFrame({
    source: '192.0.2.1',
    sourcePort: 5000,
    destination: '192.0.2.2',
    destinationPort: 53,
    ttl: 64,
    id: 0,
    payload: query,
  });
  t.is(
    describePacket(decodePacket(frame, frame.length)),
    '192.0.2.1:5000 > 192.0.2.2:53 DNS query A \\x1b[31m\\.\\\\\\x0a (id 0x0001)',
  );
});
