import test from 'ava';
import { conformance, documented, type AnyCheck } from '../conformance.js';
import { instead } from '../sabotage.js';
import { container, engine, type EngineSpec } from '../spec.js';
import { CheckQueue } from './queue.js';

/** A check with an engine of its own settings; under its sabotage with one as it is. */
function check(id: string, settings: EngineSpec['settings'] | null): AnyCheck {
  return conformance({
    id: `nat/${id}`, title: id, claim: documented('tour', 'A section', 'A statement.'),
    given: settings === null ? { web: container() } : { web: container(), daemon: engine(settings) },
    when: () => null, then: () => [], sabotage: instead({ daemon: engine({}) }),
  });
}

const checks = [
  check('proxyless', { 'userland-proxy': false }), check('silent', { icc: false }), check('first', null),
  check('proxyless-too', { 'userland-proxy': false }), check('second', null),
];

/** What the queue gives to one worker, in order. */
function order(queue: CheckQueue): string[] {
  const ids: string[] = [];
  let last: AnyCheck | null = null;
  for (let next = queue.next(last); next !== undefined; next = queue.next(last)) {
    ids.push(next.title);
    last = next;
  }
  return ids;
}

test('a worker has the checks for an engine as it is first, and then those that share a lab’s settings one after another', (t) => {
  const queue = new CheckQueue(checks, false);
  t.is(queue.length, 5);
  t.deepEqual(order(queue), ['first', 'second', 'proxyless', 'proxyless-too', 'silent']);
  t.is(queue.length, 0);
});

test('a worker that is left with settings of others takes those for which most wait', (t) => {
  const queue = new CheckQueue(checks.filter(({ given }) => 'daemon' in given), false);
  t.deepEqual([queue.next(null)?.title, queue.next(checks[1] ?? null)?.title, queue.next(null)?.title], ['proxyless', 'silent', 'proxyless-too']);
});

test('under sabotage the settings that the sabotage gives count', (t) => {
  t.deepEqual(order(new CheckQueue(checks, true)), ['proxyless', 'silent', 'first', 'proxyless-too', 'second']);
});
