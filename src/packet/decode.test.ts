import test from 'ava';
import { decodePacket } from './decode.js';
import { describePacket } from './describe.js';
import { toTsharkFields } from './testing/fields.js';
import { mixedRecording, readPcap } from './testing/frames.js';
import { fieldNames, readTsharkFields } from './testing/tshark.js';

const frames = readPcap(mixedRecording);
const packets = frames.map(({ bytes, wireLength }) => decodePacket(bytes, wireLength));

test('decodes the same fields as tshark for every recorded frame', async (t) => {
  const expected = await readTsharkFields(mixedRecording);
  t.is(expected.length, packets.length);
  for (const [index, packet] of packets.entries())
    t.deepEqual(toTsharkFields(packet), expected[index], `frame ${index + 1}`);
});

test('the recording contains every compared field', (t) => {
  const used = new Set(packets.flatMap((packet) => Object.keys(toTsharkFields(packet))));
  t.deepEqual(
    fieldNames.filter((name) => !used.has(name)),
    [],
  );
});

test('finds no recorded frame malformed or cut', (t) => {
  const incomplete = packets.filter(
    ({ malformed, cut, icmp }) => malformed ?? cut ?? icmp?.quoted?.malformed ?? icmp?.quoted?.cut ?? false,
  );
  t.deepEqual(incomplete, []);
});

test('decodes DNS on the port that a resolver was redirected to', (t) => {
  const query = packets.findIndex(({ dns }) => dns?.response === false);
  const bytes = new Uint8Array(frames[query]!.bytes);
  // The UDP header follows 14 bytes of Ethernet and 20 of IPv4; 40053 is the resolver's random port.
  new DataView(bytes.buffer).setUint16(14 + 20 + 2, 40053);
  t.is(decodePacket(bytes, bytes.length).dns, null);
  t.is(decodePacket(bytes, bytes.length, { dnsPorts: new Set([53, 40053]) }).dns?.questions[0]?.name, 'web.example');
});

const syn = frames.find(({ bytes, wireLength }) => decodePacket(bytes, wireLength).tcp?.destinationPort === 81)!;

/** Builds a port unreachable from the recorded SYN's headers that quotes `length` bytes of its IP packet. */
function buildError(length: number): Uint8Array {
  const quoted = syn.bytes.subarray(14, 14 + length);
  const frame = Uint8Array.from([...syn.bytes.subarray(0, 34), 3, 3, 0, 0, 0, 0, 0, 0, ...quoted]);
  const view = new DataView(frame.buffer);
  view.setUint16(16, frame.length - 14);
  view.setUint8(23, 1);
  return frame;
}

test('reads ports and sequence number from eight quoted bytes of TCP', (t) => {
  const frame = buildError(28);
  const error = decodePacket(frame, frame.length);
  const original = decodePacket(syn.bytes, syn.wireLength);
  t.is(error.malformed, null);
  t.is(error.icmp?.quoted?.malformed, null);
  t.is(error.icmp?.quoted?.tcp?.sourcePort, original.tcp?.sourcePort);
  t.is(error.icmp?.quoted?.tcp?.destinationPort, 81);
  t.is(error.icmp?.quoted?.tcp?.sequence, original.tcp?.sequence);
  t.deepEqual(error.icmp?.quoted?.cut, {
    layer: 'tcp',
    reason: 'only the ports and the sequence number of the TCP header are quoted',
  });
  t.is(error.icmp?.quoted?.wireLength, original.ip?.length);
});

test('decodes a complete quoted header, and finds an incomplete IP header malformed', (t) => {
  const complete = buildError(60);
  t.true(decodePacket(complete, complete.length).icmp?.quoted?.tcp?.flags.syn);
  const short = buildError(12);
  t.is(decodePacket(short, short.length).icmp?.quoted?.ip, null);
  t.regex(
    describePacket(decodePacket(short, short.length)),
    /about \(12 bytes \[malformed: ipv4: an IPv4 header needs 20 bytes and 12 are there\]\)/,
  );
});
