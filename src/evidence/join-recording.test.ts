import test from 'ava';
import type { Journey } from '../journey/index.js';
import { describePacket } from '../packet/index.js';
import { joinLabRecording } from './testing/lab-recording.js';

const describeFirst = ({ hops }: Journey): string => describePacket(hops[0]!.packet);
const endings = (journeys: readonly Journey[]): string[] =>
  journeys.flatMap((journey) =>
    journey.end === undefined
      ? []
      : [
          `${describeFirst(journey)
            .replace(/:\d+ >/, ' >')
            .replace(/ seq.*| id.*/, '')} ends at ${journey.end.point}`,
        ],
  );
/** Pairs the journeys of one kind of relation: the other journey, then the related one. */
const pairs = (journeys: readonly Journey[], kind: string): (readonly [Journey, Journey])[] =>
  journeys.flatMap(
    (journey) =>
      journey.relations
        ?.filter((relation) => relation.kind === kind)
        .map((relation) => [journeys[relation.journey - 1]!, journey] as const) ?? [],
  );
const points = ({ hops }: Journey): string[] => hops.map(({ point }) => point);

test('a packet that DOCKER-USER drops ends at the uplink, before translation; an accepted one does not', async (t) => {
  const journeys = await joinLabRecording('docker-user.drop-blocks-published');
  t.deepEqual(endings(journeys), ['198.51.100.11 > 198.51.100.2:8080 TCP SYN ends at host.uplink']);
  t.is(
    journeys.filter(({ hops: [first] }) => first?.packet.tcp?.flags.syn === true && !first.packet.tcp.flags.ack).length,
    2,
  );
});

test('pings between bridges end at their own bridge', async (t) => {
  t.deepEqual(endings(await joinLabRecording('isolation.between-bridges')), [
    '172.18.0.2 > 172.19.0.2 ICMP echo request ends at br-red',
    '172.19.0.2 > 172.18.0.2 ICMP echo request ends at br-blue',
  ]);
});

test('nothing ends if everything arrived, if the recording lost frames, or if it ends early', async (t) => {
  for (const name of [
    'publish.localhost-by-proxy',
    'dns.external-forwarded',
    'nat.port-translation',
    'kernel.userland-proxy',
  ] as const) {
    t.deepEqual(endings(await joinLabRecording(name)), [], name);
  }
  const lossy = { proof: { lost: 1, unproven: [] } };
  t.deepEqual(endings(await joinLabRecording('isolation.between-bridges', lossy)), []);
  t.deepEqual(endings(await joinLabRecording('isolation.between-bridges', { whole: false })), []);
});

test('no packet ends before a point that was not proven live', async (t) => {
  const unproven = [{ point: 'sky.eth0', reason: 'its closing marker did not come back' }];
  t.deepEqual(endings(await joinLabRecording('isolation.between-bridges', { proof: { lost: 0, unproven } })), [
    '172.19.0.2 > 172.18.0.2 ICMP echo request ends at br-blue',
  ]);
});

test('a call by docker-proxy is two flows, proxied and not translated', async (t) => {
  const journeys = await joinLabRecording('publish.localhost-by-proxy');
  const proxied = pairs(journeys, 'proxied from');
  t.deepEqual(
    proxied.map(([original, copy]) => [points(original), points(copy)]),
    [
      [['host.lo'], ['docker0', 'web.eth0']], // the SYN
      [['host.lo'], ['docker0', 'web.eth0']], // the request
      [['web.eth0', 'docker0'], ['host.lo']], // its answer
    ],
  );
  t.true(proxied[0]!.every(({ hops: [first] }) => first?.packet.tcp?.flags.syn));
  t.deepEqual(
    journeys.flatMap(({ hops }) =>
      hops.flatMap(({ changes }) => changes.filter(({ field }) => !field.endsWith('MAC'))),
    ),
    [],
  );
});

test('three calls at once through a proxy on a router’s bridge are each related to their own copy', async (t) => {
  const proxied = pairs(await joinLabRecording('kernel.userland-proxy'), 'proxied from');
  const syns = proxied.filter(([, copy]) => copy.hops[0]?.packet.tcp?.flags.syn);
  t.is(syns.length, 3);
  t.is(new Set(syns.map(([original]) => original.id)).size, 3);
  const payload = ({ hops }: Journey): string => Buffer.from(hops[0]!.packet.payload).toString('latin1');
  const requests = proxied.filter(([original, copy]) => points(original)[0] === 'router.lo' && payload(copy) !== '');
  t.is(requests.length, 3);
  for (const [original, copy] of requests) t.is(payload(copy), payload(original));
});

test('a query to the embedded resolver: the question on lo, the forwarded query, the returned answer', async (t) => {
  const journeys = await joinLabRecording('dns.external-forwarded');
  const dns = journeys.filter(({ hops: [first] }) => first?.packet.dns != null);
  t.deepEqual(dns.map(points), [
    ['web.lo'],
    ['web.eth0', 'br-app', 'host.uplink', 'resolver.eth0'],
    ['resolver.eth0', 'host.uplink', 'br-app', 'web.eth0'],
    ['web.lo'],
  ]);
  const [asked, forwarded, answer, brought] = dns.map(({ id }) => id);
  t.deepEqual(
    dns.map(({ relations }) => relations),
    [
      [],
      [{ kind: 'forwarded query of', journey: asked }],
      [{ kind: 'reply to', journey: forwarded }],
      [
        { kind: 'reply to', journey: asked },
        { kind: 'proxied from', journey: answer },
      ],
    ],
  );
  t.truthy(brought);
});

test('two flows from equal ports to one server: one port is replaced, and each answer goes to its own', async (t) => {
  const journeys = await joinLabRecording('nat.port-translation');
  const syns = journeys.filter(
    ({ hops: [first] }) =>
      first?.packet.tcp?.flags.syn &&
      !first.packet.tcp.flags.ack &&
      first.point !== 'br-app' &&
      first.packet.tcp.sourcePort === 40000,
  );
  t.deepEqual(
    syns.map((journey) => points(journey)[0]),
    ['one.eth0', 'two.eth0'],
  );
  t.deepEqual(
    syns.map(({ hops }) => hops.some(({ changes }) => changes.some(({ field }) => field === 'source port'))),
    [false, true],
  );
  const answers = pairs(journeys, 'reply to').filter(([asked]) => syns.includes(asked));
  t.deepEqual(
    answers.map(([asked, answer]) => [points(asked)[0], points(answer).at(-1)]),
    [
      ['one.eth0', 'one.eth0'],
      ['two.eth0', 'two.eth0'],
    ],
  );
});
