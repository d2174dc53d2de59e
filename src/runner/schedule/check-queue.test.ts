import test from 'ava';
import {
  type AnyCheck,
  conformance,
  container,
  documented,
  engine,
  type EngineSpec,
  withGiven,
} from '../../check/index.js';
import { CheckQueue } from './check-queue.js';

/** Declares a check on an engine with settings; its sabotage runs it on a plain engine. */
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

/** Returns the titles that one worker gets, in order. */
function takeAll(queue: CheckQueue): string[] {
  return takeAllBy(queue, 1)[0] ?? [];
}

/** Returns the titles that each of several workers gets, if all checks take the same time. */
function takeAllBy(queue: CheckQueue, workers: number): string[][] {
  const last = new Array<AnyCheck | null>(workers).fill(null);
  const taken = last.map((): string[] => []);
  for (let busy = true; busy;) {
    const next = last.map((check) => queue.next(check, workers));
    for (const [n, check] of next.entries())
      if (check !== undefined) {
        taken[n]?.push(check.title);
        last[n] = check;
      }
    busy = next.some((check) => check !== undefined);
  }
  return taken;
}

test('a worker gets the checks for plain labs first, then those for each special lab together', (t) => {
  const queue = new CheckQueue(checks, false);
  t.is(queue.length, 5);
  t.deepEqual(takeAll(queue), ['first', 'second', 'proxyless', 'proxyless-too', 'silent']);
  t.is(queue.length, 0);
});

test('a worker without checks for its lab gets those of the special lab with the most work', (t) => {
  const queue = new CheckQueue(
    checks.filter(({ given }) => 'daemon' in given),
    false,
  );
  t.deepEqual(
    [queue.next(null, 2)?.title, queue.next(checks[1] ?? null, 2)?.title, queue.next(null, 2)?.title],
    ['proxyless', 'silent', 'proxyless-too'],
  );
});

test('under sabotage, the lab is the one that the sabotage gives', (t) => {
  t.deepEqual(takeAll(new CheckQueue(checks, true)), ['proxyless', 'silent', 'first', 'proxyless-too', 'second']);
});

test('one of several workers changes to special labs in time to finish with the others', (t) => {
  const plain = Array.from({ length: 12 }, (_, n) => check(`plain-${n}`, null));
  const [first = [], second = [], third = []] = takeAllBy(
    new CheckQueue([...plain, check('proxyless', { 'userland-proxy': false }), check('silent', { icc: false })], false),
    3,
  );
  t.deepEqual([...first, ...second, ...third].length, 14);
  const special = [first, second, third].filter((titles) =>
    titles.some((title) => ['proxyless', 'silent'].includes(title)),
  );
  t.is(special.length, 1, 'one worker builds both special labs');
  t.true(
    [first, second, third].every((titles) => titles.length >= 4),
    'and no worker waits for it',
  );
});

test('long and short checks alternate, and the last one is neither', (t) => {
  const timed = ['a', 'b', 'c', 'd', 'e'].map((id) => check(id, null));
  const durations = new Map([
    ['nat/a', 300],
    ['nat/b', 5000],
    ['nat/c', 200],
    ['nat/d', 4000],
    ['nat/e', 1000],
  ]);
  t.deepEqual(takeAll(new CheckQueue(timed, false, durations)), ['b', 'c', 'd', 'a', 'e']);
});

test('a worker gets checks with its last fixture first, and leaves those with others’ fixtures to them', (t) => {
  const given = (id: string, on: string): AnyCheck => ({ ...check(id, null), given: { web: container({ on }) } });
  const checks = ['a1', 'a2', 'a3']
    .map((id) => given(id, 'bridge'))
    .concat(['b1', 'b2', 'b3'].map((id) => given(id, 'host')));
  t.deepEqual(takeAllBy(new CheckQueue(checks, false), 2), [
    ['a1', 'a2', 'a3'],
    ['b1', 'b2', 'b3'],
  ]);
  t.deepEqual(
    takeAllBy(new CheckQueue(checks, true), 2),
    [
      ['a1', 'a3', 'b2'],
      ['a2', 'b1', 'b3'],
    ],
    'under sabotage no fixture is reused',
  );
  const queue = new CheckQueue(checks.slice(1, 4), false);
  const [first] = checks;
  t.deepEqual(
    [queue.hasSameFixture(checks[1] ?? check('none', null)), queue.hasSameFixture(checks[3] ?? check('none', null))],
    [true, true],
  );
  t.is(queue.next(first ?? null, 1)?.title, 'a2');
  t.is(queue.next(checks[1] ?? null, 1)?.title, 'a3');
  t.false(queue.hasSameFixture(checks[2] ?? check('none', null)), 'no other waits');
});
