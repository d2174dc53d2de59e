import test from 'ava';
import type { Packet } from '../packet/index.js';
import { describeJourney } from './describe.js';
import { joinFrames } from './join.js';
import { points, readFixture } from './testing/recording.js';
import type { Hop, Journey, Translation } from './types.js';

const inwardsToWeb = ['server.eth0', 'uplink', 'docker0', 'veth-web', 'web.eth0'];
const outwardsFromWeb = [...inwardsToWeb].reverse();

const nat = joinFrames(readFixture('nat'), points);

function at(journey: Journey): string[] {
  return journey.hops.map(({ point }) => point);
}

function first(journey: Journey): Packet {
  return journey.hops[0]!.packet;
}

/** Lists changes except those of MACs, as `field from > to`, by the point that saw them first. */
function changes({ hops }: Journey): Record<string, string[]> {
  const listed = (all: readonly Translation[]): string[] =>
    all.filter(({ field }) => !field.endsWith('MAC')).map(({ field, from, to }) => `${field} ${from} > ${to}`);
  return Object.fromEntries(
    hops.map((hop: Hop) => [hop.point, listed(hop.changes)] as const).filter(([, list]) => list.length > 0),
  );
}

test('every frame is in exactly one journey, and journeys are counted by first frame', (t) => {
  const frames = readFixture('nat');
  const indices = nat.flatMap(({ hops }) => hops.map(({ index }) => index)).sort((a, b) => a - b);
  t.deepEqual(
    indices,
    frames.map(({ index }) => index),
  );
  t.deepEqual(
    nat.map(({ id }) => id),
    nat.map((_, index) => index + 1),
  );
});

test('a ping outwards is joined at all five points, masqueraded between bridge and uplink', (t) => {
  const requests = nat.filter(
    (journey) =>
      first(journey).ip?.source === '172.17.0.2' &&
      first(journey).icmp?.type === 8 &&
      first(journey).ip?.destination === '198.51.100.11' &&
      first(journey).ip?.ttl === 64 &&
      first(journey).icmp?.id !== 1,
  );
  t.is(requests.length, 2);
  for (const request of requests) {
    t.deepEqual(at(request), outwardsFromWeb);
    t.deepEqual(changes(request), { uplink: ['source 172.17.0.2 > 198.51.100.2', 'TTL 64 > 63'] });
  }
});

test('its reply is joined inwards, and conntrack reverses the translation', (t) => {
  const replies = nat.filter(
    (journey) =>
      first(journey).icmp?.type === 0 && journey.hops.at(-1)?.point === 'web.eth0' && at(journey)[0] === 'server.eth0',
  );
  t.is(replies.length, 4);
  for (const reply of replies) {
    t.deepEqual(at(reply), inwardsToWeb);
    t.true(changes(reply)['docker0']?.includes('destination 198.51.100.2 > 172.17.0.2'));
  }
});

test('two pings with one ICMP id at the same time stay apart, and the replaced id is a translation', (t) => {
  const colliding = nat.filter((journey) => first(journey).icmp?.type === 8 && first(journey).icmp?.id === 1);
  t.is(colliding.length, 4);
  for (const { hops } of colliding) t.is(hops.length, 5);
  const bySource = (source: string): Journey[] => colliding.filter((journey) => first(journey).ip?.source === source);
  const replaced = ['172.17.0.2', '172.17.0.3'].filter((source) =>
    bySource(source).every((journey) =>
      changes(journey)['uplink']?.some((change) => change.startsWith('ICMP id 1 > ')),
    ),
  );
  t.is(replaced.length, 1);
  t.deepEqual(at(bySource('172.17.0.3')[0]!), ['db.eth0', 'veth-db', 'docker0', 'uplink', 'server.eth0']);
});

test('equal datagrams from two containers are two journeys', (t) => {
  const datagrams = nat.filter((journey) => first(journey).udp?.destinationPort === 9999);
  t.deepEqual(
    datagrams.map((journey) => first(journey).ip?.source),
    ['172.17.0.2', '172.17.0.3'],
  );
  t.deepEqual(
    datagrams.map((journey) => journey.hops.length),
    [5, 5],
  );
});

