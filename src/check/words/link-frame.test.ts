import test from 'ava';
import { decodePacket, type Packet } from '../../packet/index.js';
import { mixedRecording, readPcap } from '../../packet/testing/frames.js';
import { anything } from './frame.js';
import {
  arpReply,
  arpRequest,
  fromMac,
  namingMac,
  neighbourAdvertisement,
  neighbourSolicitation,
  overriding,
  toMac,
  unsolicitedAdvertisement,
} from './link-frame.js';

const packets = readPcap(mixedRecording).map(({ bytes, wireLength }) => decodePacket(bytes, wireLength));
const count = (frame: ReturnType<typeof arpReply>) => packets.filter((packet) => frame.matches(packet)).length;

test('ARP requests and replies are known by the address that they are about', (t) => {
  const [request, reply] = ['request', 'reply'].map((kind) => packets.find(({ arp }) => arp?.operation === kind)?.arp);
  if (!request || !reply) {
    t.fail('the recording has an ARP request and a reply');
    return;
  }
  t.true(count(arpRequest(request.targetAddress)) > 0);
  t.true(count(arpRequest(request.targetAddress, { from: request.senderAddress })) > 0);
  t.is(count(arpRequest(request.targetAddress, { from: '192.0.2.99' })), 0);
  t.is(count(arpRequest('192.0.2.99')), 0);
  t.true(count(arpReply(reply.senderAddress)) > 0);
  t.is(count(arpReply('192.0.2.99')), 0);
  t.true(count(fromMac(reply.senderMac, arpReply(reply.senderAddress))) > 0);
  t.is(count(fromMac(reply.targetMac, arpReply(reply.senderAddress))), 0);
});

test('a frame is known by its hardware addresses', (t) => {
  const [first] = packets.filter(({ ip, ethernet }) => ip?.version === 4 && ethernet !== null);
  const { source = '', destination = '' } = first?.ethernet ?? {};
  const sent = count(fromMac(source, anything()));
  t.true(sent > 0 && sent < count(anything()));
  t.true(count(toMac(destination, fromMac(source, anything()))) > 0);
  t.is(count(toMac(source, fromMac(source, anything()))), 0);
});

test('neighbour solicitations and advertisements are known by their target, flags and hardware address', (t) => {
  const [client, router] = ['2001:db8:1::1', '2001:db8:1::2'];
  t.is(count(neighbourSolicitation(router)), 2);
  t.is(count(neighbourSolicitation(router, { from: client })), 2);
  t.is(count(neighbourSolicitation(router, { from: router })), 0);
  const advertised = packets.find((packet) => neighbourAdvertisement(router).matches(packet));
  const linkAddress = advertised?.icmp?.linkAddress ?? '';
  t.is(advertised?.ethernet?.source, linkAddress);
  t.true(count(overriding(namingMac(linkAddress, neighbourAdvertisement(router)))) > 0);
  t.is(count(namingMac('02:00:00:00:00:01', neighbourAdvertisement(router))), 0);
  t.is(count(unsolicitedAdvertisement(router)), 0);
});

/** Frames of a container's eth0 on engine 28.5.2: its kernel's duplicate address detection, and the announcement. */
const [detection, announced] = [
  '3333ff32b6048607ec32b60486dd6000000000203aff00000000000000000000000000000000ff0200000000000000000001ff32b604' +
    '8700586100000000fe800000000000008407ecfffe32b6040e0109fcd52c5b1e',
  '3333000000018607ec32b60486dd6007b92b00203afffd000db8000500000000000000000003ff020000000000000000000000000001' +
    '880018df20000000fd000db800050000000000000000000302018607ec32b604',
].map((hex) => decodePacket(Buffer.from(hex, 'hex'), hex.length / 2)) as [Packet, Packet];

test('duplicate address detection is no solicitation, and an announcement no reply', (t) => {
  t.like(detection.icmp, { type: 135, target: 'fe80::8407:ecff:fe32:b604', linkAddress: null, advertisement: null });
  t.false(neighbourSolicitation('fe80::8407:ecff:fe32:b604').matches(detection));
  t.true(overriding(namingMac('86:07:ec:32:b6:04', unsolicitedAdvertisement('fd00:db8:5::3'))).matches(announced));
  t.false(neighbourAdvertisement('fd00:db8:5::3').matches(announced));
  t.false(unsolicitedAdvertisement('fd00:db8:5::2').matches(announced));
});
