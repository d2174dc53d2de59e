import test from 'ava';
import fc from 'fast-check';
import { decodePacket } from './decode.js';
import { describePacket } from './describe.js';
import { dissectPacket } from './dissect.js';
import { buildFrame, mixedRecording, readPcap } from './testing/frames.js';
import type { Packet } from './types.js';

const frames = readPcap(mixedRecording);
/** Milliseconds for one frame: far above what a busy machine needs, far below an endless loop. */
const timeoutMs = 2000;
const safe = /^[\x20-\x7e]+$/;

/** Decodes and formats a frame. Returns what is wrong with the result, or null. */
function findProblem(bytes: Uint8Array, wireLength: number): string | null {
  const started = performance.now();
  const packet = decodePacket(bytes, wireLength);
  const line = describePacket(packet);
  const layers = dissectPacket(packet);
  const tookMs = performance.now() - started;
  if (tookMs > timeoutMs) return `took ${tookMs} ms`;
  if (!safe.test(line)) return `is described as ${JSON.stringify(line)}`;
  if (layers.flatMap(({ fields }) => fields).some(([, value]) => value !== '' && !safe.test(value)))
    return 'has an unprintable field';
  return packet.capturedLength === bytes.length ? null : 'has a wrong captured length';
}

test('describes random bytes', (t) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 2000 }),
      fc.nat(2000),
      (bytes, more) => findProblem(bytes, bytes.length + more) === null,
    ),
    { numRuns: 3000 },
  );
  t.pass();
});

test('describes random bytes in IPv4, IPv6, ICMP, UDP and DNS', (t) => {
  const starts = frames.map(({ bytes }) => bytes).filter((bytes) => bytes.length < 200);
  const modified = fc.record({
    start: fc.constantFrom(...starts),
    kept: fc.integer({ min: 14, max: 60 }),
    rest: fc.uint8Array({ maxLength: 600 }),
  });
  fc.assert(
    fc.property(modified, ({ start, kept, rest }) => {
      const bytes = Uint8Array.from([...start.subarray(0, kept), ...rest]);
      return findProblem(bytes, bytes.length) === null;
    }),
    { numRuns: 5000 },
  );
  t.pass();
});

test('describes every recorded frame with random changes', (t) => {
  const change = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...frames), change, ({ bytes, wireLength }, changes) => {
      const changed = Uint8Array.from(bytes);
      for (const [at, value] of changes) changed[at % changed.length] = value;
      return findProblem(changed, wireLength) === null;
    }),
    { numRuns: 5000 },
  );
  t.pass();
});

test('finds a recorded frame cut at any length cut, not malformed, and keeps its complete layers', (t) => {
  const problems: string[] = [];
  for (const [index, { bytes, wireLength }] of frames.entries()) {
    const original = decodePacket(bytes, wireLength);
    for (let length = 0; length < bytes.length; length += 1) {
      const found = findProblem(bytes.subarray(0, length), wireLength);
      const packet = decodePacket(bytes.subarray(0, length), wireLength);
      if (found !== null) problems.push(`frame ${index + 1} cut at ${length} ${found}`);
      if (packet.malformed !== null)
        problems.push(`frame ${index + 1} cut at ${length} is found malformed: ${packet.malformed.reason}`);
      if (packet.cut === null && !haveSameHeaders(packet, original))
        problems.push(`frame ${index + 1} cut at ${length} lacks a header and is not found cut`);
    }
  }
  t.deepEqual(problems.slice(0, 5), []);
});

function haveSameHeaders(a: Packet, b: Packet): boolean {
  const headers = ({ ethernet, arp, ip, icmp, tcp, udp }: Packet): string => {
    return JSON.stringify([ethernet, arp, ip, icmp === null ? null : { ...icmp, quoted: null }, tcp, udp]);
  };
  return headers(a) === headers(b);
}

test('finds a frame shorter on the wire than its headers say malformed, not cut', (t) => {
  const syn = frames.find(({ bytes, wireLength }) => decodePacket(bytes, wireLength).tcp?.flags.syn === true)!;
  const packet = decodePacket(syn.bytes.subarray(0, 40), 40);
  t.is(packet.cut, null);
  t.deepEqual(packet.malformed, {
    layer: 'ipv4',
    reason: 'a total length of 60 bytes, and the frame has only 26 for it',
  });
  t.is(
    describePacket(decodePacket(syn.bytes.subarray(0, 10), 10)),
    '10 bytes [malformed: ethernet: an Ethernet header needs 14 bytes and 10 are there]',
  );
});

/** Decodes a DNS query whose question has these bytes as its name. */
function decodeQuery(...name: number[]): Packet {
  const payload = Uint8Array.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...name, 0, 1, 0, 1]);
  const frame = buildFrame({
    source: '192.0.2.1',
    sourcePort: 5000,
    destination: '192.0.2.2',
    destinationPort: 53,
    ttl: 64,
    id: 0,
    payload,
  });
  return decodePacket(frame, frame.length);
}

test('finds compression pointers in a circle, forwards or to nowhere malformed', (t) => {
  t.is(decodeQuery(0xc0, 12).malformed?.reason, 'in question 1 of 1, a compression pointer does not point backwards');
  t.is(
    decodeQuery(1, 0x61, 0xc0, 12).malformed?.reason,
    'in question 1 of 1, a compression pointer does not point backwards',
  );
  t.is(decodeQuery(0xc0, 200).malformed?.reason, 'in question 1 of 1, a compression pointer does not point backwards');
  t.is(decodeQuery(0x80, 0).malformed?.reason, 'in question 1 of 1, a label begins with the reserved bits 0x80');
  t.is(decodeQuery(63, 0x61).malformed?.reason, 'in question 1 of 1, a label runs past the end of the message');
  t.is(
    decodeQuery(...Array.from({ length: 130 }, () => [1, 0x61]).flat(), 0).malformed?.reason,
    'in question 1 of 1, a name is longer than 255 bytes',
  );
  t.is(decodeQuery(3, 0x77, 0x65, 0x62, 0).malformed, null);
});

test('reads a message that claims 65,535 records of each kind in bounded time', (t) => {
  // Every question points to one long name: the slowest message to read for its size.
  const name = [...Array.from({ length: 120 }, () => [1, 0x61]).flat(), 0];
  const question = [0xc0, 12, 0, 1, 0, 1];
  const questions = Array.from({ length: 10_000 }, () => question).flat();
  const payload = Uint8Array.from([
    0,
    1,
    1,
    0,
    0xff,
    0xff,
    0xff,
    0xff,
    0xff,
    0xff,
    0xff,
    0xff,
    ...name,
    0,
    1,
    0,
    1,
    ...questions,
  ]);
  const frame = buildFrame({
    source: '192.0.2.1',
    sourcePort: 5000,
    destination: '192.0.2.2',
    destinationPort: 53,
    ttl: 64,
    id: 0,
    payload,
  });
  const started = performance.now();
  const packet = decodePacket(frame, frame.length);
  t.true(performance.now() - started < timeoutMs);
  t.is(packet.dns?.questions.length, 10_001);
  t.is(packet.malformed?.layer, 'dns');
});
