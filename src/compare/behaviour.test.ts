import test from 'ava';
import { buildBehaviour } from './behaviour.js';
import { parseBehaviours, formatBehaviours } from './behaviour-file.js';
import { formatHop } from './journeys.js';
import { readFixture } from './testing/check-fixture.js';

test('journeys, outcomes and rules have roles, and each path of a kind of packet once', async (t) => {
  const behaviour = buildBehaviour(await readFixture('publish/one-address', 'first'));
  t.deepEqual(behaviour.outcome, [
    'there: client’s request to host port 8080: answered, seen as client',
    'elsewhere: client’s request to host.secondary port 8080: refused',
  ]);
  t.deepEqual(
    behaviour.journeys.map(({ packet, hops }) => [packet, ...hops.map(formatHop)]),
    [
      ['TCP RST host.secondary:8080 → client', 'host.uplink | TTL 64', 'client.eth0'],
      ['TCP SYN client → host.secondary:8080', 'client.eth0 | TTL 64', 'host.uplink'],
      [
        'TCP SYN client → host:8080',
        'client.eth0 | TTL 64',
        'host.uplink',
        'docker0 | destination web:80, TTL 63',
        'web.eth0',
      ],
      [
        'TCP SYN-ACK web:80 → client',
        'web.eth0 | TTL 64',
        'docker0',
        'host.uplink | source host:8080, TTL 63',
        'client.eth0',
      ],
      [
        'TCP data client → host:8080',
        'client.eth0 | TTL 64',
        'host.uplink',
        'docker0 | destination web:80, TTL 63',
        'web.eth0',
      ],
      [
        'TCP data web:80 → client',
        'web.eth0 | TTL 64',
        'docker0',
        'host.uplink | source host:8080, TTL 63',
        'client.eth0',
      ],
    ],
  );
  t.deepEqual(behaviour.rules.find(({ name }) => name === 'nat DOCKER')?.rules, [
    '-i docker0 -j RETURN',
    '-d host ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination web:80',
  ]);
  t.deepEqual(
    behaviour.rules.find(({ name }) => name === 'nat POSTROUTING')?.rules[1],
    '-s docker0.subnet ! -o docker0 -j MASQUERADE',
  );
  t.deepEqual(behaviour.rulesAfter, []);
});

test('a rule that dropped packets is listed with its table', async (t) => {
  const { drops } = buildBehaviour(await readFixture('isolation/between-bridges', 'first'));
  t.deepEqual(drops, [
    'filter -A DOCKER-ISOLATION-STAGE-2 -o br-blue -j DROP',
    'filter -A DOCKER-ISOLATION-STAGE-2 -o br-red -j DROP',
  ]);
});

test('behaviours are equal after formatting and parsing, and a variant of a chain is written once', async (t) => {
  const behaviours = new Map(
    (
      await Promise.all([
        readFixture('publish/one-address', 'first'),
        readFixture('isolation/between-bridges', '28.5.2'),
      ])
    ).map((one) => [one.check.id, buildBehaviour(one)]),
  );
  const text = formatBehaviours(new Map([...behaviours, ['publish/again', behaviours.get('publish/one-address')!]]));
  t.is(text.split('"-d host ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination web:80"').length, 2);
  const read = parseBehaviours(text);
  t.deepEqual(read?.get('publish/one-address'), behaviours.get('publish/one-address'));
  t.deepEqual(read?.get('isolation/between-bridges'), behaviours.get('isolation/between-bridges'));
});

test('a damaged or truncated file, or one of another version, is not parsed', (t) => {
  const text = formatBehaviours(new Map());
  t.deepEqual(parseBehaviours(text), new Map());
  t.is(parseBehaviours(text.slice(0, -4)), null);
  t.is(parseBehaviours(text.replace('docknet-behaviour/2', 'docknet-behaviour/0')), null);
  t.is(
    parseBehaviours('{"schema":"docknet-behaviour/2","chains":{},"checks":{"a/b":{"rules":["filter GONE"]}}}'),
    null,
  );
});

test('what the engines of a swarm say to each other is left out', async (t) => {
  const [first, second] = [await readFixture('overlay/across', 'first'), await readFixture('overlay/across', 'second')];
  const ports = [first, second].map(({ journeys }) =>
    journeys.some(({ hops: [hop] }) => (hop?.packet.tcp ?? hop?.packet.udp)?.destinationPort === 7946),
  );
  t.deepEqual(ports, [false, true]);
  t.deepEqual(buildBehaviour(first).journeys, buildBehaviour(second).journeys);
});

// Two runs of one engine each: 28.5.2, of compose/scale 20.10.24.
for (const [id, what] of [
  ['bridge/one-segment', 'the order in which a bridge floods its ports'],
  ['overlay/publish-port', 'whether a bridge floods a unicast frame'],
  ['compose/scale', 'whether it floods one to a container that is gone at the end'],
  ['ipv6/udp-published', 'datagrams that differ in their addresses alone'],
] as const) {
  test(`two runs have the same packets: ${what}`, async (t) => {
    const [first, second] = [await readFixture(id, 'first'), await readFixture(id, 'second')];
    t.true(first.journeys.length > 5);
    t.deepEqual(buildBehaviour(first).journeys, buildBehaviour(second).journeys);
  });
}

test('a container with another hardware address since its restart keeps the frames of its address', async (t) => {
  const first = await readFixture('compose/scale', 'first');
  const { places } = first.topology;
  const web = { ...places['web'], kind: 'container', key: 'web', mac: '02:42:ac:14:ff:ff' };
  const changed = { ...first, topology: { ...first.topology, places: { ...places, web } } };
  t.deepEqual(buildBehaviour(changed).journeys, buildBehaviour(first).journeys);
});

test('a flooded frame has every port that got it, and the sender first', async (t) => {
  const { journeys } = buildBehaviour(await readFixture('bridge/one-segment', 'second'));
  t.deepEqual(journeys.find(({ packet }) => packet.includes('239.1.2.3'))?.hops.map(formatHop), [
    'web.eth0 | TTL 1',
    'br-app',
    'control.eth0',
    'db.eth0',
  ]);
});

test('a datagram that was delivered is not sent on by its receiver', async (t) => {
  const { journeys } = buildBehaviour(await readFixture('ipv6/udp-published', 'second'));
  const pathOf = (start: string) => journeys.find(({ packet }) => packet.startsWith(start))?.hops.map(formatHop);
  t.deepEqual(pathOf('UDP client.ipv6 → host.ipv6:4000'), [
    'client.eth0 | TTL 64',
    'host.uplink',
    'br-app | destination web.ipv6:5000, TTL 63',
    'web.eth0',
  ]);
  t.deepEqual(pathOf('UDP br-app.ipv6 → web.ipv6:5000'), ['br-app | TTL 64', 'web.eth0']);
});
