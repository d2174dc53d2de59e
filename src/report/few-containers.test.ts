import test from 'ava';
import type { Journey } from '../journey/types.js';
import { drawnAtMost, ofFewContainers } from './few-containers.js';

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

test('of few containers every packet is drawn', (t) => {
  const all = Array.from({ length: drawnAtMost - 1 }, (_, n) => talks(n + 1, n, n + 1));
  t.deepEqual(ofFewContainers(all, containerOf), { journeys: all, drawn: null });
});

test('of many those that were heard first, and only packets that can be drawn whole', (t) => {
  const all = [
    ...Array.from({ length: 50 }, (_, n) => talks(n + 1, n, n + 1)),
    journey(51, ['br-app']),
    talks(52, 0, 40),
  ];
  const { journeys, drawn } = ofFewContainers(all, containerOf);
  t.deepEqual(drawn, ['c0', 'c1', 'c2', 'c3', 'c4', 'c5']);
  t.deepEqual(
    journeys.map(({ id }) => id),
    [1, 2, 3, 4, 5, 51],
  );
});

test('a dropped packet’s containers come first', (t) => {
  const all = [
    ...Array.from({ length: 50 }, (_, n) => talks(n + 1, n, n + 1)),
    talks(51, 70, 71, { end: { point: 'br-app', rule: null } }),
  ];
  const { journeys, drawn } = ofFewContainers(all, containerOf);
  t.deepEqual(drawn?.slice(0, 2), ['c70', 'c71']);
  t.true(journeys.some(({ id }) => id === 51));
});
