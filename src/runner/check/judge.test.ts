import test from 'ava';
import {
  type AnyCheck,
  conformance,
  documented,
  type Evidence,
  type Expectation,
  iptables,
  type Topology,
} from '../../check/index.js';
import { Judge } from './judge.js';

const topology: Topology = {
  engine: { version: '20.10.24', kind: 'private' },
  host: {
    address: '198.51.100.2',
    secondaryAddress: '198.51.100.3',
    uplink: 'uplink',
    mac: '02:00:00:00:00:01',
    secondLan: null,
    docker0: {
      kind: 'network',
      key: 'bridge',
      name: 'bridge',
      id: 'b',
      subnet: '172.17.0.0/16',
      gateway: '172.17.0.1',
      bridge: 'docker0',
    },
  },
  places: {},
  points: [],
};
const nothing: Evidence = {
  before: { family: 'ipv4', backend: null, chains: [], unreadable: [] },
  after: { family: 'ipv4', backend: null, chains: [], unreadable: [] },
  shared: false,
  proof: { lost: 0, unproven: [] },
};

const line = (expected: string, held: boolean, frames?: 'seen' | 'absent', point = 'docker0'): Expectation => ({
  expected,
  judge: () => ({ held, seen: `${expected} ${held ? 'was so' : 'was not so'}` }),
  ...(frames === undefined ? {} : { frames, points: [point] }),
});

function check(then: Expectation[], known?: { engines: string; instead: Expectation[] }): AnyCheck {
  return conformance({
    id: 'nat/example',
    title: 'an example',
    claim: documented('tour', 'A section', 'A statement.'),
    given: {},
    when: () => null,
    expect: () => then,
    sabotage: () => iptables('-P FORWARD ACCEPT'),
    ...(known === undefined
      ? {}
      : { known: [{ engines: known.engines, because: 'of a reason', instead: () => known.instead }] }),
  });
}
const verdictOn = (c: AnyCheck) => new Judge(c, topology, null).conclude(nothing);

test('it conforms where every line held', (t) => {
  const { verdict, reason } = verdictOn(check([line('one', true), line('two', true)]));
  t.deepEqual([verdict, reason], ['conforms', '']);
});

test('it deviates where a line did not hold, and says which', (t) => {
  const { verdict, reason } = verdictOn(check([line('one', true), line('two', false)]));
  t.is(verdict, 'deviates');
  t.is(reason, 'expected: two; seen: two was not so');
});

test('an absence with nothing else seen at its point is inconclusive, not conforming', (t) => {
  const { verdict, reason, expectations } = verdictOn(
    check([line('nothing on docker0', true, 'absent'), line('a frame on the uplink', true, 'seen', 'host.uplink')]),
  );
  t.is(verdict, 'inconclusive');
  t.is(reason, 'nothing on docker0: no other frame was seen at this point, so "never saw" proves nothing');
  t.deepEqual(
    expectations.map((e) => e.inconclusive),
    [true, false],
  );
});

test('a frame seen at the same point controls an absence', (t) => {
  t.is(
    verdictOn(check([line('nothing from web', true, 'absent'), line('the reply', true, 'seen')])).verdict,
    'conforms',
  );
});

test('a frame that should have been seen and was not controls nothing', (t) => {
  const { verdict, expectations } = verdictOn(
    check([line('nothing from web', true, 'absent'), line('the reply', false, 'seen')]),
  );
  t.is(verdict, 'deviates');
  t.true(expectations[0]?.inconclusive);
});

test('a deviation is known where the engine is in range and what is seen instead held', (t) => {
  const { verdict, reason, instead } = verdictOn(
    check([line('one', false)], { engines: '<28.2.2', instead: [line('other', true)] }),
  );
  t.deepEqual([verdict, reason, instead.length], ['known deviation', 'of a reason', 1]);
});

test('a known deviation that is not as known is a new one', (t) => {
  const { verdict, reason } = verdictOn(
    check([line('one', false)], { engines: '<28.2.2', instead: [line('other', false)] }),
  );
  t.is(verdict, 'deviates');
  t.regex(reason, /^not as known: expected: other/);
});

test('a known deviation whose proof is inconclusive is not as known', (t) => {
  t.is(
    verdictOn(check([line('one', false)], { engines: '*', instead: [line('no frame', true, 'absent')] })).verdict,
    'deviates',
  );
});

test('a known deviation of another engine changes nothing', (t) => {
  t.is(verdictOn(check([line('one', false)], { engines: '>=28', instead: [line('other', true)] })).verdict, 'deviates');
});

test('a known deviation that has gone is an unexpected pass', (t) => {
  const { verdict, reason } = verdictOn(check([line('one', true)], { engines: '*', instead: [line('other', false)] }));
  t.is(verdict, 'unexpected pass');
  t.is(reason, 'a deviation was expected on this engine (of a reason), and the claim held');
});

test('a check that expects nothing is an error', (t) => {
  t.is(verdictOn(check([])).verdict, 'error');
});

test('a recording that lost a frame is not judged, whatever its lines say', (t) => {
  for (const held of [true, false]) {
    const judging = new Judge(check([line('one', held)]), topology, null);
    const { verdict, reason } = judging.conclude({ ...nothing, proof: { lost: 1, unproven: [] } });
    t.deepEqual([verdict, reason], ['error', 'the recording lost 1 frame, so it is not judged']);
  }
});

test('a point that was not proven live makes the check about it an error, and no other', (t) => {
  const unproven = {
    ...nothing,
    proof: { lost: 0, unproven: [{ point: 'docker0', reason: 'its closing marker did not come back' }] },
  };
  t.is(new Judge(check([line('the reply', true, 'seen')]), topology, null).conclude(unproven).verdict, 'error');
  t.is(
    new Judge(check([line('the reply', true, 'seen', 'host.uplink')]), topology, null).conclude(unproven).verdict,
    'conforms',
  );
});
