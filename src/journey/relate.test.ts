import test from 'ava';
import { decodePacket, describePacket } from '../packet/index.js';
import { type Datagram, buildFrame } from '../packet/testing/frames.js';
import { joinFrames } from './join.js';
import { relateJourneys } from './relate.js';
import { points, readFixture } from './testing/recording.js';
import type { Journey, Relation } from './types.js';

const nat = relateJourneys(joinFrames(readFixture('nat'), points));
const losses = relateJourneys(joinFrames(readFixture('losses'), points));

function related(journeys: readonly Journey[], kind: Relation['kind']): (readonly [of: Journey, journey: Journey])[] {
  return journeys.flatMap(
    (journey) =>
      journey.relations
        ?.filter((relation) => relation.kind === kind)
        .map((relation) => [journeys[relation.journey - 1]!, journey] as const) ?? [],
  );
}

const line = ({ hops }: Journey): string => describePacket(hops[0]!.packet);

test('an echo reply answers the request with its id and sequence number, whatever was translated', (t) => {
  const replies = related(nat, 'reply to').filter(
    ([
      ,
      {
        hops: [first],
      },
    ]) => first?.packet.icmp?.type === 0,
  );
  const recordedReplies = nat.filter(({ hops: [first] }) => first?.packet.icmp?.type === 0);
  t.is(replies.length, recordedReplies.length);
  for (const [request, reply] of replies) {
    t.is(request.hops[0]!.packet.icmp?.type, 8);
    t.is(request.hops[0]!.point, reply.hops.at(-1)!.point);
    t.is(request.hops[0]!.packet.icmp?.sequence, reply.hops[0]!.packet.icmp?.sequence);
  }
});

test('an ICMP error is about the packet it quotes, and nothing answers it', (t) => {
  for (const journeys of [nat, losses]) {
    const errors = journeys.filter(({ hops: [first] }) => first?.packet.icmp?.quoted != null);
    t.true(errors.length > 0);
    for (const error of errors) {
      t.deepEqual(
        error.relations?.map(({ kind }) => kind),
        ['error about'],
      );
      const [about] = related(journeys, 'error about').find(([, journey]) => journey === error)!;
      const quoted = error.hops.at(-1)!.packet.icmp!.quoted!;
      t.is(about.hops[0]!.packet.ip?.id, quoted.ip?.id);
      t.is(about.hops[0]!.packet.ip?.source, quoted.ip?.source);
      t.is(
        (about.hops[0]!.packet.tcp ?? about.hops[0]!.packet.udp)?.sourcePort,
        (quoted.tcp ?? quoted.udp)?.sourcePort,
      );
    }
  }
});

test('retransmissions of a dropped SYN and of a dropped segment are repeats', (t) => {
  const repeats = related(losses, 'repeat of');
  t.deepEqual(
    repeats.map(([of, journey]) => [of.hops.length, journey.hops.length]),
    [
      [2, 5],
      [3, 5],
    ],
  );
  const [[syn], [segment]] = [repeats[0]!, repeats[1]!];
  t.true(syn.hops[0]!.packet.tcp!.flags.syn);
  t.is(segment.hops.at(-1)!.point, 'docker0');
  for (const [of, journey] of repeats) t.is(of.hops[0]!.packet.tcp!.sequence, journey.hops[0]!.packet.tcp!.sequence);
});

test('a SYN-ACK answers the SYN that arrived, not the dropped one', (t) => {
  const [answered] = related(losses, 'reply to').find(
    ([
      ,
      {
        hops: [first],
      },
    ]) => first?.packet.tcp?.flags.syn && first.packet.tcp.flags.ack,
  )!;
  t.is(answered.hops.length, 5);
});

test('an ARP reply answers the last request for its address', (t) => {
  for (const [request, reply] of related(nat, 'reply to').filter(
    ([
      ,
      {
        hops: [first],
      },
    ]) => first?.packet.arp != null,
  )) {
    t.is(request.hops[0]!.packet.arp?.targetAddress, reply.hops[0]!.packet.arp?.senderAddress);
  }
  t.true(
    related(nat, 'reply to').some(
      ([
        ,
        {
          hops: [first],
        },
      ]) => first?.packet.arp != null,
    ),
  );
});

