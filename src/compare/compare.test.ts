import test from 'ava';
import type { CheckRecord } from '../record/types.js';
import { compare } from './compare.js';
import { kept, sideOf, type Kept } from './testing/kept.js';
import type { Side } from './types.js';

const checks = ['publish/one-address', 'isolation/between-bridges'];
const runOf = (run: 'first' | 'second' | '28.5.2') => Promise.all(checks.map((id) => kept(id, run)));

test('two runs of one engine, with other addresses, ports and names, have no changes', async (t) => {
  const [first, second] = await Promise.all([runOf('first'), runOf('second')]);
  t.notDeepEqual(
    first.map(({ topology }) => topology.places),
    second.map(({ topology }) => topology.places),
  );
  const { changes, same, notes } = compare(sideOf('one', first), sideOf('other', second));
  t.deepEqual(changes, []);
  t.is(same, 2);
  t.deepEqual(notes, []);
});

test('a packet that an upgrade drops at an earlier point is a change, with the hop where the two part', async (t) => {
  const { changes } = compare(sideOf('20.10.24', await runOf('first')), sideOf('28.5.2', await runOf('28.5.2')));
  const change = changes.find(({ id }) => id === 'isolation/between-bridges');
  t.is(change?.kind, 'changed');
  t.regex(
    change?.sentence ?? '',
    /^the ICMP echo request (rose → sky is last seen at rose\.eth0, and went on to br-red|sky → rose is last seen at sky\.eth0, and went on to br-blue) on 20\.10\.24/,
  );
  t.deepEqual(
    change?.journeys.map(({ parts }) => parts),
    [1, 1],
  );
  t.true(change?.chains.some(({ name, base }) => name === 'raw PREROUTING' && base === null));
});

test('other rules under which the packets are the same are no change of behaviour', async (t) => {
  const { changes } = compare(sideOf('20.10.24', await runOf('first')), sideOf('28.5.2', await runOf('28.5.2')));
  const change = changes.find(({ id }) => id === 'publish/one-address');
  t.is(change?.kind, 'rules');
  t.regex(
    change?.sentence ?? '',
    /^the packets are the same; other rules in .*filter FORWARD.*; new: .*raw PREROUTING\.$/,
  );
  t.deepEqual(change?.journeys, []);
});

test('a published port that is no longer reached is a regression that names hop, cause and outcome', async (t) => {
  const before = await kept('publish/one-address', 'first');
  const {
    changes: [change],
  } = compare(sideOf('26.1.5', [before]), sideOf('28.5.2', [cutOff(before)]));
  t.is(change?.kind, 'regression');
  t.is(
    change?.sentence,
    'client’s request to host port 8080 times out on 28.5.2 (answered, seen as client on 26.1.5): the TCP SYN client → host:8080 is last seen at host.uplink, ' +
      'and went on to docker0, web.eth0 on 26.1.5; 28.5.2 drops it by "-A PREROUTING -d web -j DROP" in raw (and 3 more packets differ).',
  );
  t.deepEqual(change?.lost, ["client's request to host port 8080 is answered"]);
});

test('of which engines a deviation is known is told where that is known', async (t) => {
  const before = await kept('publish/one-address', 'first');
  const after = cutOff(before);
  const [was, is] = [
    sideOf('26.1.5', [before]),
    {
      ...sideOf('28.5.2', [
        { ...after, check: { ...after.check, verdict: 'known deviation', reason: 'a rule in raw drops it' } },
      ]),
      knownOn: new Map([['publish/one-address', '>=28.0.0']]),
    },
  ];
  t.regex(
    compare(was, is).changes[0]?.sentence ?? '',
    /; known of engines from 28\.0\.0 on: a rule in raw drops it\.$/,
  );
  t.regex(
    compare({ ...is, knownOn: new Map([['publish/one-address', '<28.2.2']]) }, was).changes[0]?.sentence ?? '',
    /; known of engines before 28\.2\.2, which did not: a rule in raw drops it\.$/,
  );
  t.regex(
    compare(was, { ...is, knownOn: new Map() }).changes[0]?.sentence ?? '',
    /; known of 28\.5\.2: a rule in raw drops it\.$/,
  );
});

test('the same the other way round is a fix', async (t) => {
  const before = await kept('publish/one-address', 'first');
  const {
    changes: [change],
  } = compare(sideOf('28.5.2', [cutOff(before)]), sideOf('29.0.0', [before]));
  t.is(change?.kind, 'fix');
  t.regex(
    change?.sentence ?? '',
    /goes on from host\.uplink to docker0, web\.eth0, and was last seen at host\.uplink on 28\.5\.2/,
  );
});

