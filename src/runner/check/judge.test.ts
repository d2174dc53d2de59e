import test from 'ava';
import { failed, MissingAddressError, type EngineAction, type AnyCheck } from '../../check/index.js';
import { Judge } from './judge.js';
import { check, evidence, expectation, judge, topology } from './testing/judge-check.js';

test('a check conforms if every expectation held', (t) => {
  const { verdict, reason } = judge(check([expectation('one', true), expectation('two', true)]));
  t.deepEqual([verdict, reason], ['conforms', '']);
});

test('a check deviates if an expectation did not hold, and the reason says which', (t) => {
  const { verdict, reason } = judge(check([expectation('one', true), expectation('two', false)]));
  t.is(verdict, 'deviates');
  t.is(reason, 'expected: two; seen: two was not so');
});

test('an absence is inconclusive if no other frame was seen at its point', (t) => {
  const { verdict, reason, expectations } = judge(
    check([
      expectation('nothing on docker0', true, 'absent'),
      expectation('a frame on the uplink', true, 'seen', 'host.uplink'),
    ]),
  );
  t.is(verdict, 'inconclusive');
  t.is(reason, 'nothing on docker0: no other frame was seen at this point, so "never saw" proves nothing');
  t.deepEqual(
    expectations.map((e) => e.inconclusive),
    [true, false],
  );
});

test('a frame seen at the same point is the control of an absence', (t) => {
  t.is(
    judge(check([expectation('nothing from web', true, 'absent'), expectation('the reply', true, 'seen')])).verdict,
    'conforms',
  );
});

test('a frame that was expected and not seen is no control', (t) => {
  const { verdict, expectations } = judge(
    check([expectation('nothing from web', true, 'absent'), expectation('the reply', false, 'seen')]),
  );
  t.is(verdict, 'deviates');
  t.true(expectations[0]?.inconclusive);
});

test('a deviation is known if the engine is in range and what is expected instead held', (t) => {
  const { verdict, reason, instead } = judge(
    check([expectation('one', false)], { engines: '<28.2.2', instead: [expectation('other', true)] }),
  );
  t.deepEqual([verdict, reason, instead.length], ['known deviation', 'of a reason', 1]);
});

test('a known deviation in another way is a new one', (t) => {
  const { verdict, reason } = judge(
    check([expectation('one', false)], { engines: '<28.2.2', instead: [expectation('other', false)] }),
  );
  t.is(verdict, 'deviates');
  t.regex(reason, /^not as known: expected: other/);
});

test('a known deviation whose expectations are inconclusive is a new one', (t) => {
  t.is(
    judge(check([expectation('one', false)], { engines: '*', instead: [expectation('no frame', true, 'absent')] }))
      .verdict,
    'deviates',
  );
});

test('a known deviation of another engine does not count', (t) => {
  t.is(
    judge(check([expectation('one', false)], { engines: '>=28', instead: [expectation('other', true)] })).verdict,
    'deviates',
  );
});

test('a known deviation that has gone is an unexpected pass', (t) => {
  const { verdict, reason } = judge(
    check([expectation('one', true)], { engines: '*', instead: [expectation('other', false)] }),
  );
  t.is(verdict, 'unexpected pass');
  t.is(reason, 'a deviation was expected on this engine (of a reason), and the claim held');
});

test('a check that expects nothing is an error', (t) => {
  t.is(judge(check([])).verdict, 'error');
});

test('a recording that lost a frame is not judged, whatever the expectations', (t) => {
  for (const held of [true, false]) {
    const { verdict, reason } = new Judge(check([expectation('one', held)]), topology, null).conclude({
      ...evidence,
      proof: { lost: 1, unproven: [] },
    });
    t.deepEqual([verdict, reason], ['error', 'the recording lost 1 frame, so it is not judged']);
  }
});

test('a point that was not proven live makes a check about it an error, and no other', (t) => {
  const unproven = {
    ...evidence,
    proof: { lost: 0, unproven: [{ point: 'docker0', reason: 'its closing marker did not come back' }] },
  };
  t.is(new Judge(check([expectation('the reply', true, 'seen')]), topology, null).conclude(unproven).verdict, 'error');
  t.is(
    new Judge(check([expectation('the reply', true, 'seen', 'host.uplink')]), topology, null).conclude(unproven)
      .verdict,
    'conforms',
  );
});

const action: EngineAction = { kind: 'engine', number: 0, command: 'docker start web', ok: false, error: 'port taken' };

test('an engine’s failure that no expectation is about is a deviation', (t) => {
  const withFailure = { ...evidence, engineFailures: [action] };
  const one = expectation('one', true);
  const { verdict, reason } = new Judge(check([one]), topology, null).conclude(withFailure);
  t.is(verdict, 'deviates');
  t.is(reason, 'expected: the engine succeeds in: docker start web; seen: port taken');
  t.is(new Judge(check([one, failed(action)]), topology, null).conclude(withFailure).verdict, 'conforms');
});

test('if when ended early, the engine’s failures alone are judged', (t) => {
  const judgement = new Judge(check([expectation('one', false)]), topology, null, 'no address').conclude({
    ...evidence,
    engineFailures: [action],
  });
  t.is(judgement.verdict, 'deviates');
  t.is(judgement.reason, 'expected: the engine succeeds in: docker start web; seen: port taken');
});

test('an expectation about an address that a place does not have is a deviation', (t) => {
  const withoutAddress: AnyCheck = {
    ...check([]),
    expect: () => {
      throw new MissingAddressError('web');
    },
  };
  const { verdict, reason } = judge(withoutAddress);
  t.deepEqual([verdict, reason], ['deviates', 'expected: web has an address; seen: it has none']);
});
