import test from 'ava';
import { decodePacket } from '../../packet/index.js';
import { mixedRecording, readPcap } from '../../packet/testing/frames.js';
import { anything } from './frame.js';
import { arpReply, arpRequest, fromMac, toMac } from './link-frame.js';

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