test('in a download an acknowledgement answers its segment, and no piece of a segment is a retransmission', (t) => {
  const download = relateJourneys(joinFrames(readFixture('segmentation'), points));
  t.deepEqual(
    related(download, 'repeat of').map(([, journey]) => line(journey)),
    [],
  );
  t.true(related(download, 'reply to').length > 3);
});

/** Creates datagrams at `[point, microseconds, difference from the first]`. */
function datagrams(
  ...list: readonly (readonly [point: string, microseconds: number, differs?: Partial<Datagram>])[]
): Journey[] {
  const plain: Datagram = {
    source: '198.51.100.11',
    sourcePort: 5000,
    destination: '198.51.100.2',
    destinationPort: 4000,
    ttl: 64,
    id: 1,
    payload: new TextEncoder().encode('hello'),
  };
  return relateJourneys(
    joinFrames(
      list.map(([point, microseconds, differs], index) => {
        const bytes = buildFrame({ ...plain, ...differs });
        return { index, point, time: BigInt(microseconds) * 1000n, packet: decodePacket(bytes, bytes.length) };
      }),
      ['web.eth0', 'docker0', 'host.lo', 'host.uplink', 'client.eth0'],
    ),
  );
}

const relations = (journeys: readonly Journey[]): string[] =>
  journeys.map(({ relations: found }) => found!.map(({ kind, journey }) => `${kind} ${journey}`).join(', '));
const onward = { source: '172.17.0.1', sourcePort: 40000, destination: '172.17.0.2', destinationPort: 80, id: 9 };
const back = {
  source: '172.17.0.2',
  sourcePort: 80,
  destination: '172.17.0.1',
  destinationPort: 40000,
  id: 3,
  payload: new TextEncoder().encode('and you'),
};
const backOutside = {
  ...back,
  source: '198.51.100.2',
  sourcePort: 4000,
  destination: '198.51.100.11',
  destinationPort: 5000,
  id: 4,
};

test('a datagram that a proxy forwards, and the answer that it returns', (t) => {
  t.deepEqual(
    relations(
      datagrams(
        ['client.eth0', 0],
        ['host.uplink', 5],
        ['docker0', 90, onward],
        ['web.eth0', 91, onward],
        ['web.eth0', 200, back],
        ['docker0', 201, back],
        ['host.uplink', 300, backOutside],
        ['client.eth0', 301, backOutside],
      ),
    ),
    ['', 'proxied from 1', 'reply to 2', 'reply to 1, proxied from 3'],
  );
});

test('equal datagrams of the host to two addresses are not proxied: the first did not arrive anywhere', (t) => {
  t.deepEqual(
    relations(datagrams(['docker0', 0, onward], ['docker0', 90, { ...onward, destination: '172.17.0.3', id: 10 }])),
    ['', ''],
  );
});

test('a datagram sent again and a duplicated frame are repeats, an empty datagram is not', (t) => {
  t.deepEqual(relations(datagrams(['client.eth0', 0], ['client.eth0', 1], ['client.eth0', 900, { id: 2 }])), [
    '',
    'repeat of 1',
    'repeat of 1',
  ]);
  t.deepEqual(
    relations(
      datagrams(
        ['client.eth0', 0, { payload: new Uint8Array(0) }],
        ['client.eth0', 900, { id: 2, payload: new Uint8Array(0) }],
      ),
    ),
    ['', ''],
  );
});

test('a recording cut short anywhere is joined and related up to there', (t) => {
  const frames = readFixture('losses');
  const whole = losses.map(({ hops }) => hops.map(({ index }) => index));
  for (let length = 0; length <= frames.length; length += 1) {
    const cut = relateJourneys(joinFrames(frames.slice(0, length), points));
    const kept = whole
      .map((indices) => indices.filter((index) => index < length))
      .filter((indices) => indices.length > 0);
    t.deepEqual(cut.map(({ hops }) => hops.map(({ index }) => index)).sort(), kept.sort());
    t.true(cut.every(({ relations: found }) => found!.every(({ journey }) => journey <= cut.length)));
  }
});
