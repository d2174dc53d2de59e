import test from 'ava';
import { decodePacket } from '../../packet/index.js';
import { mixedRecording, readPcap } from '../../packet/testing/frames.js';
import { announcement, dnsAnswer, dnsQuery, sentTo, type FrameMatcher } from './frame.js';

const packets = readPcap(mixedRecording).map(({ bytes, wireLength }) => decodePacket(bytes, wireLength));
const count = (frame: FrameMatcher) => packets.filter((packet) => frame.matches(packet)).length;

test('a DNS answer is known by name, address and TTL', (t) => {
  t.true(count(dnsAnswer('web.example', '198.51.100.1')) > 0);
  t.is(count(dnsAnswer('web.example', '198.51.100.1', 600)), count(dnsAnswer('web.example', '198.51.100.1')));
  t.is(count(dnsAnswer('web.example', '198.51.100.1', 300)), 0);
  t.is(count(dnsAnswer('web.example', '198.51.100.2')), 0);
  t.is(count(dnsAnswer('absent.zone.test', '198.51.100.1')), 0);
});

test('a frame is known by where it is sent as well', (t) => {
  t.true(count(sentTo('192.0.2.2', dnsQuery('web.example'))) > 0);
  t.is(count(sentTo('192.0.2.1', dnsQuery('web.example'))), 0);
});

test('an ARP announcement is not an ARP request, whoever sends it', (t) => {
  const [request] = packets.filter(({ arp }) => arp?.operation === 'request');
  if (request?.arp == null) {
    t.fail('the recording has an ARP request');
    return;
  }
  const { arp } = request;
  t.false(announcement(arp.senderAddress).matches(request));
  t.false(announcement(arp.targetAddress).matches(request));
  t.true(announcement(arp.senderAddress).matches({ ...request, arp: { ...arp, targetAddress: arp.senderAddress } }));
});
