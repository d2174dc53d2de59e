import test from 'ava';
import type { Journey } from '../journey/index.js';
import { longestWay, withoutCopies } from './flood.js';
import { masqueradedPings, rulesMet } from './testing/flows.js';

const [request, reply] = masqueradedPings(1).journeys as [Journey, Journey];
const [hop] = request.hops as [Journey['hops'][number]];
const containerOf = (point: string): string | null => /^(c\d+)\./.exec(point)?.[1] ?? null;

/** A packet of c1's that a bridge sends a copy of to so many other containers, and c7's answer. */
const flooded = (others: number): Journey[] => [
  {
    ...request,
    hops: ['c1.eth0', 'docker0', ...Array.from({ length: others }, (_, n) => `c${n + 2}.eth0`)].map((point) => ({
      ...hop,
      point,
    })),
    rules: [{ ...rulesMet.jump, afterHop: 8 }],
  },
  { ...reply, hops: ['c7.eth0', 'docker0', 'c1.eth0'].map((point) => ({ ...hop, point })) },
];

test('of a flooded packet the copy for whoever answered is drawn, and rules stay behind the hop they came after', (t) => {
  const {
    journeys: [drawn, answer],
    floods,
  } = withoutCopies(flooded(99), containerOf);
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

test('a packet for few is drawn with every copy', (t) => {
  const few = flooded(longestWay - 2);
  t.deepEqual(withoutCopies(few, containerOf), { journeys: few, floods: 0 });
});
