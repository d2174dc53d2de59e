import test from 'ava';
import type { Journey } from '../journey/index.js';
import { decodePacket } from '../packet/index.js';
import { readPcap } from '../packet/testing/frames.js';
import {
  isLinkChatter,
  maxContainers,
  maxPathPoints,
  removeFloodCopies,
  requestsLinkChatter,
  selectContainers,
} from './select-journeys.js';
import { masqueradedPings, appliedRules } from './testing/flows.js';

const journey = (id: number, points: readonly string[], more: Partial<Journey> = {}): Journey => ({
  id,
  hops: points.map((point, index) => ({
    index: id * 10 + index,
    point,
    time: BigInt(id),
    packet: { arp: null, ip: null, icmp: null } as Journey['hops'][number]['packet'],
    changes: [],
  })),
  ...more,
});
const containerOf = (point: string): string | null => (point.includes('.') ? point.slice(0, point.indexOf('.')) : null);
const between = (id: number, from: number, to: number, more: Partial<Journey> = {}): Journey =>
  journey(id, [`c${from}.eth0`, 'br-app', `c${to}.eth0`], more);

test('selects every packet of few containers', (t) => {
  const all = Array.from({ length: maxContainers - 1 }, (_, n) => between(n + 1, n, n + 1));
  t.deepEqual(selectContainers(all, containerOf), { journeys: all, drawn: null });
});

test('selects the earliest of many containers, and only packets that touch no other', (t) => {
  const all = [
    ...Array.from({ length: 50 }, (_, n) => between(n + 1, n, n + 1)),
    journey(51, ['br-app']),
    between(52, 0, 40),
  ];
  const { journeys, drawn } = selectContainers(all, containerOf);
  t.deepEqual(drawn, ['c0', 'c1', 'c2', 'c3', 'c4', 'c5']);
  t.deepEqual(
    journeys.map(({ id }) => id),
    [1, 2, 3, 4, 5, 51],
  );
});

test('selects containers with a dropped packet first', (t) => {
  const all = [
    ...Array.from({ length: 50 }, (_, n) => between(n + 1, n, n + 1)),
    between(51, 70, 71, { end: { point: 'br-app', rule: null } }),
  ];
  const { journeys, drawn } = selectContainers(all, containerOf);
  t.deepEqual(drawn?.slice(0, 2), ['c70', 'c71']);
  t.true(journeys.some(({ id }) => id === 51));
});

test('selects containers with other packets before those with link chatter alone', (t) => {
  const arp = recordedPackets().find(({ hops: [first] }) => first?.packet.arp != null)!.hops[0]!.packet;
  const chatter = Array.from({ length: 50 }, (_, n) => between(n + 1, n, n)).map(({ hops, ...rest }) => ({
    ...rest,
    hops: hops.map((hop) => ({ ...hop, packet: arp })),
  }));
  const { drawn } = selectContainers([...chatter, between(51, 70, 71)], containerOf);
  t.deepEqual(drawn?.slice(0, 3), ['c70', 'c71', 'c0']);
});

const [request, reply] = masqueradedPings(1).journeys as [Journey, Journey];
const [hop] = request.hops as [Journey['hops'][number]];

/** Builds a packet of c1 that a bridge floods to `others` containers, and c7's answer. */
const flooded = (others: number): Journey[] => [
  {
    ...request,
    hops: ['c1.eth0', 'docker0', ...Array.from({ length: others }, (_, n) => `c${n + 2}.eth0`)].map((point) => ({
      ...hop,
      point,
    })),
    rules: [{ ...appliedRules.jump, afterHop: 8 }],
  },
  { ...reply, hops: ['c7.eth0', 'docker0', 'c1.eth0'].map((point) => ({ ...hop, point })) },
];

test('keeps a flooded packet’s copy for the container that answered, and moves rules with their hops', (t) => {
  const {
    journeys: [drawn, answer],
    floods,
  } = removeFloodCopies(flooded(99), containerOf);
  t.is(floods, 1);
  t.deepEqual(
    drawn?.hops.map(({ point }) => point),
    ['c1.eth0', 'docker0', 'c7.eth0'],
  );
  t.deepEqual(
    drawn?.rules?.map(({ afterHop: after }) => after),
    [2],
  );
  t.is(answer?.hops.length, 3);
});

test('keeps every copy of a packet flooded to few', (t) => {
  const few = flooded(maxPathPoints - 2);
  t.deepEqual(removeFloodCopies(few, containerOf), { journeys: few, floods: 0 });
});

/** Every packet of a recording of three network namespaces, as a journey each. */
const recordedPackets = (): Journey[] =>
  readPcap('src/packet/fixtures/mixed.pcap').map(({ bytes, wireLength, time }, index) => ({
    id: index + 1,
    hops: [{ index, point: 'client.eth0', time, packet: decodePacket(bytes, wireLength), changes: [] }],
  }));

test('of recorded packets ARP, IGMP, MLD, neighbour and router discovery are link chatter, and nothing else', (t) => {
  const protocolOf = ({ hops: [first] }: Journey): string => {
    const { arp, ip, icmp } = first!.packet;
    if (arp !== null) return 'ARP';
    return icmp === null ? `IP protocol ${ip?.protocol ?? '?'}` : `ICMPv${icmp.version === 6 ? 6 : 4} ${icmp.type}`;
  };
  const kinds = (chatter: boolean): string[] => {
    const packets = recordedPackets().filter((packet) => isLinkChatter(packet) === chatter);
    return [...new Set(packets.map(protocolOf))].sort();
  };
  t.deepEqual(kinds(true), ['ARP', 'ICMPv6 133', 'ICMPv6 135', 'ICMPv6 136', 'ICMPv6 143', 'IP protocol 2']);
  const others = kinds(false);
  t.true(
    ['ICMPv4 8', 'ICMPv6 1', 'ICMPv6 128', 'IP protocol 17', 'IP protocol 6'].every((kind) => others.includes(kind)),
  );
});

test('a packet that a rule stopped is no link chatter', (t) => {
  const chatter = recordedPackets().find(isLinkChatter)!;
  t.true(isLinkChatter({ ...chatter, end: { point: 'client.eth0', rule: null } }));
  t.false(
    isLinkChatter({ ...chatter, end: { point: 'client.eth0', rule: { ...appliedRules.jump, verdict: 'DROP' } } }),
  );
});

test('a filter asks for link chatter by its protocols, not by their negation', (t) => {
  for (const filter of [
    'arp',
    'tcp or (igmp)',
    'icmp6 and not port 80',
    'not tcp and arp',
    'ether host 02:00:00:00:00:01',
  ])
    t.true(requestsLinkChatter(filter), filter);
  for (const filter of ['', 'tcp port 80', 'not arp', 'ip and !igmp', 'host 172.17.0.2', 'icmp', 'host carp'])
    t.false(requestsLinkChatter(filter), filter);
});
