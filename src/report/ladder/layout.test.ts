import test from 'ava';
import type { PointRecord } from '../../record/index.js';
import { flags, JourneyBuilder } from '../testing/journey-builder.js';
import { droppedSyns, masqueradedPings, proxiedCall, publishedRequest } from '../testing/flows.js';
import { layOutLadder, maxPackets } from './layout.js';
import { labelAddresses } from './path.js';

const positions: Readonly<Record<string, Pick<PointRecord, 'region' | 'order'>>> = {
  'web.eth0': { region: 'container', order: 0 },
  'db.eth0': { region: 'container', order: 1 },
  docker0: { region: 'host', order: 0 },
  'host.lo': { region: 'host', order: 1 },
  'host.uplink': { region: 'host', order: 2 },
  'server.eth0': { region: 'lan', order: 0 },
  'client.eth0': { region: 'lan', order: 1 },
};
const pointsNamed = (...names: readonly string[]): PointRecord[] =>
  names.map((name) => ({
    name,
    interface: name.endsWith('.lo') ? 'lo' : name,
    ...(positions[name] ?? { region: 'container', order: 0 }),
    frames: 1,
    dropped: 0,
  }));
const usual = pointsNamed('server.eth0', 'host.uplink', 'host.lo', 'docker0', 'web.eth0');

test('sorts columns in path order, without silent loopbacks; unrecorded points come last', (t) => {
  const { columns, silent } = layOutLadder(usual, droppedSyns().journeys, new Set());
  t.deepEqual(
    columns.map(({ name, region }) => [name, region]),
    [
      ['web.eth0', 'container'],
      ['docker0', 'host'],
      ['host.uplink', 'host'],
      ['server.eth0', 'lan'],
      ['client.eth0', 'lan'],
    ],
  );
  t.deepEqual(
    silent.map(({ name }) => name),
    ['host.lo'],
  );
});

test('draws an echo outward and its reply inward, related, rewritten between bridge and uplink', (t) => {
  const { journeys } = masqueradedPings(1);
  const { packets, origin } = layOutLadder(usual, [...journeys].reverse(), new Set());
  t.is(packets[0]?.journey.hops[0]?.time, origin);
  t.deepEqual(
    packets.map(({ lines }) => lines.map(({ isInward, dots }) => [isInward, dots.map(({ column }) => column)])),
    [[[false, [0, 1, 2, 3]]], [[true, [3, 2, 1, 0]]]],
  );
  t.deepEqual(packets[1]?.relations, [{ kind: 'reply to', number: 1 }]);
  const arrows = packets[0]?.lines[0]?.arrows ?? [];
  t.deepEqual(
    arrows.map(({ changes }) => changes.map(({ field }) => field)),
    [[], ['source', 'TTL'], []],
  );
  t.deepEqual(
    arrows.map(({ rules }) => rules.map(({ verdict }) => verdict)),
    [[], ['DOCKER-USER', 'MASQUERADE'], []],
  );
  t.deepEqual(
    arrows.map(({ tookNs }) => tookNs),
    [6204n, 15666n, 2243n],
  );
  t.deepEqual(
    labelAddresses(packets[0]!.lines[0]!).map(({ left, right, packet, changed }) => [
      left,
      right,
      packet.source,
      changed.source,
    ]),
    [
      [0, 1, '172.17.0.2', false],
      [2, 3, '198.51.100.1', true],
    ],
  );
});

test('finds the packets of an expectation’s frames relevant, and all if there are none', (t) => {
  const { journeys } = publishedRequest();
  t.deepEqual(
    layOutLadder(usual, journeys, new Set([2, 7])).packets.map(({ isRelevant }) => isRelevant),
    [true, true, false, false, false, false, false],
  );
  t.true(layOutLadder(usual, journeys, new Set()).packets.every(({ isRelevant }) => isRelevant));
});

test('draws docker-proxy’s new flow from the point that saw the call, and finds both relevant', (t) => {
  const { packets } = layOutLadder(usual, proxiedCall().journeys, new Set([0]));
  t.deepEqual(
    packets.map(({ isRelevant }) => isRelevant),
    [true, false, true, false],
  );
  t.deepEqual(
    packets[2]?.lines.map(({ dots, arrows }) => [
      dots.map(({ column, hops }) => [column, hops.length]),
      arrows.map(({ carried }) => carried),
    ]),
    [
      [
        [
          [2, 0],
          [1, 1],
          [0, 1],
        ],
        ['proxied', null],
      ],
    ],
  );
});

test('stops a dropped packet at its last point, by its rule', (t) => {
  const { packets } = layOutLadder(usual, droppedSyns().journeys, new Set());
  t.deepEqual(
    packets.map(({ stop }) => [stop?.column, stop?.toward, stop?.rule?.chain]),
    Array.from({ length: 3 }, () => [2, 'inward', 'DOCKER-USER']),
  );
});

test('draws a packet that turns at a bridge as two lines, and hops at one point as one dot', (t) => {
  const udp = {
    source: '172.17.0.2',
    destination: '172.17.0.3',
    ttl: 64,
    id: 7,
    transport: { kind: 'udp', sourcePort: 1, destinationPort: 2, payload: 'x' },
  } as const;
  const { journeys } = new JourneyBuilder().addPacket(udp, [
    { at: 'web.eth0', afterUs: 0 },
    { at: 'docker0', afterUs: 1 },
    { at: 'docker0', afterUs: 2 },
    { at: 'db.eth0', afterUs: 3 },
  ]);
  const { packets } = layOutLadder(pointsNamed('web.eth0', 'db.eth0', 'docker0'), journeys, new Set());
  t.deepEqual(
    packets[0]?.lines.map(({ isInward, dots }) => [
      isInward,
      dots.map(({ column, hops, isTurn }) => [column, hops.length, isTurn]),
    ]),
    [
      [
        false,
        [
          [0, 1, false],
          [2, 2, false],
        ],
      ],
      [
        true,
        [
          [2, 2, true],
          [1, 1, false],
        ],
      ],
    ],
  );
  t.deepEqual(
    packets[0]?.lines.map((run) => labelAddresses(run).length),
    [1, 0],
  );
});

test('keeps the relevant of too many packets, numbered in time order', (t) => {
  const syn = (id: number) =>
    ({
      source: '172.17.0.2',
      destination: '198.51.100.11',
      ttl: 64,
      id,
      transport: { kind: 'tcp', sourcePort: id, destinationPort: 80, flags: flags.syn, sequence: id, payload: '' },
    }) as const;
  const builder = new JourneyBuilder();
  for (let index = 0; index < maxPackets + 5; index += 1)
    builder.addPacket(syn(index + 1), [{ at: 'docker0', afterUs: index }]);
  const { packets, omitted } = layOutLadder(usual, builder.journeys, new Set([maxPackets + 4]));
  t.is(omitted, 5);
  t.is(packets.length, maxPackets);
  t.is(packets.at(-1)?.journey.id, maxPackets + 5);
  t.is(packets.at(-1)?.number, maxPackets);
});
