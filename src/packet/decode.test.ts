import test from 'ava';
import { decodePacket } from './decode.js';
import { fieldsOf } from './testing/fields.js';
import { mixedRecording, readPcap } from './testing/pcap.js';
import { fieldNames, tsharkFields } from './testing/tshark.js';

const frames = readPcap(mixedRecording);
const packets = frames.map(({ bytes, wireLength }) => decodePacket(bytes, wireLength));

test('every field of every recorded frame is what tshark reads', async (t) => {
  const theirs = await tsharkFields(mixedRecording);
  t.is(theirs.length, packets.length);
  for (const [index, packet] of packets.entries()) t.deepEqual(fieldsOf(packet), theirs[index], `frame ${index + 1}`);
});

test('the recording exercises every field that is compared', (t) => {
  const used = new Set(packets.flatMap((packet) => Object.keys(fieldsOf(packet))));
  t.deepEqual(
    fieldNames.filter((name) => !used.has(name)),
    [],
  );
});

test('no recorded frame is malformed or cut', (t) => {
  const troubled = packets.filter(
    ({ malformed, cut, icmp }) => malformed ?? cut ?? icmp?.quoted?.malformed ?? icmp?.quoted?.cut ?? false,
  );
  t.deepEqual(troubled, []);
});

test('DNS is read on the port that a resolver was redirected to', (t) => {
  const query = packets.findIndex(({ dns }) => dns?.response === false);
  const bytes = new Uint8Array(frames[query]!.bytes);
  // The UDP header follows 14 bytes of Ethernet and 20 of IPv4; 40053 stands for the resolver's random port.
  new DataView(bytes.buffer).setUint16(14 + 20 + 2, 40053);
  t.is(decodePacket(bytes, bytes.length).dns, null);
  t.is(decodePacket(bytes, bytes.length, { dnsPorts: new Set([53, 40053]) }).dns?.questions[0]?.name, 'web.example');
});
