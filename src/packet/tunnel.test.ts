import test from 'ava';
import { decodePacket, describePacket, dissectPacket } from './index.js';

/** An echo request on an overlay network, as recorded on the uplink of a docker host with engine 20.10.24. */
const recorded = Uint8Array.from(
  Buffer.from(
    '7e116ad3203b86c0a926cfce080045000086467b00004011df7dc6336402c6336405' +
      'ba6312b5007254f20800000000100100' +
      '02420a00010402420a0001020800450000549' +
      '8e6400040018bbd0a0001020a000104080081f40335000099add928' +
      '00'.repeat(52),
    'hex',
  ),
);

/** Returns the recorded frame with one byte changed. */
const withByte = (offset: number, value: number): Uint8Array => recorded.map((b, n) => (n === offset ? value : b));

test('decodes VXLAN and the frame inside', (t) => {
  const { vxlan, udp, ip, malformed, cut } = decodePacket(recorded, recorded.length);
  t.deepEqual([malformed, cut], [null, null]);
  t.is(ip?.destination, '198.51.100.5');
  t.is(udp?.destinationPort, 4789);
  t.is(vxlan?.identifier, 4097);
  t.is(vxlan?.packet?.ethernet?.source, '02:42:0a:00:01:02');
  t.is(vxlan?.packet?.ip?.destination, '10.0.1.4');
  t.is(vxlan?.packet?.icmp?.name, 'echo request');
  t.is(vxlan?.packet?.wireLength, recorded.length - 50);
});

test('describes and dissects the frame inside after its tunnel', (t) => {
  const packet = decodePacket(recorded, recorded.length);
  t.is(
    describePacket(packet),
    '198.51.100.2:47715 > 198.51.100.5:4789 VXLAN 4097 ' +
      '(10.0.1.2 > 10.0.1.4 ICMP echo request id 821 seq 0 ttl 64)',
  );
  t.deepEqual(
    dissectPacket(packet).map(({ layer }) => layer),
    [
      'frame',
      'Ethernet',
      'IPv4',
      'UDP',
      'VXLAN',
      ...['frame', 'Ethernet', 'IPv4', 'ICMP', 'payload'].map((layer) => `inner ${layer}`),
    ],
  );
});

test('cuts the frame inside where the recording does, and the outer one not', (t) => {
  const { vxlan, cut, malformed } = decodePacket(recorded.subarray(0, 70), recorded.length);
  t.deepEqual([cut, malformed], [null, null]);
  t.is(vxlan?.packet?.cut?.layer, 'ipv4');
  t.is(decodePacket(recorded.subarray(0, 45), recorded.length).cut?.layer, 'vxlan');
});

test('takes a packet without a network identifier, or for another port, for plain UDP', (t) => {
  t.is(decodePacket(withByte(42, 0), recorded.length).vxlan, null);
  t.is(decodePacket(withByte(37, 0xb6), recorded.length).vxlan, null);
});

test('decodes no tunnel within a tunnel', (t) => {
  // The whole recorded frame as the inner one.
  const nested = Uint8Array.from([...recorded.subarray(0, 50), ...recorded]);
  const view = new DataView(nested.buffer);
  view.setUint16(16, nested.length - 14);
  view.setUint16(38, nested.length - 34);
  const inner = decodePacket(nested, nested.length).vxlan?.packet;
  t.is(inner?.vxlan?.identifier, 4097);
  t.is(inner?.vxlan?.packet, null);
});

test('decodes an ESP header; the rest is payload', (t) => {
  // An echo request on an encrypted overlay network, recorded on the uplink of a docker host with engine 28.5.2.
  const encrypted = Buffer.from(
    'fa83004c238c7ed88d8ee62f080045000088cbd1000040325a04c6336402c6336405' +
      '47ec61ba00000004e0059a5e58d5f6347fab99e87c99595e598ee89871e9e9cd084d0458616cd938b0d3807e2822ac3aafcca2eb6ca22a' +
      '6e68b16d7707794dd92748f6abe0ec87d469f289362a5c2b2ec7ae62681ee74f057e0b38ddd74a6ba4591c529b167f46516eabf218c216' +
      '826cc592d8b8',
    'hex',
  );
  const packet = decodePacket(encrypted, encrypted.length);
  t.deepEqual(packet.esp, { spi: 0x47ec61ba, sequence: 4 });
  t.is(packet.payload.length, encrypted.length - 42);
  t.is(packet.udp, null);
  t.is(packet.vxlan, null);
  t.is(describePacket(packet), '198.51.100.2 > 198.51.100.5 ESP spi 0x47ec61ba seq 4');
});
