import test from 'ava';
import { compareReach, selectOutcome } from './outcomes.js';

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
  ['a call of one run alone', [], [gone], null],
] as const) {
  test(`${what}: ${String(reach)}`, (t) => {
    t.is(compareReach({ base, candidate }), reach);
  });
}

test('a lost answer is selected before a gained one', (t) => {
  t.is(selectOutcome({ base: [lost, there], candidate: [found, gone] }), gone);
  t.is(selectOutcome({ base: ['x: refused', lost], candidate: ['x: timed out', found] }), found);
  t.is(selectOutcome({ base: [], candidate: [found] }), found);
  t.is(selectOutcome({ base: [there], candidate: [] }), undefined);
});
