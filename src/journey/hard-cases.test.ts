import test from 'ava';
import { decodePacket } from '../packet/index.js';
import { type Datagram, buildFrame } from '../packet/testing/frames.js';
import { joinFrames } from './join.js';
import type { Frame } from './types.js';

const order = ['web.eth0', 'db.eth0', 'docker0', 'uplink'];
const millisecond = 1_000_000n;

/** A datagram from web to the server with IP id 0: only its payload and addresses identify it. */
const plain: Datagram = {
  source: '172.17.0.2',
  sourcePort: 5000,
  destination: '198.51.100.11',
  destinationPort: 5000,
  ttl: 64,
  id: 0,
  payload: new TextEncoder().encode('hello'),
};

/** Creates frames at `[point, microseconds, difference from the plain datagram]`, numbered in this order. */
function createFrames(
  ...list: readonly (readonly [point: string, microseconds: number, differs?: Partial<Datagram>])[]
): Frame[] {
  return list.map(([point, microseconds, differs], index) => {
    const bytes = buildFrame({ ...plain, ...differs });
    return { index, point, time: BigInt(microseconds) * 1000n, packet: decodePacket(bytes, bytes.length) };
  });
}

/** Returns the indices of each journey's frames, in order of travel. */
function joinIndices(list: readonly Frame[]): number[][] {
  return joinFrames(list, order).map(({ hops }) => hops.map(({ index }) => index));
}

const masqueraded = { source: '198.51.100.2', ttl: 63 };
const fromDb = { source: '172.17.0.3' };

test('two flows with equal ports and payloads and no IP id stay apart by their addresses', (t) => {
  const interleaved = createFrames(['web.eth0', 0], ['db.eth0', 1, fromDb], ['docker0', 2, fromDb], ['docker0', 3]);
  t.deepEqual(joinIndices(interleaved), [
    [0, 3],
    [1, 2],
  ]);
});

test('after masquerade the kept port identifies the flow of a datagram', (t) => {
  const ports = (port: number): Partial<Datagram> => ({ sourcePort: port });
  const interleaved = createFrames(
    ['web.eth0', 0, ports(6001)],
    ['db.eth0', 1, { ...fromDb, ...ports(6002) }],
    ['uplink', 5, { ...masqueraded, ...ports(6002) }],
    ['uplink', 6, { ...masqueraded, ...ports(6001) }],
  );
  t.deepEqual(joinIndices(interleaved), [
    [0, 3],
    [1, 2],
  ]);
});

test('of identical repeats the k-th is joined with the k-th', (t) => {
  const repeats = createFrames(
    ['web.eth0', 0],
    ['web.eth0', 1],
    ['docker0', 2],
    ['web.eth0', 3],
    ['docker0', 4],
    ['docker0', 5],
  );
  t.deepEqual(joinIndices(repeats), [
    [0, 2],
    [1, 4],
    [3, 5],
  ]);
});

test('a repeat seconds later is another packet, even if the first one was lost', (t) => {
  const later = createFrames(['web.eth0', 0], ['web.eth0', 5_000_000], ['docker0', 5_000_010]);
  t.deepEqual(joinIndices(later), [[0], [1, 2]]);
});

test('a datagram with two other addresses is another one, unless its IP id is the same', (t) => {
  const hairpin = { source: '172.17.0.1', destination: '172.17.0.3', ttl: 63 };
  t.deepEqual(joinIndices(createFrames(['web.eth0', 0], ['docker0', 1, hairpin])), [[0], [1]]);
  t.deepEqual(joinIndices(createFrames(['web.eth0', 0, { id: 7 }], ['docker0', 1, { ...hairpin, id: 7 }])), [[0, 1]]);
});

test('an address that changed at the same TTL belongs to another flow', (t) => {
  t.deepEqual(joinIndices(createFrames(['web.eth0', 0], ['docker0', 1, fromDb])), [[0], [1]]);
});

test('a packet never gains TTL', (t) => {
  t.deepEqual(joinIndices(createFrames(['uplink', 0, { ttl: 63 }], ['docker0', 1, { ttl: 64 }])), [[0], [1]]);
});

test('packets with different IP ids are different packets', (t) => {
  t.deepEqual(joinIndices(createFrames(['web.eth0', 0, { id: 1 }], ['docker0', 1, { id: 2 }])), [[0], [1]]);
});

test('equal timestamps: away from the point before, else towards the routed point after, else outwards', (t) => {
  const inwards = { destination: '172.17.0.2', source: '198.51.100.11', ttl: 63 };
  t.deepEqual(
    joinIndices(
      createFrames(['uplink', 0, { ...inwards, ttl: 64 }], ['web.eth0', 5, inwards], ['docker0', 5, inwards]),
    ),
    [[0, 2, 1]],
  );
  t.deepEqual(joinIndices(createFrames(['docker0', 5], ['web.eth0', 5], ['uplink', 9, masqueraded])), [[1, 0, 2]]);
  t.deepEqual(joinIndices(createFrames(['docker0', 5], ['web.eth0', 5])), [[1, 0]]);
});

test('with equal timestamps the higher TTL is earlier', (t) => {
  const same = createFrames(['uplink', 4, masqueraded], ['docker0', 4], ['web.eth0', 3]);
  t.deepEqual(joinIndices(same), [[2, 1, 0]]);
});

test('a flood of equal datagrams is joined completely in bounded time', (t) => {
  const count = 20_000;
  const flood = createFrames(
    ...Array.from(
      { length: count },
      (_, k) =>
        [
          ['web.eth0', k * 2],
          ['docker0', k * 2 + 1],
        ] as const,
    ).flat(),
  );
  const started = process.hrtime.bigint();
  const journeys = joinFrames(flood, order);
  t.true(process.hrtime.bigint() - started < 10_000n * millisecond);
  t.is(journeys.length, count);
  t.true(journeys.every(({ hops }) => hops.length === 2));
});

/** A DNS query for the address of "web". */
const question = Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0x77, 0x65, 0x62, 0, 0, 1, 0, 1]);

test('a DNS query that a resolver forwards is a packet of its own', (t) => {
  const asked = { destination: '127.0.0.11', source: '127.0.0.1', destinationPort: 53, id: 98, payload: question };
  const sentOn = {
    destination: '198.51.100.53',
    source: '198.51.100.2',
    sourcePort: 40001,
    destinationPort: 53,
    id: 99,
    payload: question,
  };
  t.deepEqual(joinIndices(createFrames(['web.eth0', 0, asked], ['uplink', 900, sentOn])), [[0], [1]]);
});

test('a port translated to or from a DNS port: one packet, although one side alone is decoded as DNS', (t) => {
  const inwards = { source: '198.51.100.11', destination: '198.51.100.2', destinationPort: 8053, payload: question };
  const translated = { ...inwards, destination: '172.17.0.2', ttl: 63 };
  for (const port of [53, 5353]) {
    for (const id of [0, 7]) {
      t.deepEqual(
        joinIndices(
          createFrames(['uplink', 0, { ...inwards, id }], ['docker0', 9, { ...translated, id, destinationPort: port }]),
        ),
        [[0, 1]],
      );
      t.deepEqual(
        joinIndices(
          createFrames(
            ['uplink', 0, { ...inwards, id, destinationPort: port }],
            ['docker0', 9, { ...translated, id, destinationPort: 8053 }],
          ),
        ),
        [[0, 1]],
      );
    }
  }
});
