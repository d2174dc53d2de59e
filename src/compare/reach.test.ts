import test from 'ava';
import { reachOf, tellingOutcome } from './reach.js';

const [there, gone] = [
  'there: client’s request to host port 8080: answered, seen as client',
  'there: client’s request to host port 8080: timed out',
];
const [found, lost] = ['web asks for db: db', 'web asks for db: no address'];

for (const [what, base, candidate, reach] of [
  ['a request that is answered no longer', [there], [gone], 'lost'],
  ['one that is answered only now', [gone], [there], 'gained'],
  ['a ping', ['web’s ping to sky: answered with TTL 63'], ['web’s ping to sky: no answer'], 'lost'],
  ['a lookup', [lost], [found], 'gained'],
  ['one of each', [there, lost], [gone, found], 'lost'],
  ['an answer to another', [there], ['there: client’s request to host port 8080: answered, seen as docker0'], null],
  ['another kind of refusal', [gone], ['there: client’s request to host port 8080: refused'], null],
  ['what only one side asked', [], [gone], null],
] as const) {
  test(`${what}: ${String(reach)}`, (t) => {
    t.is(reachOf({ base, candidate }), reach);
  });
}

test('the outcome that is told first is one that is answered no longer', (t) => {
  t.is(tellingOutcome({ base: [lost, there], candidate: [found, gone] }), gone);
  t.is(tellingOutcome({ base: ['x: refused', lost], candidate: ['x: timed out', found] }), found);
  t.is(tellingOutcome({ base: [], candidate: [found] }), found);
  t.is(tellingOutcome({ base: [there], candidate: [] }), undefined);
});
