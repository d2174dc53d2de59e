import test from 'ava';
import { decodePacket } from '../../packet/index.js';
import { mixedRecording, readPcap } from '../../packet/testing/frames.js';
import {
  announcement,
  dnsAnswer,
  dnsQuery,
  fragment,
  sentTo,
  syn,
  withSegmentSize,
  type FrameMatcher,
} from './frame.js';

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

test('a SYN is known by the segments that it asks for, and other segments ask for none', (t) => {
  const segments = packets.flatMap(({ tcp }) => tcp ?? []);
  const asking = segments.filter(({ maximumSegmentSize }) => maximumSegmentSize !== null);
  t.true(asking.length > 0);
  t.deepEqual(
    asking,
    segments.filter(({ flags }) => flags.syn),
  );
  const [first] = packets.filter(({ tcp }) => tcp?.flags.syn === true && !tcp.flags.ack);
  const { source = '', destination = '' } = first?.ip ?? {};
  const request = syn(source, destination, first?.tcp?.destinationPort ?? 0);
  const size = first?.tcp?.maximumSegmentSize ?? 0;
  t.true(first !== undefined && withSegmentSize(size, request).matches(first));
  t.false(first !== undefined && withSegmentSize(size - 1, request).matches(first));
});

test('a fragment is known by more that follows or by where it belongs', (t) => {
  const parts = packets.filter(({ ip }) => ip !== null && (ip.moreFragments || ip.fragmentOffset > 0));
  const [{ ip } = { ip: null }] = parts;
  t.true(parts.length > 1);
  t.true(count(fragment(ip?.source ?? '', ip?.destination ?? '')) > 1);
  t.is(count(fragment(ip?.source ?? '', '192.0.2.99')), 0);
});