test('an ICMP error is joined by its quoted packet, although translation changes the quote', (t) => {
  const errors = nat.filter((journey) => first(journey).icmp?.type === 3);
  t.is(errors.length, 2);
  for (const error of errors) {
    t.is(error.hops.length, 5);
    const quoted = error.hops.map(({ packet }) => packet.icmp?.quoted?.ip?.source);
    t.is(quoted[0], '198.51.100.2');
    t.regex(quoted.at(-1) ?? '', /^172\.17\.0\.[23]$/);
  }
});

test('a published port is translated inwards, and the answers outwards', (t) => {
  const syn = nat.find(
    (journey) => first(journey).tcp?.destinationPort === 8080 && first(journey).ip?.source === '198.51.100.11',
  )!;
  t.deepEqual(at(syn), inwardsToWeb);
  t.deepEqual(changes(syn), {
    docker0: ['destination 198.51.100.2 > 172.17.0.2', 'destination port 8080 > 80', 'TTL 64 > 63'],
  });
  const synAck = nat.find(
    (journey) =>
      first(journey).tcp?.flags.syn === true &&
      first(journey).tcp?.flags.ack === true &&
      first(journey).ip?.destination === '198.51.100.11',
  )!;
  t.deepEqual(at(synAck), outwardsFromWeb);
  t.deepEqual(changes(synAck), {
    uplink: ['source 172.17.0.2 > 198.51.100.2', 'source port 80 > 8080', 'TTL 64 > 63'],
  });
});

test('a published port reached from its own bridge passes docker0 twice, both addresses translated between', (t) => {
  const syn = nat.find(
    (journey) => first(journey).tcp?.destinationPort === 8080 && first(journey).ip?.source === '172.17.0.3',
  )!;
  t.deepEqual(at(syn), ['db.eth0', 'veth-db', 'docker0', 'docker0', 'veth-web', 'web.eth0']);
  const listed = changes(syn)['docker0'];
  t.deepEqual(listed, [
    'source 172.17.0.3 > 172.17.0.1',
    'destination 198.51.100.2 > 172.17.0.2',
    'destination port 8080 > 80',
    'TTL 64 > 63',
  ]);
});

test('with bridge netfilter the same happens between the ports, at the same TTL', (t) => {
  const journeys = joinFrames(readFixture('bridge-netfilter'), points);
  const syn = journeys.find(
    (journey) => first(journey).tcp?.destinationPort === 8080 && first(journey).ip?.source === '172.17.0.3',
  )!;
  t.deepEqual(at(syn), ['db.eth0', 'veth-db', 'veth-web', 'web.eth0']);
  t.deepEqual(changes(syn), {
    'veth-web': [
      'source 172.17.0.3 > 172.17.0.1',
      'destination 198.51.100.2 > 172.17.0.2',
      'destination port 8080 > 80',
    ],
  });
});

test('bridge and port with equal timestamps are in order of travel, whatever the order of recording', (t) => {
  const tied = nat.filter(({ hops }) => hops.some((hop, index) => hop.time === hops[index - 1]?.time));
  t.true(tied.length > 0, 'the recording has equal stamps');
  for (const shuffled of [readFixture('nat').reverse(), readFixture('nat', [...points].reverse())]) {
    const again = joinFrames(shuffled, points);
    for (const journey of again.filter(({ hops }) => hops.some((hop, index) => hop.time === hops[index - 1]?.time))) {
      t.is(
        at(journey).indexOf('docker0') - 1,
        at(journey).findIndex((point) => point.startsWith('veth-')),
        describeJourney(journey),
      );
    }
  }
});

test('a packet for the host itself ends at the uplink', (t) => {
  const refused = nat.find((journey) => first(journey).tcp?.destinationPort === 8081)!;
  t.deepEqual(at(refused), ['server.eth0', 'uplink']);
  t.deepEqual(changes(refused), {});
});

test('a journey is described in one sentence', (t) => {
  const request = nat.find((journey) => first(journey).icmp?.type === 8)!;
  const names = new Map([
    ['172.17.0.2', 'web'],
    ['198.51.100.11', 'server'],
  ]);
  t.is(
    describeJourney(request, names),
    'web → server: echo request seen at web.eth0, veth-web, docker0, uplink, server.eth0; ' +
      'source 172.17.0.2 became 198.51.100.2 and TTL 64 became 63 between docker0 and uplink',
  );
});
