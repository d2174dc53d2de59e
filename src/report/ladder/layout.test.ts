import test from 'ava';
import type { PointRecord } from '../../record/index.js';
import { flags } from '../testing/frame-bytes.js';
import { droppedSyns, masqueradedPings, proxiedCall, publishedRequest } from '../testing/flows.js';
import { JourneyBuilder } from '../testing/journey-builder.js';
import { ladderOf, packetsShown } from './layout.js';
import { legsOf } from './legs.js';

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

test('columns are in path order, by region, without a loopback that saw nothing; a point the record does not name comes last', (t) => {
  const { columns, silent } = ladderOf(usual, droppedSyns().journeys, new Set());
  t.deepEqual(
    columns.map(({ point }) => [point.name, point.region]),
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

test('an echo goes outward and its reply inward, in time order, each related to the other, rewritten between bridge and uplink', (t) => {
  const { journeys } = masqueradedPings(1);
  const { packets, origin } = ladderOf(usual, [...journeys].reverse(), new Set());
  t.is(packets[0]?.journey.hops[0]?.time, origin);
  t.deepEqual(
    packets.map(({ runs }) => runs.map(({ inward, stations }) => [inward, stations.map(({ column }) => column)])),
    [[[false, [0, 1, 2, 3]]], [[true, [3, 2, 1, 0]]]],
  );
  t.deepEqual(packets[1]?.relatives, [{ kind: 'reply to', number: 1 }]);
  const stretches = packets[0]?.runs[0]?.stretches ?? [];
  t.deepEqual(
    stretches.map(({ changes }) => changes.map(({ field }) => field)),
    [[], ['source', 'TTL'], []],
  );
  t.deepEqual(
    stretches.map(({ rules }) => rules.map(({ verdict }) => verdict)),
    [[], ['DOCKER-USER', 'MASQUERADE'], []],
  );
  t.deepEqual(
    stretches.map(({ took }) => took),
    [6204n, 15666n, 2243n],
  );
  t.deepEqual(
    legsOf(packets[0]!.runs[0]!).map(({ left, right, ends, changed }) => [left, right, ends.source, changed.source]),
    [
      [0, 1, '172.17.0.2', false],
      [2, 3, '198.51.100.1', true],
    ],
  );
});

test('what matters is what an expectation’s frames belong to, and everything where they name none', (t) => {
  const { journeys } = publishedRequest();
  t.deepEqual(
    ladderOf(usual, journeys, new Set([2, 7])).packets.map(({ matters }) => matters),
    [true, true, false, false, false, false, false],
  );
  t.true(ladderOf(usual, journeys, new Set()).packets.every(({ matters }) => matters));
});

test('what docker-proxy calls anew matters with the call it carries, and comes from where that was seen', (t) => {
  const { packets } = ladderOf(usual, proxiedCall().journeys, new Set([0]));
  t.deepEqual(
    packets.map(({ matters }) => matters),
    [true, false, true, false],
  );
  t.deepEqual(
    packets[2]?.runs.map(({ stations, stretches }) => [
      stations.map(({ column, hops }) => [column, hops.length]),
      stretches.map(({ carried }) => carried),
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

test('a stopped packet ends inward of the last point, by its rule, and matters', (t) => {
  const { packets } = ladderOf(usual, droppedSyns().journeys, new Set());
  t.deepEqual(
    packets.map(({ stop }) => [stop?.column, stop?.toward, stop?.rule?.chain]),
    Array.from({ length: 3 }, () => [2, 'inward', 'DOCKER-USER']),
  );
});

test('a packet that turns round at a bridge has a run out and a run back, and one in pieces one station', (t) => {
  const udp = {
    source: '172.17.0.2',
    destination: '172.17.0.3',
    ttl: 64,
    id: 7,
    transport: { kind: 'udp', sourcePort: 1, destinationPort: 2, payload: 'x' },
  } as const;
  const { journeys } = new JourneyBuilder().packet(udp, [
    { at: 'web.eth0', after: 0 },
    { at: 'docker0', after: 1 },
    { at: 'docker0', after: 2 },
    { at: 'db.eth0', after: 3 },
  ]);
  const { packets } = ladderOf(pointsNamed('web.eth0', 'db.eth0', 'docker0'), journeys, new Set());
  t.deepEqual(
    packets[0]?.runs.map(({ inward, stations }) => [
      inward,
      stations.map(({ column, hops, turn }) => [column, hops.length, turn]),
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
    packets[0]?.runs.map((run) => legsOf(run).length),
    [1, 0],
  );
});

test('of more packets than fit, those that matter are kept, and numbered in time order', (t) => {
  const syn = (id: number) =>
    ({
      source: '172.17.0.2',
      destination: '198.51.100.11',
      ttl: 64,
      id,
      transport: { kind: 'tcp', sourcePort: id, destinationPort: 80, flags: flags.syn, sequence: id, payload: '' },
    }) as const;
  const builder = new JourneyBuilder();
  for (let index = 0; index < packetsShown + 5; index += 1)
    builder.packet(syn(index + 1), [{ at: 'docker0', after: index }]);
  const { packets, leftOut } = ladderOf(usual, builder.journeys, new Set([packetsShown + 4]));
  t.is(leftOut, 5);
  t.is(packets.length, packetsShown);
  t.is(packets.at(-1)?.journey.id, packetsShown + 5);
  t.is(packets.at(-1)?.number, packetsShown);
});
