import test from 'ava';
import { decodePacket } from './decode.js';
import { describePacket } from './describe.js';
import { mixedRecording, readPcap } from './testing/pcap.js';

const frames = readPcap(mixedRecording);
const syn = frames.find(({ bytes, wireLength }) => decodePacket(bytes, wireLength).tcp?.destinationPort === 81)!;

/** A port unreachable in the recorded SYN's own Ethernet and IP headers, quoting `length` bytes of its IP packet. */
function errorQuoting(length: number): Uint8Array {
  const quoted = syn.bytes.subarray(14, 14 + length);
  const frame = Uint8Array.from([...syn.bytes.subarray(0, 34), 3, 3, 0, 0, 0, 0, 0, 0, ...quoted]);
  const view = new DataView(frame.buffer);
  view.setUint16(16, frame.length - 14);
  view.setUint8(23, 1);
  return frame;
}

test('a quote of eight bytes of TCP still tells the ports and the sequence number', (t) => {
  const frame = errorQuoting(28);
  const error = decodePacket(frame, frame.length);
  const original = decodePacket(syn.bytes, syn.wireLength);
  t.is(error.malformed, null);
  t.is(error.icmp?.quoted?.malformed, null);
  t.is(error.icmp?.quoted?.tcp?.sourcePort, original.tcp?.sourcePort);
  t.is(error.icmp?.quoted?.tcp?.destinationPort, 81);
  t.is(error.icmp?.quoted?.tcp?.sequence, original.tcp?.sequence);
  t.deepEqual(error.icmp?.quoted?.cut, {
    layer: 'tcp',
    reason: 'of the TCP header only the ports and the sequence number are quoted',
  });
  t.is(error.icmp?.quoted?.wireLength, original.ip?.length);
});

test('a whole quoted header is read whole, one without a whole IP header is malformed', (t) => {
  const whole = errorQuoting(60);
  t.true(decodePacket(whole, whole.length).icmp?.quoted?.tcp?.flags.syn);
  const short = errorQuoting(12);
  t.is(decodePacket(short, short.length).icmp?.quoted?.ip, null);
  t.regex(
    describePacket(decodePacket(short, short.length)),
    /about \(12 bytes \[malformed: ipv4: an IPv4 header needs 20 bytes and 12 are there\]\)/,
  );
});
