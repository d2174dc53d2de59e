import test from 'ava';
import type { Journey } from '../journey/index.js';
import { maxContainers, maxPathPoints, removeFloodCopies, selectContainers } from './select-journeys.js';
import { masqueradedPings, appliedRules } from './testing/flows.js';

const journey = (id: number, points: readonly string[], more: Partial<Journey> = {}): Journey => ({
  id,
  hops: points.map((point, index) => ({
    index: id * 10 + index,
    point,
    time: BigInt(id),
    packet: {} as Journey['hops'][number]['packet'],
    changes: [],
  })),
  ...more,
});
const containerOf = (point: string): string | null => (point.includes('.') ? point.slice(0, point.indexOf('.')) : null);
const talks = (id: number, one: number, other: number, more: Partial<Journey> = {}): Journey =>
  journey(id, [`c${one}.eth0`, 'br-app', `c${other}.eth0`], more);

test('selects every packet of few containers', (t) => {
  const all = Array.from({ length: maxContainers - 1 }, (_, n) => talks(n + 1, n, n + 1));
  t.deepEqual(selectContainers(all, containerOf), { journeys: all, drawn: null });
});

test('selects the earliest of many containers, and only packets that touch no other', (t) => {
  const all = [
    ...Array.from({ length: 50 }, (_, n) => talks(n + 1, n, n + 1)),
    journey(51, ['br-app']),
    talks(52, 0, 40),
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
    ...Array.from({ length: 50 }, (_, n) => talks(n + 1, n, n + 1)),
    talks(51, 70, 71, { end: { point: 'br-app', rule: null } }),
  ];
  const { journeys, drawn } = selectContainers(all, containerOf);
  t.deepEqual(drawn?.slice(0, 2), ['c70', 'c71']);
  t.true(journeys.some(({ id }) => id === 51));
});

const [request, reply] = masqueradedPings(1).journeys as [Journey, Journey];
const [hop] = request.hops as [Journey['hops'][number]];

/** A packet of c1's that a bridge sends a copy of to so many other containers, and c7's answer. */
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