test('verdicts decide the kind; errors and vanished checks are no regressions', async (t) => {
  const one = await kept('publish/one-address', 'first');
  const kindOf = (was: Partial<CheckRecord>, is: Partial<CheckRecord>) =>
    compare(sideOf('a', [judged(one, was)]), sideOf('b', [judged(one, is)])).changes[0]?.kind;
  const [conforms, deviates, known] = [
    { verdict: 'conforms' },
    { verdict: 'deviates' },
    { verdict: 'known deviation' },
  ] as const;
  t.is(kindOf(conforms, deviates), 'regression');
  t.is(kindOf(conforms, known), 'regression');
  t.is(kindOf(known, deviates), 'regression');
  t.is(kindOf(deviates, conforms), 'fix');
  t.is(kindOf(known, known), undefined);
  t.is(kindOf(conforms, { verdict: 'error' }), 'undecided');
  t.is(kindOf({ verdict: 'error' }, deviates), 'undecided');
  t.is(kindOf({ verdict: 'not applicable' }, conforms), 'incomparable');
  t.is(kindOf({ verdict: 'not applicable' }, { verdict: 'not applicable' }), undefined);
  t.is(kindOf({ verdict: 'not applicable' }, { verdict: 'error' }), 'undecided');
  t.deepEqual(
    compare(sideOf('a', [one]), sideOf('b', [])).changes.map(({ kind }) => kind),
    ['vanished'],
  );
  t.deepEqual(
    compare(sideOf('a', []), sideOf('b', [one])).changes.map(({ kind }) => kind),
    ['added'],
  );
});

test('what is not applicable on one side is said with the reason, without how to have it run', async (t) => {
  const one = await kept('publish/one-address', 'first');
  const notApplicable = judged(one, {
    verdict: 'not applicable',
    reason: 'none is newer than 28.5.2. Fetch one: sudo docknet engine fetch debian:trixie',
  });
  const {
    changes: [change],
  } = compare(sideOf('26.1.5', [one]), sideOf('28.5.2', [notApplicable]));
  t.is(change?.sentence, 'not applicable on 28.5.2: none is newer than 28.5.2.');
});

test('the packets of upgrades from different engines are not compared, and their verdicts are', async (t) => {
  const [before, after] = [
    await kept('isolation/between-bridges', 'first'),
    await kept('isolation/between-bridges', '28.5.2'),
  ];
  const on = (version: string, one: Kept): Side => {
    const side = sideOf(version, [one]);
    return {
      ...side,
      record: { ...side.record, cell: { ...side.record.cell, engine: { ...side.record.cell.engine, version } } },
      upgrading: new Set([one.check.id]),
    };
  };
  const {
    changes: [change],
  } = compare(on('20.10.24', before), on('28.5.2', after));
  t.like(change, {
    kind: 'incomparable',
    reach: null,
    journeys: [],
    sentence: 'conforms on both, but the packets are those of different upgrades: one from 20.10.24, one from 28.5.2.',
  });
  t.is(
    compare(on('20.10.24', before), on('28.5.2', judged(after, { verdict: 'deviates' }))).changes[0]?.kind,
    'regression',
  );
  t.is(compare(on('20.10.24', before), on('20.10.24', await kept('isolation/between-bridges', 'second'))).same, 1);
});

test('a side without evidence is compared by its verdicts, and that is said', async (t) => {
  const one = await kept('publish/one-address', 'first');
  const { changes, notes } = compare(sideOf('a', [one], new Map()), sideOf('b', [one]));
  t.deepEqual(changes, []);
  t.deepEqual(notes, [
    'Of 1 of the 1 checks that a was judged by, no packets or rules are kept: only their verdicts are compared.',
  ]);
});

test('a point that one side alone recorded makes no change', async (t) => {
  const one = await kept('publish/one-address', 'first');
  const blind = {
    ...one,
    check: { ...one.check, points: one.check.points.filter(({ name }) => name !== 'docker0') },
    journeys: without(one, (point) => point === 'docker0'),
  };
  t.deepEqual(compare(sideOf('a', [one]), sideOf('b', [blind])).changes, []);
});

/** The check as an engine would leave it that drops what comes for the container in raw PREROUTING. */
function cutOff(check: Kept): Kept {
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

function without({ journeys }: Kept, hidden: (point: string, port: number | undefined) => boolean): Kept['journeys'] {
  return journeys
    .map((journey) => ({
      ...journey,
      hops: journey.hops.filter(({ point, packet }) => !hidden(point, packet.tcp?.destinationPort)),
    }))
    .filter(({ hops }) => hops.length > 0);
}

const judged = (one: Kept, differing: Partial<CheckRecord>): Kept => ({
  ...one,
  check: { ...one.check, ...differing },
});
