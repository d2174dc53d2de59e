import test from 'ava';
import { conformance, documented, type AnyCheck } from '../../check/conformance.js';
import { withGiven } from '../../check/sabotage.js';
import { container, engine, type EngineSpec } from '../../check/spec.js';
import { CheckQueue } from './check-queue.js';

/** A check with an engine of its own settings; under its sabotage with one as it is. */
function check(id: string, settings: EngineSpec['settings'] | null): AnyCheck {
  return conformance({
    id: `nat/${id}`,
    title: id,
    claim: documented('tour', 'A section', 'A statement.'),
    given: settings === null ? { web: container() } : { web: container(), daemon: engine(settings) },
    when: () => null,
    expect: () => [],
    sabotage: withGiven({ daemon: engine({}) }),
  });
}

const checks = [
  check('proxyless', { 'userland-proxy': false }),
  check('silent', { icc: false }),
  check('first', null),
  check('proxyless-too', { 'userland-proxy': false }),
  check('second', null),
];

/** What the queue gives to one worker, in order. */
function order(queue: CheckQueue): string[] {
  return orders(queue, 1)[0] ?? [];
}

/** What it gives to several workers, each check taking as long as any other. */
function orders(queue: CheckQueue, workers: number): string[][] {
  const last = new Array<AnyCheck | null>(workers).fill(null);
  const given = last.map((): string[] => []);
  for (let busy = true; busy;) {
    const next = last.map((of) => queue.next(of, workers));
    for (const [n, check] of next.entries())
      if (check !== undefined) {
        given[n]?.push(check.title);
        last[n] = check;
      }
    busy = next.some((check) => check !== undefined);
  }
  return given;
}

test('a worker has the checks for an engine as it is first, and then those that share a lab’s settings one after another', (t) => {
  const queue = new CheckQueue(checks, false);
  t.is(queue.length, 5);
  t.deepEqual(order(queue), ['first', 'second', 'proxyless', 'proxyless-too', 'silent']);
  t.is(queue.length, 0);
});

test('a worker that is left with settings of others takes those for which most wait', (t) => {
  const queue = new CheckQueue(
    checks.filter(({ given }) => 'daemon' in given),
    false,
  );
  t.deepEqual(
    [queue.next(null, 2)?.title, queue.next(checks[1] ?? null, 2)?.title, queue.next(null, 2)?.title],
    ['proxyless', 'silent', 'proxyless-too'],
  );
});

test('under sabotage the settings that the sabotage gives count', (t) => {
  t.deepEqual(order(new CheckQueue(checks, true)), ['proxyless', 'silent', 'first', 'proxyless-too', 'second']);
});

test('one of several workers leaves the engine as it is in time for the settings of others to be done with the rest', (t) => {
  const plain = Array.from({ length: 12 }, (_, n) => check(`plain-${n}`, null));
  const [first = [], second = [], third = []] = orders(
    new CheckQueue([...plain, check('proxyless', { 'userland-proxy': false }), check('silent', { icc: false })], false),
    3,
  );
  t.deepEqual([...first, ...second, ...third].length, 14);
  const special = [first, second, third].filter((titles) =>
    titles.some((title) => ['proxyless', 'silent'].includes(title)),
  );
  t.is(special.length, 1, 'one lab after another, not one each');
  t.true(
    [first, second, third].every((titles) => titles.length >= 4),
    'and nobody waits for it',
  );
});

test('long and short checks come by turns, and what comes last is neither', (t) => {
  const timed = ['a', 'b', 'c', 'd', 'e'].map((id) => check(id, null));
  const durations = new Map([
    ['nat/a', 300],
    ['nat/b', 5000],
    ['nat/c', 200],
    ['nat/d', 4000],
    ['nat/e', 1000],
  ]);
  t.deepEqual(order(new CheckQueue(timed, false, durations)), ['b', 'c', 'd', 'a', 'e']);
});

test('a worker has those first that are given the same as its last check, and leaves those to others that theirs are given', (t) => {
  const given = (id: string, on: string): AnyCheck => ({ ...check(id, null), given: { web: container({ on }) } });
  const checks = ['a1', 'a2', 'a3']
    .map((id) => given(id, 'bridge'))
    .concat(['b1', 'b2', 'b3'].map((id) => given(id, 'host')));
  t.deepEqual(orders(new CheckQueue(checks, false), 2), [
    ['a1', 'a2', 'a3'],
    ['b1', 'b2', 'b3'],
  ]);
  t.deepEqual(
    orders(new CheckQueue(checks, true), 2),
    [
      ['a1', 'a3', 'b2'],
      ['a2', 'b1', 'b3'],
    ],
    'nobody is to meet a sabotage',
  );
  const queue = new CheckQueue(checks.slice(1, 4), false);
  const [first] = checks;
  t.deepEqual(
    [queue.shares(checks[1] ?? check('none', null)), queue.shares(checks[3] ?? check('none', null))],
    [true, true],
  );
  t.is(queue.next(first ?? null, 1)?.title, 'a2');
  t.is(queue.next(checks[1] ?? null, 1)?.title, 'a3');
  t.false(queue.shares(checks[2] ?? check('none', null)), 'no other waits');
});
