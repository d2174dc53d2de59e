import test from 'ava';
import { compareRuns } from './compare.js';
import { readFixture, createRun, type CheckFixture } from './testing/check-fixture.js';

const checks = ['publish/one-address', 'isolation/between-bridges'];
const runOf = (run: 'first' | 'second' | '28.5.2') => Promise.all(checks.map((id) => readFixture(id, run)));

test('two runs of one engine, with other addresses, ports and names, have no changes', async (t) => {
  const [first, second] = await Promise.all([runOf('first'), runOf('second')]);
  t.notDeepEqual(
    first.map(({ topology }) => topology.places),
    second.map(({ topology }) => topology.places),
  );
  const { changes, same, notes } = compareRuns(createRun('one', first), createRun('other', second));
  t.deepEqual(changes, []);
  t.is(same, 2);
  t.deepEqual(notes, []);
});

test('a packet dropped at an earlier point is a change, with the hop where the paths diverge', async (t) => {
  const { changes } = compareRuns(
    createRun('20.10.24', await runOf('first')),
    createRun('28.5.2', await runOf('28.5.2')),
  );
  const change = changes.find(({ id }) => id === 'isolation/between-bridges');
  t.is(change?.kind, 'changed');
  const ways = [
    'rose → sky is last seen at rose\\.eth0 in the candidate \\(base: goes on to br-red\\)',
    'sky → rose is last seen at sky\\.eth0 in the candidate \\(base: goes on to br-blue\\)',
  ];
  t.regex(change?.sentence ?? '', new RegExp(`^the ICMP echo request (${ways.join('|')})`));
  t.deepEqual(
    change?.journeys.map(({ divergesAt }) => divergesAt),
    [1, 1],
  );
  t.true(change?.chains.some(({ name, base }) => name === 'raw PREROUTING' && base === null));
});

test('other rules with the same packets are no change of behaviour', async (t) => {
  const { changes } = compareRuns(
    createRun('20.10.24', await runOf('first')),
    createRun('28.5.2', await runOf('28.5.2')),
  );
  const change = changes.find(({ id }) => id === 'publish/one-address');
  t.is(change?.kind, 'rules');
  t.regex(
    change?.sentence ?? '',
    /^the packets are the same; other rules in .*filter FORWARD.*; new: .*raw PREROUTING\.$/,
  );
  t.deepEqual(change?.journeys, []);
});

test('an unreachable published port is a regression that names outcome, hop and cause', async (t) => {
  const before = await readFixture('publish/one-address', 'first');
  const {
    changes: [change],
  } = compareRuns(createRun('26.1.5', [before]), createRun('28.5.2', [cutOff(before)]));
  t.is(change?.kind, 'regression');
  t.is(
    change?.sentence,
    'client’s request to host port 8080 times out in the candidate (base: answered, seen as client): ' +
      'the TCP SYN client → host:8080 is last seen at host.uplink in the candidate ' +
      '(base: goes on to docker0, web.eth0); the candidate drops it by "-A PREROUTING -d web -j DROP" in raw ' +
      '(and 3 more packets differ).',
  );
  t.deepEqual(change?.lost, ["client's request to host port 8080 is answered"]);
});

test('a known deviation names the range of its engines', async (t) => {
  const before = await readFixture('publish/one-address', 'first');
  const after = cutOff(before);
  const [was, is] = [
    createRun('26.1.5', [before]),
    {
      ...createRun('28.5.2', [
        { ...after, check: { ...after.check, verdict: 'known deviation', reason: 'a rule in raw drops it' } },
      ]),
      knownOn: new Map([['publish/one-address', '>=28.0.0']]),
    },
  ];
  t.regex(
    compareRuns(was, is).changes[0]?.sentence ?? '',
    /; known of engines from 28\.0\.0 on: a rule in raw drops it\.$/,
  );
  t.regex(
    compareRuns({ ...is, knownOn: new Map([['publish/one-address', '<28.2.2']]) }, was).changes[0]?.sentence ?? '',
    /; the base deviated, as known of engines before 28\.2\.2: a rule in raw drops it\.$/,
  );
  t.regex(
    compareRuns(was, { ...is, knownOn: new Map() }).changes[0]?.sentence ?? '',
    /; known of engine 20\.10\.24: a rule in raw drops it\.$/,
  );
});

test('the reverse is a fix', async (t) => {
  const before = await readFixture('publish/one-address', 'first');
  const {
    changes: [change],
  } = compareRuns(createRun('28.5.2', [cutOff(before)]), createRun('29.0.0', [before]));
  t.is(change?.kind, 'fix');
  const { sentence = '' } = change ?? {};
  t.regex(sentence, /is answered in the candidate, seen as client \(base: timed out\): /);
  t.regex(
    sentence,
    / goes on from host\.uplink to docker0, web\.eth0 in the candidate \(base: last seen at host\.uplink\)/,
  );
});

test('a run without evidence is compared by verdicts, with a note', async (t) => {
  const one = await readFixture('publish/one-address', 'first');
  const { changes, notes } = compareRuns(createRun('a', [one], new Map()), createRun('b', [one]));
  t.deepEqual(changes, []);
  t.deepEqual(notes, [
    'The base has no packets or rules for 1 of its 1 judged checks: only their verdicts are compared.',
  ]);
});

test('a point that only one run recorded makes no change', async (t) => {
  const one = await readFixture('publish/one-address', 'first');
  const blind = {
    ...one,
    check: { ...one.check, points: one.check.points.filter(({ name }) => name !== 'docker0') },
    journeys: without(one, (point) => point === 'docker0'),
  };
  t.deepEqual(compareRuns(createRun('a', [one]), createRun('b', [blind])).changes, []);
});

/** The check as an engine would leave it that drops what comes for the container in raw PREROUTING. */
function cutOff(check: CheckFixture): CheckFixture {
  const { outcome, check: record, firewalls } = check;
  const { there, ...rest } = outcome as { readonly there: object };
  const drop = (packets: number) => ({
    table: 'raw',
    name: 'PREROUTING',
    policy: 'ACCEPT',
    packets: 0,
    rules: [{ specification: '-d 172.17.0.2/32 -j DROP', target: 'DROP', packets }],
  });
  const around = firewalls['']!;
  return {
    ...check,
    outcome: { there: { ...there, result: 'timed out', client: null }, ...rest },
    journeys: without(
      check,
      (point, port) =>
        point === 'docker0' ||
        point === 'web.eth0' ||
        (port === 8080 && point !== 'client.eth0' && point !== 'host.uplink'),
    ).filter(
      ({ hops }) =>
        (hops[0]!.packet.tcp?.flags.syn === true && hops[0]!.packet.tcp.flags.ack === false) ||
        hops[0]!.packet.tcp?.flags.rst === true,
    ),
    firewalls: { '': { before: [...around.before, drop(0)], after: [...around.after, drop(3)] } },
    check: {
      ...record,
      verdict: 'deviates',
      expectations: record.expectations.map((line) => ({
        ...line,
        held: !line.expected.includes('8080 is answered') || line.expected.includes('198.51.100.3'),
      })),
    },
  };
}

function without(
  { journeys }: CheckFixture,
  hidden: (point: string, port: number | undefined) => boolean,
): CheckFixture['journeys'] {
  return journeys
    .map((journey) => ({
      ...journey,
      hops: journey.hops.filter(({ point, packet }) => !hidden(point, packet.tcp?.destinationPort)),
    }))
    .filter(({ hops }) => hops.length > 0);
}
