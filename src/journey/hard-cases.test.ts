import test from 'ava';
import { decodePacket } from '../packet/index.js';
import { frameOf, type Datagram } from '../packet/testing/datagram.js';
import { joinFrames } from './join.js';
import type { Frame } from './types.js';

const order = ['web.eth0', 'db.eth0', 'docker0', 'uplink'];
const millisecond = 1_000_000n;

/** A datagram from web to the server with IP id 0, so that nothing but its payload and addresses tells it apart. */
const plain: Datagram = {
  source: '172.17.0.2',
  sourcePort: 5000,
  destination: '198.51.100.11',
  destinationPort: 5000,
  ttl: 64,
  id: 0,
  payload: new TextEncoder().encode('hello'),
};

/** Sightings at `[point, microseconds, what differs from the plain datagram]`, numbered as they are listed. */
function sightings(
  ...list: readonly (readonly [point: string, microseconds: number, differs?: Partial<Datagram>])[]
): Frame[] {
  return list.map(([point, microseconds, differs], index) => {
    const bytes = frameOf({ ...plain, ...differs });
    return { index, point, time: BigInt(microseconds) * 1000n, packet: decodePacket(bytes, bytes.length) };
  });
}

/** The indices of each journey's sightings, in order of travel. */
function joined(list: readonly Frame[]): number[][] {
  return joinFrames(list, order).map(({ hops }) => hops.map(({ index }) => index));
}

const masqueraded = { source: '198.51.100.2', ttl: 63 };
const fromDb = { source: '172.17.0.3' };

test('two flows with equal ports, payloads and no IP id stay apart where their addresses tell them apart', (t) => {
  const interleaved = sightings(['web.eth0', 0], ['db.eth0', 1, fromDb], ['docker0', 2, fromDb], ['docker0', 3]);
  t.deepEqual(joined(interleaved), [
    [0, 3],
    [1, 2],
  ]);
});

test('behind masquerade the port that was kept tells which flow a datagram is of', (t) => {
  const ports = (port: number): Partial<Datagram> => ({ sourcePort: port });
  const interleaved = sightings(
    ['web.eth0', 0, ports(6001)],
    ['db.eth0', 1, { ...fromDb, ...ports(6002) }],
    ['uplink', 5, { ...masqueraded, ...ports(6002) }],
    ['uplink', 6, { ...masqueraded, ...ports(6001) }],
  );
  t.deepEqual(joined(interleaved), [
    [0, 3],
    [1, 2],
  ]);
});

test('repeats that nothing tells apart: the k-th with the k-th', (t) => {
  const repeats = sightings(
    ['web.eth0', 0],
    ['web.eth0', 1],
    ['docker0', 2],
    ['web.eth0', 3],
    ['docker0', 4],
    ['docker0', 5],
  );
  t.deepEqual(joined(repeats), [
    [0, 2],
    [1, 4],
    [3, 5],
  ]);
});

test('a repeat seconds later is another packet, also where the first one was lost on the way', (t) => {
  const later = sightings(['web.eth0', 0], ['web.eth0', 5_000_000], ['docker0', 5_000_010]);
  t.deepEqual(joined(later), [[0], [1, 2]]);
});

test('a datagram with two other addresses is another one, unless an IP id of its own says it is the same', (t) => {
  const hairpin = { source: '172.17.0.1', destination: '172.17.0.3', ttl: 63 };
  t.deepEqual(joined(sightings(['web.eth0', 0], ['docker0', 1, hairpin])), [[0], [1]]);
  t.deepEqual(joined(sightings(['web.eth0', 0, { id: 7 }], ['docker0', 1, { ...hairpin, id: 7 }])), [[0, 1]]);
});

test('an address that changed at the same TTL is another flow’s', (t) => {
  t.deepEqual(joined(sightings(['web.eth0', 0], ['docker0', 1, fromDb])), [[0], [1]]);
});

test('a packet never gains TTL', (t) => {
  t.deepEqual(joined(sightings(['uplink', 0, { ttl: 63 }], ['docker0', 1, { ttl: 64 }])), [[0], [1]]);
});

test('different IP ids are different packets, however alike the rest', (t) => {
  t.deepEqual(joined(sightings(['web.eth0', 0, { id: 1 }], ['docker0', 1, { id: 2 }])), [[0], [1]]);
});

test('equal stamps: away from the point before, towards the routed point after, else outwards', (t) => {
  const inwards = { destination: '172.17.0.2', source: '198.51.100.11', ttl: 63 };
  t.deepEqual(
    joined(sightings(['uplink', 0, { ...inwards, ttl: 64 }], ['web.eth0', 5, inwards], ['docker0', 5, inwards])),
    [[0, 2, 1]],
  );
  t.deepEqual(joined(sightings(['docker0', 5], ['web.eth0', 5], ['uplink', 9, masqueraded])), [[1, 0, 2]]);
  t.deepEqual(joined(sightings(['docker0', 5], ['web.eth0', 5])), [[1, 0]]);
});

test('at the same stamp the higher TTL is earlier', (t) => {
  const same = sightings(['uplink', 4, masqueraded], ['docker0', 4], ['web.eth0', 3]);
  t.deepEqual(joined(same), [[2, 1, 0]]);
});

test('a flood of equal datagrams is joined in bounded time, every one of them', (t) => {
  const count = 20_000;
  const flood = sightings(
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

/** A question for the address of "web", as on the wire. */
const question = Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0x77, 0x65, 0x62, 0, 0, 1, 0, 1]);

test('a DNS query that a resolver sends on is a packet of its own', (t) => {
  const asked = { destination: '127.0.0.11', source: '127.0.0.1', destinationPort: 53, id: 98, payload: question };
  const sentOn = {
    destination: '198.51.100.53',
    source: '198.51.100.2',
    sourcePort: 40001,
    destinationPort: 53,
    id: 99,
    payload: question,
  };
  t.deepEqual(joined(sightings(['web.eth0', 0, asked], ['uplink', 900, sentOn])), [[0], [1]]);
});

test('a port translated from or to one that carries DNS: one packet, though it is read as DNS on one side only', (t) => {
  const inwards = { source: '198.51.100.11', destination: '198.51.100.2', destinationPort: 8053, payload: question };
  const translated = { ...inwards, destination: '172.17.0.2', ttl: 63 };
  for (const port of [53, 5353]) {
    for (const id of [0, 7]) {
      t.deepEqual(
        joined(
          sightings(['uplink', 0, { ...inwards, id }], ['docker0', 9, { ...translated, id, destinationPort: port }]),
        ),
        [[0, 1]],
      );
      t.deepEqual(
        joined(
          sightings(
            ['uplink', 0, { ...inwards, id, destinationPort: port }],
            ['docker0', 9, { ...translated, id, destinationPort: 8053 }],
          ),
        ),
        [[0, 1]],
      );
    }
  }
});
