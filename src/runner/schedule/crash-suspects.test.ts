import test from 'ava';
import { CrashSuspects } from './crash-suspects.js';

const [a, b, c] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

test('the only check that ran when a machine crashed is an error', (t) => {
  const suspects = new CrashSuspects<{ id: string }>();
  const machine = {};
  suspects.start(a);
  suspects.finish(a);
  suspects.start(b);
  t.is(suspects.judge(machine, undefined), 'none', 'a worker that was building its lab');
  t.is(suspects.judge(machine, b), 'error');
  t.false(suspects.isolating);
});

test('of several checks each runs again alone: one is an error, the other gets its verdict', (t) => {
  const suspects = new CrashSuspects<{ id: string }>();
  const machine = {};
  suspects.start(a);
  suspects.start(b);
  t.is(suspects.judge(machine, a), 'again');
  // The next machine may start before the second worker's end is known.
  t.is(suspects.judge(machine, b), 'again');
  t.deepEqual([suspects.waiting, suspects.isolating], [2, true]);
  t.is(suspects.next(), a);
  suspects.start(a);
  t.is(suspects.judge({}, a), 'error');
  t.is(suspects.next(), b);
  suspects.start(b);
  suspects.finish(b);
  t.true(suspects.isolating, 'until its worker has ended');
  t.is(suspects.next(), undefined);
  t.false(suspects.isolating);
  suspects.start(c);
  t.is(suspects.judge({}, c), 'error');
});

test('a machine that crashes twice without a check cannot build labs', (t) => {
  const suspects = new CrashSuspects<{ id: string }>();
  const [first, second] = [{}, {}];
  t.deepEqual([suspects.judge(first, undefined), suspects.judge(first, undefined)], ['none', 'none']);
  t.is(suspects.judge(second, undefined), 'unfit');
  suspects.start(a);
  suspects.finish(a);
  t.is(suspects.judge({}, undefined), 'none', 'a check ran in between');
});
